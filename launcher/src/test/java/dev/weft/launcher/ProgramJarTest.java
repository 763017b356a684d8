package dev.weft.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --jar}: compiles a user's classes and runs them as a user would. */
class ProgramJarTest {
    private static final List<String> SOURCES = List.of(
            "Hello implements dev.weft.runtime.Program { public void run(dev.weft.runtime.Rank rank) {"
                    + " rank.result(\"loader\", Thread.currentThread().getContextClassLoader() == getClass().getClassLoader() ? 1L : 0L); } }",
            "Plain {}",
            "Hidden implements dev.weft.runtime.Program { Hidden(int x) {} public void run(dev.weft.runtime.Rank rank) {} }",
            "Broken implements dev.weft.runtime.Program { public Broken() { throw new IllegalArgumentException(\"bad day\"); }"
                    + " public void run(dev.weft.runtime.Rank rank) {} }",
            "Provider implements dev.weft.runtime.ProgramProvider { public String name() { return \"greet\"; }"
                    + " public String summary() { return \"\"; } public java.util.List<ProgramOption> options() { return java.util.List.of(); }"
                    + " public java.util.function.Supplier<? extends dev.weft.runtime.Program> program() { return Hello::new; } }");

    @TempDir
    static Path folder;

    @BeforeAll
    static void makeTheJar() throws IOException {
        Path sources = Files.createDirectories(folder.resolve("people"));
        for (String source : SOURCES) {
            String name = source.substring(0, source.indexOf(' '));
            Path file = Files.writeString(sources.resolve(name + ".java"), "package people; public class " + source);
            int status = ToolProvider.getSystemJavaCompiler()
                    .run(
                            null,
                            null,
                            null,
                            "-proc:none",
                            "-cp",
                            folder + ":" + System.getProperty("java.class.path"),
                            file.toString());
            assertThat(status).isZero();
        }
        try (var jar = new JarOutputStream(Files.newOutputStream(folder.resolve("people.jar")))) {
            for (String source : SOURCES) {
                String entry = "people/" + source.substring(0, source.indexOf(' ')) + ".class";
                add(jar, entry, Files.readAllBytes(folder.resolve(entry)));
            }
            add(
                    jar,
                    "META-INF/services/dev.weft.runtime.ProgramProvider",
                    "people.Provider".getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(folder.resolve("text.jar"), "no jar at all");
    }

    private static void add(JarOutputStream jar, String name, byte[] bytes) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(bytes);
        jar.closeEntry();
    }

    private static Call run(String program) {
        return Call.weft(
                "run", program, "--quiet", "--jar", folder.resolve("people.jar").toString());
    }

    @Test
    void classOfTheJarRunsInItsLoader() {
        assertThat(run("people.Hello")).isEqualTo(new Call(0, "loader  1\n", ""));
    }

    @Test
    void providerOfTheJarOffersAProgram() {
        assertThat(run("greet")).isEqualTo(new Call(0, "loader  1\n", ""));
    }

    @Test
    void programsOfWeftStayThere() {
        assertThat(run("silent").exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    people.Helo   | has no program or class people.Helo; did you mean people.Hello?
                    Hello         | has no program or class Hello; did you mean people.Hello?
                    gret          | has no program or class gret; did you mean greet?
                    people.Plain  | is no program: let it implement dev.weft.runtime.Program
                    people.Hidden | needs a public constructor without parameters
                    """)
    void whatIsNoProgramIsNamed(String name, String sentence) {
        var call = run(name);
        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.err()).contains(sentence).hasLineCount(1);
    }

    @Test
    void failingConstructorFailsTheProgram() {
        var call = run("people.Broken");
        assertThat(call.exitCode()).isEqualTo(1);
        assertThat(call.err())
                .startsWith("weft: people.Broken failed on rank 0 before its first step\n")
                .contains(
                        "caused by java.lang.IllegalArgumentException: bad day\n        at people.Broken.<init>(Broken.java:1)\n");
    }

    @Test
    void jarThatIsNone() {
        var missing = Call.weft("run", "x", "--jar", "/no/such.jar");
        assertThat(missing)
                .isEqualTo(new Call(
                        2, "", "weft: --jar=/no/such.jar does not exist: name the jar that holds the program\n"));
        var text = Call.weft("run", "x", "--jar", folder.resolve("text.jar").toString());
        assertThat(text.err()).contains("can't be read as a jar").hasLineCount(1);
    }
}
