package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The archive that people get, unpacked into a folder with a blank in its name, run as processes from another one. */
@Timeout(120)
class DistributionTest {
    private static final Path TARGET = Path.of(System.getProperty("weft.root", ".."), "launcher", "target");
    private static final String KRONECKER = "kronecker:scale=8,degree=8,seed=1";

    @TempDir
    private static Path folder;

    private static Path weft;

    private record Ended(int exitCode, String out, String err) {}

    @BeforeAll
    static void unpack() throws Exception {
        Optional<Path> archive = archive();
        assumeTrue(archive.isPresent(), () -> "there is no weft-*.tar.gz in " + TARGET + ": mvn verify makes it");
        Path unpacked = Files.createDirectory(folder.resolve("un packed"));
        Process tar = new ProcessBuilder(
                        "tar", "-xzf", archive.orElseThrow().toAbsolutePath().toString())
                .directory(unpacked.toFile())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        try (Stream<Path> inside = Files.list(unpacked)) {
            weft = inside.findFirst().orElseThrow().resolve("bin/weft");
        }
    }

    private static Optional<Path> archive() throws IOException {
        if (!Files.isDirectory(TARGET)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(TARGET)) {
            return files.filter(file -> file.toString().endsWith(".tar.gz")).findFirst();
        }
    }

    private static Process start(String startCache, String... words) throws IOException {
        var command = new ArrayList<String>();
        command.add(weft.toString());
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("WEFT_START_CACHE", startCache);
        builder.environment().put("WEFT_JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    private static Ended run(String startCache, String... words) throws Exception {
        return end(start(startCache, words));
    }

    private static Ended end(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out, err);
    }

    @Test
    void aRunWritesItsOutput() throws Exception {
        Ended ended = run("off", "run", "wcc", "--graph", KRONECKER, "--ranks", "3", "--output", "components.txt");
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(Files.readAllLines(folder.resolve("components.txt")))
                .hasSize(256)
                .allMatch(line -> line.matches("\\d+ \\d+"));
    }

    @Test
    void theFirstRunPreparesQuickStartsAndTheSecondDoesNot() throws Exception {
        String preparing = "preparing quick starts";
        assertThat(run("on", "version").err()).isEmpty();
        Ended first = run("on", "run", "pagerank", "--graph", KRONECKER, "--top", "3");
        Ended second = run("on", "run", "pagerank", "--graph", KRONECKER, "--top", "3");
        assertThat(first.err()).contains(preparing).doesNotContain("failed");
        assertThat(second.err()).doesNotContain(preparing);
        assertThat(second.out()).isEqualTo(first.out()).hasLineCount(5);
        try (Stream<Path> cache = Files.list(weft.resolve("../../cache").normalize())) {
            assertThat(cache.filter(file -> file.toString().endsWith(".aot")))
                    .singleElement()
                    .satisfies(file -> assertThat(file).isNotEmptyFile());
        }
    }

    @Test
    void aNewProjectsProgramRunsFromItsSource() throws Exception {
        Ended made = run("off", "new", "paths", "--package", "org.example");
        assertThat(made.exitCode()).as(made.err()).isZero();
        String version = run("off", "version").out().replaceFirst("weft ([^,]+),.*\n", "$1");
        assertThat(Files.readString(folder.resolve("paths/pom.xml"))).contains("<version>" + version + "</version>");
        Ended ended = run(
                "off",
                "run",
                "paths/src/main/java/org/example/Paths.java",
                "--graph",
                KRONECKER,
                "--source",
                "1",
                "--quiet");
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out()).matches("reached  \\d+\n");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void wrongUseExitsWithTwoAndASentence() throws Exception {
        Ended ended = run("off", "run", "pagernk", "--graph", KRONECKER);
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("pagerank").doesNotContain("\tat ");
    }

    @Test
    void aRunThatIsAskedToEndLeavesNoOutput() throws Exception {
        Process process = start(
                "off",
                "run",
                "pagerank",
                "--graph",
                "kronecker:scale=12",
                "--set",
                "iterations=2000000000",
                "--output",
                "never.txt");
        // The first line says that the command has begun to load.
        assertThat(process.errorReader().readLine()).isNotNull();
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("128 + SIGTERM").isEqualTo(143);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.equals("never.txt") || name.endsWith(".tmp"));
        }
    }

    @Test
    void aGeneratedFileIsTheGraphThatItWasMadeOf() throws Exception {
        Ended generated = run("off", "generate", KRONECKER, "--output", "edges.el");
        assertThat(generated.exitCode()).as(generated.err()).isZero();
        Ended read = run("off", "run", "wcc", "--graph", "edges.el", "--undirected", "--json", "read.json");
        Ended made = run("off", "run", "wcc", "--graph", KRONECKER, "--json", "made.json");
        assertThat(read.exitCode() + made.exitCode())
                .as(read.err() + made.err())
                .isZero();
        assertThat(edges("read.json")).isEqualTo(edges("made.json"));
    }

    /** The first of these is the whole graph's. */
    private static String edges(String json) throws IOException {
        return Files.readAllLines(folder.resolve(json)).stream()
                .filter(line -> line.contains("\"edges\""))
                .findFirst()
                .orElseThrow();
    }
}
