package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.runtime.Job;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.Weft;
import dev.weft.system.Distribution.Ended;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Jobs side by side: what one of them does to its own processes leaves the other's bytes as they are. That they really run at the same time is seen to by files: each job makes
 * one in its midst and waits there for the other's.
 */
@Timeout(180)
class IsolationTest extends LeavesNothing {
    /** Influence after Katz, with the share that the class says that two versions of the jar have in different forms. */
    private static final String STEADY = """
            package org.example;
            import dev.weft.graph.*;
            import dev.weft.runtime.*;
            import java.nio.file.*;
            public final class Steady implements Program {
                @Override public void run(Rank rank) throws Exception {
                    Graph graph = Graph.load(rank);
                    double[] influence = graph.newDoubles(1);
                    var follow = new DoubleEdgeFunction(Op.SUM, Deliver.TO_ALL) {
                        @Override protected double message(int follower) { return influence[follower]; }
                        @Override protected boolean update(int followed, double sum) {
                            influence[followed] = 1 + Version.share() * sum;
                            return false;
                        }
                    };
                    for (long step : graph.steps(10)) {
                        if (step == 3) meet(rank, "makes", "waits");
                        if (step == 6) meet(rank, "", "waits-again");
                        graph.edgeMap(graph.all(), follow);
                    }
                    graph.result("influence", influence);
                }
                static void meet(Rank rank, String makes, String waits) throws Exception {
                    if (rank.number() == 0) {
                        if (!rank.arg(makes, "").isEmpty()) Files.writeString(Path.of(rank.arg(makes, "")), "");
                        while (!rank.arg(waits, "").isEmpty() && !Files.exists(Path.of(rank.arg(waits, "")))) Thread.sleep(10);
                    }
                }
            }
            """;

    private static final String VERSION =
            "package org.example; final class Version { static double share() { return SHARE; } }";

    /** What the heap is filled with stays there. */
    private static final String TROUBLE = """
            package org.example;
            import dev.weft.runtime.*;
            import java.util.*;
            public final class Trouble implements Program {
                private static final List<long[]> KEPT = new ArrayList<>();
                @Override public void run(Rank rank) throws Exception {
                    for (long step : rank.steps()) {
                        if (step == 2 && rank.number() == 1) strike(rank);
                        rank.communicator().barrier();
                    }
                }
                private static void strike(Rank rank) throws Exception {
                    while (!java.nio.file.Files.exists(java.nio.file.Path.of(rank.arg("waits", "")))) Thread.sleep(10);
                    java.nio.file.Files.writeString(java.nio.file.Path.of(rank.arg("makes", "")), "");
                    switch (rank.arg("kind", "")) {
                        case "exit" -> System.exit(0);
                        case "heap" -> { while (true) KEPT.add(new long[1 << 14]); }
                    }
                }
            }
            """;

    private static final Map<String, String> GRAPH = Map.of("graph", Distribution.KRONECKER);

    @TempDir
    private Path work;

    private Path first;
    private Path second;

    @BeforeEach
    void compile() throws IOException {
        first = jar("first", "0.001");
        second = jar("second", "0.002");
    }

    private Path jar(String name, String share) throws IOException {
        return CompiledJar.write(
                work.resolve(name + ".jar"),
                Map.of(
                        "Steady.java", STEADY,
                        "Version.java", VERSION.replace("SHARE", share),
                        "Trouble.java", TROUBLE));
    }

    // ---- in one JVM

    @Test
    void versionsOfAClassLiveSideBySideInOneJvm() throws Exception {
        try (Weft one = Weft.local();
                Weft other = Weft.local();
                var firstLoader = new URLClassLoader(new URL[] {first.toUri().toURL()});
                var secondLoader = new URLClassLoader(new URL[] {second.toUri().toURL()})) {
            Job firstJob = one.run(steady(firstLoader).args(meeting("a", "b")));
            Job secondJob = other.run(steady(secondLoader).args(meeting("b", "a")));
            double[] weaker = firstJob.result().doubles("influence");
            double[] stronger = secondJob.result().doubles("influence");
            assertThat(weaker).isNotEqualTo(stronger);
            assertThat(weaker).isEqualTo(alone(first).doubles("influence"));
            assertThat(stronger).isEqualTo(alone(second).doubles("influence"));
        }
    }

    private Map<String, String> meeting(String makes, String waits) {
        return Map.of(
                "makes", work.resolve(makes).toString(),
                "waits", work.resolve(waits).toString());
    }

    private static JobSpec steady(ClassLoader loader) throws ReflectiveOperationException {
        var constructor = loader.loadClass("org.example.Steady").getConstructor();
        return JobSpec.of("steady", () -> {
                    try {
                        return (Program) constructor.newInstance();
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .ranks(2)
                .threads(1)
                .args(GRAPH);
    }

    private static JobResult alone(Path jar) throws Exception {
        try (Weft weft = Weft.local();
                var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
            return weft.run(steady(loader)).result();
        }
    }

    /** Weft's own process is the program's, too. It is not to end as if all were well. */
    @Test
    void aProgramThatEndsWeftIsToldAsItsFailure() throws Exception {
        requireArchive();
        Files.createFile(work.resolve("go"));
        Ended ended = Distribution.end(
                weft("Trouble", first, "--set", "kind=exit", "--set", "waits=go", "--set", "makes=gone"));
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .startsWith("weft: the program failed on thread weft-org.example.Trouble-")
                .contains("-rank-1\n    dev.weft.runtime.ProgramExitedException: it called System.exit, which")
                .contains("\n        at org.example.Trouble.strike(Trouble.java:");
    }

    // ---- on workers

    @Test
    @Tag("long")
    void versionsOfAClassLiveSideBySideOnWorkers() throws Exception {
        requireArchive();
        Process one = onWorkers("Steady", first, steadyWords("a", "b", "first.txt"));
        Process other = onWorkers("Steady", second, steadyWords("b", "a", "second.txt"));
        assertEndsWell(one);
        assertEndsWell(other);
        assertThat(work.resolve("first.txt")).hasContent(text(alone(first)));
        assertThat(work.resolve("second.txt")).hasContent(text(alone(second)));
    }

    @ParameterizedTest
    @Tag("long")
    @CsvSource(delimiter = '|', textBlock = """
            exit | 1  | weft: org.example.Trouble failed on rank 1 at step 2\\n    dev.weft.runtime.ProgramExitedException: it called System.exit
            heap | 65 | out of memory: the heap has
            """)
    void troubleInOneJobLeavesTheOthersBytesAlone(String kind, int exitCode, String sentence) throws Exception {
        requireArchive();
        var words = new ArrayList<>(steadyWords("begun", "struck", "steady.txt"));
        words.addAll(List.of("--set", "waits-again=over"));
        Process steady = onWorkers("Steady", first, words);
        Ended trouble = Distribution.end(onWorkers(
                "Trouble",
                second,
                List.of("--set", "kind=" + kind, "--set", "waits=begun", "--set", "makes=struck", "--memory", "192m")));
        assertThat(trouble.exitCode()).as(trouble.err()).isEqualTo(exitCode);
        assertThat(trouble.err()).contains(sentence.replace("\\n", "\n"));
        assertThat(steady.isAlive()).as("the other job still runs").isTrue();
        Files.createFile(work.resolve("over"));
        assertEndsWell(steady);
        assertThat(work.resolve("steady.txt")).hasContent(text(alone(first)));
    }

    private static List<String> steadyWords(String makes, String waits, String output) {
        return List.of(
                "--graph",
                Distribution.KRONECKER,
                "--set",
                "makes=" + makes,
                "--set",
                "waits=" + waits,
                "--output",
                output);
    }

    private static String text(JobResult result) {
        long[] ids = result.ids();
        double[] influence = result.doubles("influence");
        var text = new StringBuilder();
        for (int i = 0; i < ids.length; i++) {
            text.append(ids[i]).append(' ').append(influence[i]).append('\n');
        }
        return text.toString();
    }

    private Process onWorkers(String program, Path jar, List<String> words) {
        var all = new ArrayList<>(words);
        all.addAll(List.of("--workers", "2"));
        return weft(program, jar, all.toArray(String[]::new));
    }

    private Process weft(String program, Path jar, String... words) {
        var all = new ArrayList<>(List.of(
                "run", "org.example." + program, "--jar", jar.toString(), "--ranks", "2", "--threads", "1", "--quiet"));
        all.addAll(List.of(words));
        return Distribution.start(work, Map.of("XDG_STATE_HOME", folder.toString()), all);
    }

    private static void assertEndsWell(Process process) {
        Ended ended = Distribution.end(process);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.err()).isEmpty();
    }

    private static void requireArchive() {
        assumeTrue(
                Distribution.archive().isPresent(),
                () -> "there is no weft-*.tar.gz in " + Distribution.TARGET + ": mvn verify makes it");
        assertThat(Distribution.firstRun().exitCode()).isZero();
    }
}
