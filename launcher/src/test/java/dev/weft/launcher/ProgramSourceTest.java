package dev.weft.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code weft run FILE.java}: source files as people write them, right and wrong. */
@Timeout(60)
class ProgramSourceTest {
    private static final String HELLO = """
            import dev.weft.runtime.Program;
            import dev.weft.runtime.Rank;
            public class Hello implements Program {
                @Override
                public void run(Rank rank) {
                    rank.result("ranks", rank.communicator().allReduce(1L, dev.weft.collectives.Op.SUM));
                    rank.result("word", rank.arg("word", "none"));
                }
            }
            """;

    @TempDir
    private Path folder;

    private Path hello;

    @BeforeEach
    void writeHello() throws IOException {
        hello = write("Hello.java", HELLO);
    }

    private Path write(String name, String source) throws IOException {
        return Files.writeString(folder.resolve(name), source);
    }

    private static Call run(Path file, String... more) {
        var words = new String[more.length + 3];
        words[0] = "run";
        words[1] = file.toString();
        words[2] = "--quiet";
        System.arraycopy(more, 0, words, 3, more.length);
        return Call.weft(words);
    }

    @Test
    void runsOnRanksAndThreads() {
        assertThat(run(hello, "--ranks", "3", "--threads", "2", "--set", "word=hi"))
                .isEqualTo(new Call(0, "ranks  3\nword  hi\n", ""));
    }

    @Test
    void isCalledByItsClass() {
        var call = Call.weft("run", hello.toString(), "--json", "-");
        assertThat(call.err()).contains("ran Hello: ");
        assertThat(call.out()).contains("\"program\": \"Hello\"");
    }

    @Test
    void aPackageNeedsNoFolder() throws IOException {
        Path file = write("Hello.java", "package people.at.home;\n" + HELLO);
        assertThat(run(file).out()).startsWith("ranks  1\n");
    }

    @Test
    void theFileMayHoldMoreThanItsProgram() throws IOException {
        Path file = write("Hello.java", HELLO.replace("\"none\"", "Words.none(() -> \"nothing\")") + """
                interface Word { String say(); }
                abstract class Half implements dev.weft.runtime.Program {}
                class Other implements dev.weft.runtime.Program { public void run(Rank rank) {} }
                enum Words { ONE; static String none(Word word) { return word.say() + new Object() { int one = 1; }.one; } }
                """);
        assertThat(run(file)).isEqualTo(new Call(0, "ranks  1\nword  nothing1\n", ""));
    }

    @Test
    void neitherClassNorConstructorNeedBePublic() throws IOException {
        Path file = write("Shy.java", """
                record Shy() implements dev.weft.runtime.Program {
                    public void run(dev.weft.runtime.Rank rank) {
                        ClassLoader own = getClass().getClassLoader();
                        rank.result("loader", Thread.currentThread().getContextClassLoader() == own ? "own" : "other");
                    }
                }
                """);
        assertThat(run(file)).isEqualTo(new Call(0, "loader  own\n", ""));
    }

    @Test
    void errorsAreTheCompilersOwn() throws IOException {
        Path file = write("Hello.java", HELLO.replace("rank.arg(", "rank.agr("));
        var call = run(file);
        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.out()).isEmpty();
        assertThat(call.err())
                .startsWith(file + ":7: error: cannot find symbol\n")
                .contains("symbol:   method agr(String,String)\n", "1 error\n")
                .endsWith("weft: " + file + " does not compile: mend what the compiler says above\n");
    }

    @Test
    void warningsAreShownUnlessQuiet() throws IOException {
        Path file = write("Hello.java", HELLO.replace("1L,", "(long) 1L,"));
        assertThat(Call.weft("run", file.toString()).err())
                .startsWith(file + ":6: warning: [cast] redundant cast to long\n")
                .contains("\n1 warning\n", "ran Hello: ");
        assertThat(run(file).err()).isEmpty();
    }

    @Test
    void aFailingProgramShowsItsLines() throws IOException {
        Path file = write("Hello.java", HELLO.replace("\"none\"", "\"none\".substring(rank.count() + 4)"));
        var call = run(file);
        assertThat(call.exitCode()).isEqualTo(1);
        assertThat(call.err())
                .startsWith("weft: Hello failed on rank 0 before its first step\n")
                .endsWith("        at Hello.run(Hello.java:7)\n");
    }

    @Test
    void aJarMayHoldWhatItNeeds() throws IOException {
        Path library = write(
                "Library.java", "package lib; public class Library { public static long answer() { return 42; } }");
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-proc:none", "-d", folder.toString(), library.toString()))
                .isZero();
        Path jar = folder.resolve("library.jar");
        try (var packed = new JarOutputStream(Files.newOutputStream(jar))) {
            packed.putNextEntry(new JarEntry("lib/Library.class"));
            Files.copy(folder.resolve("lib/Library.class"), packed);
        }
        Path file = write("Hello.java", HELLO.replace("1L,", "lib.Library.answer(),"));
        assertThat(run(file, "--jar", jar.toString()).out()).startsWith("ranks  42\n");
        assertThat(run(file).err()).contains("error: package lib does not exist");
    }

    @Test
    void aClassThatIsThereAlreadyIsRefused() throws IOException {
        Path file = write("Main.java", "package dev.weft.launcher; class Main {}");
        var call = run(file);
        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.err())
                .startsWith("weft: class dev.weft.launcher.Main of " + file + " stands in ")
                .contains("Main.class, too: give it another name or package")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            class Plain {} | has no program: let its public class implement dev.weft.runtime.Program
            class Plain { public static void main(String[] args) {} } | (it has a main method: java can run it,
            void main() {} | (it has a main method: java can run it,
            class Outer { static class Inner implements Program { public void run(Rank rank) {} } } | has no program:
            interface Plain extends Program {} | has no program:
            class A implements Program { public void run(Rank rank) {} } class B extends A {} | has several programs, A, B: leave one, or make one of them public
            class A implements Program { A(int x) {} public void run(Rank rank) {} } | needs a constructor without parameters: each rank makes an object
            """)
    void whatIsNoProgramIsNamed(String source, String sentence) throws IOException {
        Path file = write("Plain.java", "import dev.weft.runtime.*;\n" + source);
        var call = run(file);
        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.err()).contains(sentence).contains(file.toString()).hasLineCount(1);
    }

    @Test
    void aFileThatIsNotThereIsNamedWithItsNeighbour() throws IOException {
        assertThat(run(folder.resolve("Helo.java")))
                .isEqualTo(new Call(
                        2, "", "weft: " + folder.resolve("Helo.java") + " does not exist; did you mean Hello.java?\n"));
        assertThat(run(folder.resolve("Quite.java")).err()).endsWith(" does not exist: name a Java source file\n");
        assertThat(run(folder.resolve("no/Hello.java")).err())
                .endsWith(" does not exist: there is no folder " + folder.resolve("no") + "\n");
        assertThat(run(Files.createDirectory(folder.resolve("Folder.java"))).err())
                .endsWith(" can't be read: name a Java source file\n");
    }
}
