package dev.weft.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.weft.collectives.Placement;
import dev.weft.graph.source.BadLines;
import dev.weft.graph.source.EdgeBag;
import dev.weft.graph.source.GraphOptions;
import dev.weft.graph.source.GraphSpec;
import dev.weft.graph.source.SkippedLines;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Kept;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.testing.ThreadRanks;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Files with lines that can't be used, which are left out: the graph is that of the others, and what was left out is told. */
@Timeout(60)
class SkippedLinesTest {
    private static final String[] BAD = {
        "x 1 2", "1", "1 2", "1 2 x", "1 2 1e999", "99999999999999999999 1 1", "1,,2", "-"
    };
    private static final List<Placement> PLACEMENTS =
            List.of(Placement.together(1), Placement.together(3), Placement.of(1, 1), Placement.of(1, 2, 1));

    @TempDir
    Path folder;

    private Path file(String name, List<String> lines) throws IOException {
        return Files.write(folder.resolve(name), lines);
    }

    private static Map<String, Object> args(Path file) {
        return new HashMap<>(Map.of("graph", file.toString(), "weighted", "true", "bad-lines", "skip"));
    }

    private static JobSpec sums(Map<String, ?> args, Placement placement) {
        return JobSpec.of("test", () -> rank -> {
                    Graph graph = Graph.load(rank);
                    Fragment fragment = graph.fragment();
                    rank.result("edges", graph.edgeCount());
                    rank.result("sum", graph.sum(v -> weights(fragment, fragment.first() + v)));
                })
                .ranks(placement.ranks())
                .threads(2)
                .args(args);
    }

    private static double weights(Fragment fragment, int vertex) {
        int p = fragment.firstPartition();
        while (fragment.partitionStart(p + 1) <= vertex) {
            p++;
        }
        int i = vertex - fragment.partitionStart(p);
        double sum = 0;
        for (int e = fragment.outOffsets(p)[i]; e < fragment.outOffsets(p)[i + 1]; e++) {
            sum += fragment.outWeights(p).at(e);
        }
        return sum;
    }

    private static JobResult run(Map<String, ?> args, Placement placement) {
        return ThreadRanks.run(sums(args, placement), placement);
    }

    private static SkippedLines skipped(Path edges, Optional<Path> vertices, int threads) {
        var skipped = new AtomicReference<SkippedLines>();
        var options = GraphOptions.NONE.weighted(true).badLines(BadLines.SKIP);
        ThreadRanks.run(1, threads, () -> rank -> {
            GraphOptions all =
                    vertices.map(file -> options.vertices(file.toString())).orElse(options);
            try (EdgeBag bag = GraphSpec.parse(edges.toString(), all).read(rank.team(), (_, _) -> {})) {
                skipped.set(bag.skipped());
            }
        });
        return skipped.get();
    }

    /** Several windows of a file. */
    @Test
    void theOthersMakeTheGraphOnAnyNumberOfWorkers() throws IOException {
        var random = new Random(2);
        var good = new ArrayList<String>();
        var all = new ArrayList<String>();
        for (int i = 0; i < 100_000; i++) {
            if (i > 50 && random.nextInt(40) == 0) {
                all.add(BAD[random.nextInt(BAD.length)]);
            }
            String line = random.nextInt(3000) + " " + random.nextInt(3000) + " " + random.nextInt(100);
            good.add(line);
            all.add(line);
        }
        Map<String, Object> clean = args(file("good.e", good));
        clean.remove("bad-lines");
        JobResult expected = run(clean, Placement.together(1));
        assertThat(expected.scalars()).doesNotContainKey("skipped_lines");
        Path file = file("all.e", all);
        for (Placement placement : PLACEMENTS) {
            JobResult result = run(args(file), placement);
            assertThat(result.scalars())
                    .as(placement.toString())
                    .containsAllEntriesOf(expected.scalars())
                    .containsEntry("skipped_lines", (long) (all.size() - good.size()));
        }
        for (int threads = 1; threads <= 3; threads++) {
            SkippedLines told = skipped(file, Optional.empty(), threads);
            assertThat(told.count()).isEqualTo(all.size() - good.size());
            assertThat(told.complaints()).hasSize(10);
            int line = 0;
            for (String complaint : told.complaints()) {
                do {
                    line++;
                } while (all.get(line - 1).matches("\\d{1,4} \\d{1,4} \\d{1,2}") && line < all.size());
                assertThat(complaint).startsWith(file + ":" + line + ": ");
            }
        }
    }

    @Test
    void idsThatTheVerticesFileLacksAreSkippedWithTheOthers() throws IOException {
        Path edges = file("some.e", List.of("1 2 3", "1 7 3", "what is this", "2 1 4", "8 9 1", "2 2"));
        Path vertices = file("some.v", List.of("1", "two", "2"));
        Map<String, Object> args = args(edges);
        args.put("vertices", vertices.toString());
        for (Placement placement : PLACEMENTS) {
            assertThat(run(args, placement).scalars())
                    .as(placement.toString())
                    .containsEntry("edges", 2L)
                    .containsEntry("sum", 7.0)
                    .containsEntry("skipped_lines", 5L);
        }
        SkippedLines told = skipped(edges, Optional.of(vertices), 2);
        assertThat(told.count()).isEqualTo(5);
        assertThat(told.complaints().get(0)).startsWith(vertices + ":2: cannot read \"two\" as a vertex");
        assertThat(told.complaints().get(1)).startsWith(edges + ":2: the id 7 is not in " + vertices);
        assertThat(told.complaints().get(2)).startsWith(edges + ":3: cannot read \"what is this\"");
        assertThat(told.complaints().get(3)).startsWith(edges + ":5: the id 8 is not in " + vertices);
        assertThat(told.complaints().get(4))
                .startsWith(edges + ":6: cannot read \"2 2\"")
                .contains("leave --weighted out");
    }

    /** Whichever worker's share has them: bad lines of a text file, of a compressed one and of another text file, many in the last. */
    @Test
    void theFirstTenOfTheJobAreToldOnce() throws IOException {
        for (int seed = 0; seed < 6; seed++) {
            Path files = Files.createDirectory(folder.resolve("graph-" + seed));
            var random = new Random(seed);
            write(files.resolve("a.e"), random, random.nextInt(4));
            write(files.resolve("b.e.gz"), random, random.nextInt(4));
            write(files.resolve("c.e"), random, 40);
            SkippedLines expected = skipped(files, Optional.empty(), 2);
            for (Placement placement : PLACEMENTS) {
                List<String> told = warnings(() -> run(args(files), placement));
                assertThat(told.getFirst())
                        .as("seed=" + seed + " " + placement)
                        .isEqualTo(files + ": " + expected.count() + " lines were skipped; the first of them:");
                assertThat(told.subList(1, told.size()))
                        .as("seed=" + seed + " " + placement)
                        .hasSize(10)
                        .isEqualTo(expected.complaints());
            }
        }
    }

    /** Some windows of good lines, and bad ones among them, each with a number of its own. */
    private static void write(Path file, Random random, int bad) throws IOException {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 60_000; i++) {
            lines.add(random.nextInt(3000) + " " + random.nextInt(3000) + " 1");
        }
        for (int i = 0; i < bad; i++) {
            lines.add(random.nextInt(lines.size()), "bad " + i);
        }
        try (OutputStream plain = Files.newOutputStream(file);
                OutputStream out = file.toString().endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
            out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static List<String> warnings(Runnable load) {
        var logger = (Logger) LoggerFactory.getLogger(GraphLoader.class);
        var heard = new ListAppender<ILoggingEvent>();
        heard.start();
        logger.addAppender(heard);
        try {
            load.run();
        } finally {
            logger.detachAppender(heard);
        }
        return heard.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void aLaterAttemptKnowsHowManyThereWere() throws IOException {
        Map<String, Object> args = args(file("few.e", List.of("1 2 3", "bad", "2 3 4", "worse")));
        Placement placement = Placement.of(1, 1);
        List<Kept> kept = new ArrayList<>(ThreadRanks.newKept(placement));
        Optional<Path> jobFolder = Optional.of(folder.resolve("job"));
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThat(ThreadRanks.run(ThreadRanks.workers(sums(args, placement), placement, kept, jobFolder))
                            .scalars())
                    .as("attempt=" + attempt)
                    .containsEntry("skipped_lines", 2L)
                    .containsEntry("sum", 7.0);
            kept.set(0, new Kept());
        }
    }

    @Test
    void nothingLeftIsAnEmptyGraph() throws IOException {
        Map<String, Object> args = args(file("bad.e", List.of("a b", "c d")));
        for (Placement placement : PLACEMENTS) {
            assertThatThrownBy(() -> run(args, placement))
                    .as(placement.toString())
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("is an empty graph");
        }
    }

    @Test
    void anUnknownPolicyIsRefused() throws IOException {
        Map<String, Object> args = args(file("a.e", List.of("1 2 3")));
        args.put("bad-lines", "ignore");
        assertThatThrownBy(() -> run(args, Placement.together(1)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("bad-lines=ignore is unknown: give fail or skip");
    }
}
