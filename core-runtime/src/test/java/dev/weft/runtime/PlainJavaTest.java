package dev.weft.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.programs.PlainJava;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A JVM without any flag, as anyone starts it. */
@Timeout(60)
final class PlainJavaTest {
    @TempDir
    Path folder;

    @Test
    void runsAndPrintsNothingButItsResult() throws Exception {
        run(entry -> true);

        assertThat(folder.resolve("out")).hasContent("sum=198000");
        assertThat(said()).isEmpty();
    }

    @Test
    void withoutLoggingOnlySlf4jSaysSo() throws Exception {
        run(entry -> !entry.contains("logback"));

        assertThat(folder.resolve("out")).hasContent("sum=198000");
        assertThat(said()).isNotEmpty().allMatch(line -> line.startsWith("SLF4J"));
    }

    /** Without the four lines with which the JDK warns of Pekko's use of sun.misc.Unsafe (JEP 498). */
    private List<String> said() throws IOException {
        return Files.readAllLines(folder.resolve("err")).stream()
                .filter(line -> !line.startsWith("WARNING: ")
                        || !line.contains("sun.misc.Unsafe") && !line.contains("org.apache.pekko"))
                .toList();
    }

    private void run(Predicate<String> onClassPath) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        var builder = new ProcessBuilder(java.toString(), "-cp", classPath(onClassPath), PlainJava.class.getName());
        builder.environment().keySet().removeIf(name -> name.startsWith("JAVA_") || name.startsWith("JDK_"));
        Process process = builder.directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        boolean ended = process.waitFor(30, TimeUnit.SECONDS);
        process.destroyForcibly();

        assertThat(ended).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("err"), UTF_8))
                .isZero();
        assertThat(folder).isDirectoryNotContaining(path -> !path.endsWith("out") && !path.endsWith("err"));
    }

    private static String classPath(Predicate<String> wanted) {
        String ofThisTest = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(ofThisTest.split(File.pathSeparator))
                .filter(wanted)
                .collect(Collectors.joining(File.pathSeparator));
    }
}
