package dev.weft.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code weft new}: what it writes compiles, its test passes, and its program runs. */
@Timeout(60)
class NewProjectTest {
    @TempDir
    private Path folder;

    private Call make(String name, String... more) {
        return Call.weft(Stream.concat(Stream.of("new", folder.resolve(name).toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void writesAProject() throws IOException {
        var call = make("my-graphs", "--package", "org.example.graphs");
        assertThat(call.exitCode()).as(call.err()).isZero();
        assertThat(call.out())
                .startsWith(folder.resolve("my-graphs") + " holds a program")
                .contains("weft run src/main/java/org/example/graphs/MyGraphs.java ");
        assertThat(files("my-graphs"))
                .containsExactlyInAnyOrder(
                        "pom.xml",
                        "README.md",
                        ".gitignore",
                        "src/main/java/org/example/graphs/MyGraphs.java",
                        "src/test/java/org/example/graphs/MyGraphsTest.java");
        for (String file : files("my-graphs")) {
            assertThat(Files.readString(folder.resolve("my-graphs").resolve(file)))
                    .as(file)
                    .doesNotContain("{{", "}}", "${");
        }
        assertThat(Files.readString(folder.resolve("my-graphs/pom.xml")))
                .contains("<groupId>org.example.graphs</groupId>", "<artifactId>my-graphs</artifactId>")
                .containsPattern(
                        "<artifactId>weft-graph-engine</artifactId>\\s*<version>\\d+\\.\\d+\\.\\d+[^<]*</version>");
    }

    private List<String> files(String name) throws IOException {
        Path project = folder.resolve(name);
        try (Stream<Path> files = Files.walk(project)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> project.relativize(file).toString())
                    .toList();
        }
    }

    /** The names make a class of their own, one beside a class of Weft's, and one with a keyword in it. */
    @ParameterizedTest
    @CsvSource({"demo,demo,Demo", "graph,graph,MyGraph", "The_new-one2,thenewone2,TheNewOne2"})
    void itsTestPasses(String name, String packageName, String className) throws Exception {
        assertThat(make(name).exitCode()).isZero();
        String type = packageName + "." + className;
        Path classes = compiled(name);
        try (var loader = new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
            Class<?> test = loader.loadClass(type + "Test");
            Constructor<?> constructor = test.getDeclaredConstructor();
            constructor.setAccessible(true);
            List<Method> methods = Stream.of(test.getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(Test.class))
                    .toList();
            assertThat(methods).hasSize(2);
            for (Method method : methods) {
                method.setAccessible(true);
                method.invoke(constructor.newInstance());
            }
        }
    }

    @Test
    void itsProgramRunsFromSourceAndFromAJar() throws Exception {
        assertThat(make("demo").exitCode()).isZero();
        Path jar = folder.resolve("demo.jar");
        Path classes = compiled("demo");
        try (var packed = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String entry : List.of("demo/Demo.class", "demo/Demo$1.class")) {
                packed.putNextEntry(new JarEntry(entry));
                Files.copy(classes.resolve(entry), packed);
                packed.closeEntry();
            }
        }
        String graph =
                Files.writeString(folder.resolve("edges"), "0 1\n1 2\n3 0\n").toString();
        String source = folder.resolve("demo/src/main/java/demo/Demo.java").toString();
        assertThat(Call.weft("run", source, "--graph", graph, "--quiet")).isEqualTo(new Call(0, "reached  3\n", ""));
        assertThat(Call.weft("run", "demo.Demo", "--jar", jar.toString(), "--graph", graph, "--quiet"))
                .isEqualTo(new Call(0, "reached  3\n", ""));
    }

    /** All of the project's sources, without a warning. */
    private Path compiled(String name) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes-" + name));
        var words = Stream.concat(
                Stream.of(
                        "-Xlint:all,-path",
                        "-Werror",
                        "-proc:none",
                        "-d",
                        classes.toString(),
                        "-cp",
                        System.getProperty("java.class.path") + File.pathSeparator + classes),
                files(name).stream()
                        .filter(file -> file.endsWith(".java"))
                        .map(file -> folder.resolve(name).resolve(file).toString()));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, words.toArray(String[]::new)))
                .isZero();
        return classes;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1st                     | NAME=1st can't be a project's name: begin with a letter,
            my.graphs               | NAME=my.graphs can't be a project's name:
            -                       | NAME=- can't be a project's name:
            ..                      | NAME=.. can't be a project's name:
            switch                  | NAME=switch gives the package switch, which Java doesn't take: give one as --package
            demo --package a..b     | --package=a..b, which Java doesn't take:
            demo --package java.x   | --package=java.x, which Java doesn't take:
            full                    | full is not empty: choose another name
            file                    | file is a file: choose another name
            """)
    void whatCannotBeIsRefused(String words, String sentence) throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("full")).resolve("mine"), "keep");
        Files.writeString(folder.resolve("file"), "keep");
        String[] given = words.split(" ", -1);
        var call = make(given[0], Stream.of(given).skip(1).toArray(String[]::new));
        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.err()).startsWith("weft: ").contains(sentence).hasLineCount(1);
        assertThat(folder.resolve("demo")).doesNotExist();
        assertThat(files("full")).containsExactly("mine");
    }

    @Test
    void anEmptyFolderIsTaken() throws IOException {
        Files.createDirectory(folder.resolve("demo"));
        assertThat(make("demo").exitCode()).isZero();
        assertThat(files("demo")).hasSize(5);
    }
}
