package dev.weft.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code weft run FILE.java} as a process: on worker processes, and on a Java without a compiler. */
@Timeout(240)
class SourceProcessTest {
    private static final List<String> FLAGS = List.of(
            "-Xmx256m",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    @TempDir
    private Path folder;

    private Call weft(List<String> flags, String... words) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.weft.launcher.Main"));
        command.addAll(List.of(words));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
            return new Call(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }

    /** The program is in no file but its source: a lambda, a nested class and a package-private one go to the workers, too. */
    private void writeProgram() throws IOException {
        Files.writeString(folder.resolve("Where.java"), """
                import dev.weft.collectives.Op;
                import dev.weft.runtime.Program;
                import dev.weft.runtime.Rank;
                import java.util.function.LongSupplier;
                public class Where implements Program {
                    private record Pid(long number) {}
                    @Override
                    public void run(Rank rank) {
                        for (long _ : rank.steps(2)) {}
                        LongSupplier pid = () -> new Pid(ProcessHandle.current().pid()).number();
                        long low = rank.communicator().allReduce(pid.getAsLong(), Op.MIN);
                        long high = rank.communicator().allReduce(pid.getAsLong(), Op.MAX);
                        rank.result("where", low == high ? Named.ONE.toString() : Named.SEVERAL.toString());
                        rank.result("ranks", rank.communicator().allReduce(1L, Op.SUM));
                    }
                }
                enum Named { ONE, SEVERAL }
                """);
    }

    @Test
    void workersHaveItsClassesAndTheirReplacementToo() throws Exception {
        writeProgram();
        assertThat(weft(
                        FLAGS,
                        "run",
                        "Where.java",
                        "--workers",
                        "2",
                        "--ranks",
                        "3",
                        "--quiet",
                        "--inject",
                        "kill worker=1 at step=1"))
                .isEqualTo(new Call(0, "where  SEVERAL\nranks  3\n", ""));
        try (Stream<Path> walk = Files.walk(folder.resolve("state"))) {
            List<Path> left = walk.filter(Files::isRegularFile).toList();
            Path events = left.stream()
                    .filter(file -> file.endsWith("events"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Files.readString(events)).contains("recover");
            assertThat(left).noneMatch(file -> file.toString().endsWith(".jar"));
        }
    }

    @Test
    void whatDoesNotCompileStartsNothing() throws Exception {
        Files.writeString(folder.resolve("Half.java"), "public class Half {\n    int one = two;\n}\n");
        var call = weft(FLAGS, "run", "Half.java", "--workers", "2");
        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.out()).isEmpty();
        assertThat(call.err())
                .startsWith("Half.java:2: error: cannot find symbol\n    int one = two;\n              ^\n")
                .endsWith("1 error\nweft: Half.java does not compile: mend what the compiler says above\n");
        assertThat(folder.resolve("state")).doesNotExist();
    }

    @Test
    void aJavaWithoutCompilerSaysSo() throws Exception {
        writeProgram();
        var flags = new ArrayList<>(FLAGS);
        flags.add("--limit-modules=java.se,jdk.unsupported");
        var call = weft(flags, "run", "Where.java");
        assertThat(call.exitCode()).isEqualTo(3);
        assertThat(call.out()).isEmpty();
        assertThat(call.err())
                .isEqualTo("weft: the Java in " + System.getProperty("java.home")
                        + " has no compiler, which a program in source needs: name a JDK in WEFT_JAVA_HOME\n");
    }
}
