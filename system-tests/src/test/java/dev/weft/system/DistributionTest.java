package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.system.Distribution.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The archive that people get, run as processes from another folder. */
@Timeout(120)
class DistributionTest {
    @TempDir
    private static Path folder;

    @BeforeAll
    static void findTheArchive() {
        assumeTrue(
                Distribution.archive().isPresent(),
                () -> "there is no weft-*.tar.gz in " + Distribution.TARGET + ": mvn verify makes it");
    }

    private static Ended run(String startCache, String... words) {
        return Distribution.run(folder, startCache, List.of(words));
    }

    @Test
    void aRunWritesItsOutput() throws Exception {
        Ended ended = run(
                "off", "run", "wcc", "--graph", Distribution.KRONECKER, "--ranks", "3", "--output", "components.txt");
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(Files.readAllLines(folder.resolve("components.txt")))
                .hasSize(256)
                .allMatch(line -> line.matches("\\d+ \\d+"));
    }

    @Test
    void theFirstRunPreparesQuickStartsAndTheSecondDoesNot() throws Exception {
        String preparing = "preparing quick starts";
        assertThat(Distribution.version().err()).isEmpty();
        Ended first = Distribution.firstRun();
        Ended second = Distribution.run(folder, "on", Distribution.FIRST_WORDS);
        assertThat(first.err()).contains(preparing).doesNotContain("failed");
        assertThat(second.err()).doesNotContain(preparing);
        assertThat(second.out()).isEqualTo(first.out()).hasLineCount(5);
        try (Stream<Path> cache = Files.list(Distribution.home().resolve("cache"))) {
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
                Distribution.KRONECKER,
                "--source",
                "1",
                "--quiet");
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out()).matches("reached  \\d+\n");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void wrongUseExitsWithTwoAndASentence() throws Exception {
        Ended ended = run("off", "run", "pagernk", "--graph", Distribution.KRONECKER);
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("pagerank").doesNotContain("\tat ");
    }

    @Test
    void aRunThatIsAskedToEndLeavesNoOutput() throws Exception {
        Process process = Distribution.start(
                folder,
                "off",
                List.of(
                        "run",
                        "pagerank",
                        "--graph",
                        "kronecker:scale=12",
                        "--set",
                        "iterations=2000000000",
                        "--output",
                        "never.txt"));
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
        Ended generated = run("off", "generate", Distribution.KRONECKER, "--output", "edges.el");
        assertThat(generated.exitCode()).as(generated.err()).isZero();
        Ended read = run("off", "run", "wcc", "--graph", "edges.el", "--undirected", "--json", "read.json");
        Ended made = run("off", "run", "wcc", "--graph", Distribution.KRONECKER, "--json", "made.json");
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
