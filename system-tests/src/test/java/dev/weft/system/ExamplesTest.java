package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.examples.Influence;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands of the examples' README, as processes: from source and from a jar they print and write what lies in {@code expected}. */
@Timeout(120)
class ExamplesTest {
    private static final Path ROOT = Path.of(System.getProperty("weft.root", ".."));
    private static final Path EXAMPLES = ROOT.resolve("examples");
    private static final String SOURCES = "examples/src/main/java/";

    @TempDir
    private static Path folder;

    private static Path jar;

    /** A command of the README, without the name of its output file. */
    record Example(String name, List<String> words, boolean writes) {
        static Example of(String line) {
            var words = new ArrayList<>(
                    List.of(line.strip().split(" ")).subList(2, line.strip().split(" ").length));
            int output = words.indexOf("--output");
            if (output >= 0) {
                words.subList(output, output + 2).clear();
            }
            String source = words.removeFirst();
            assertThat(source).startsWith(SOURCES).endsWith(".java");
            String name = source.substring(SOURCES.length(), source.length() - ".java".length());
            return new Example(name.replace('/', '.'), words, output >= 0);
        }

        String source() {
            return SOURCES + name.replace('.', '/') + ".java";
        }

        String expected() throws IOException {
            String simple = name.substring(name.lastIndexOf('.') + 1);
            return Files.readString(EXAMPLES.resolve("expected").resolve(simple + ".txt"));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Example> examples() throws IOException {
        return Files.readAllLines(EXAMPLES.resolve("README.md")).stream()
                .filter(line -> line.startsWith("    weft run "))
                .map(Example::of);
    }

    @BeforeAll
    static void packClasses() throws Exception {
        Path classes = Path.of(Influence.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        if (Files.isRegularFile(classes)) {
            jar = classes;
            return;
        }
        jar = folder.resolve("examples.jar");
        try (Stream<Path> files = Files.walk(classes);
                var packed = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                packed.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, packed);
                packed.closeEntry();
            }
        }
    }

    @Test
    void eachProgramHasACommand() throws IOException {
        try (Stream<Path> sources = Files.list(ROOT.resolve(SOURCES + "dev/weft/examples"))) {
            List<String> programs = sources.map(file -> file.getFileName().toString())
                    .filter(file -> !file.equals("package-info.java"))
                    .map(file -> SOURCES + "dev/weft/examples/" + file)
                    .toList();
            assertThat(examples().map(Example::source))
                    .containsExactlyInAnyOrderElementsOf(programs)
                    .hasSize(6);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void fromSource(Example example) throws Exception {
        assertGives(example, example.source(), "--ranks", "3", "--threads", "1");
    }

    /** Two with a graph, and one without. */
    static Stream<Example> someExamples() throws IOException {
        return examples().filter(example -> example.name().matches(".*(Depots|Resemblance|Percentiles)"));
    }

    @ParameterizedTest
    @MethodSource("someExamples")
    void fromSourceOnWorkers(Example example) throws Exception {
        assertGives(example, example.source(), "--workers", "2", "--ranks", "3", "--threads", "1");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void fromAJar(Example example) throws Exception {
        assertGives(example, example.name(), "--jar", jar.toString());
    }

    @Test
    void influenceEmbedsWeft() throws Exception {
        assertThat(run(weftsClassPath() + File.pathSeparator + jar, List.of("dev.weft.examples.Influence")))
                .isEqualTo("1 1.1000\n2 1.3232\n3 1.1323\n4 1.0000\n");
    }

    private static void assertGives(Example example, String program, String... more) throws Exception {
        Path output = Files.createTempDirectory(folder, "run").resolve("output.txt");
        var words = new ArrayList<>(List.of("dev.weft.launcher.Main", "run", program, "--quiet"));
        words.addAll(example.words());
        words.addAll(List.of(more));
        if (example.writes()) {
            words.addAll(List.of("--output", output.toString()));
        }
        String printed = run(weftsClassPath(), words);
        String written = example.writes() ? Files.readString(output) : "";
        assertThat(printed + written).isEqualTo(example.expected());
    }

    /** Without the examples, which people's don't have either. */
    static String weftsClassPath() {
        Path examples = EXAMPLES.toAbsolutePath().normalize();
        return Stream.of(Distribution.classPath().split(File.pathSeparator, -1))
                .filter(entry -> !Path.of(entry).toAbsolutePath().normalize().startsWith(examples)
                        && !entry.contains("weft-examples"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String run(String classPath, List<String> words) throws Exception {
        return new JavaProcess(folder, ROOT).run(classPath, words);
    }
}
