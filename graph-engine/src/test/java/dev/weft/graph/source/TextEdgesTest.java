package dev.weft.graph.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.graph.source.TextEdges.Tuning;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.testing.ThreadRanks;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text cut into windows at every place, and ids of every kind, against a reading line by line. */
@Timeout(120)
class TextEdgesTest {
    @TempDir
    Path folder;

    /** How ids lie decides how they are numbered: by the bits of a range or by a hash table. */
    enum IdKind {
        SMALL {
            @Override
            LongSupplier from(Random random) {
                return () -> random.nextInt(40);
            }
        },
        NEGATIVE_RANGE {
            @Override
            LongSupplier from(Random random) {
                return () -> -1_000_000 + random.nextInt(5000);
            }
        },
        SPARSE {
            @Override
            LongSupplier from(Random random) {
                return () -> random.nextInt(100) * 0x1234_5678_9abcL;
            }
        },
        WHOLE_RANGE {
            @Override
            LongSupplier from(Random random) {
                long[] some = random.longs(300).toArray();
                some[0] = Long.MIN_VALUE;
                some[1] = Long.MAX_VALUE;
                some[2] = -1;
                some[3] = 0;
                return () -> some[random.nextInt(some.length)];
            }
        };

        abstract LongSupplier from(Random random);
    }

    private record Edge(long source, long target) implements Comparable<Edge> {
        @Override
        public int compareTo(Edge other) {
            int bySource = Long.compare(source, other.source);
            return bySource != 0 ? bySource : Long.compare(target, other.target);
        }
    }

    private static List<Edge> lineByLine(String text) {
        return text.lines()
                .map(line -> line.replaceFirst("^\uFEFF", "").strip())
                .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith("%"))
                .map(line -> line.split("[ \t,]+"))
                .map(words -> new Edge(Long.parseLong(words[0]), Long.parseLong(words[1])))
                .sorted()
                .toList();
    }

    private static String text(Random random, IdKind kind, int lines) {
        LongSupplier ids = kind.from(random);
        var text = new StringBuilder(random.nextBoolean() ? "" : "\uFEFF");
        String[] separators = {" ", "\t", ",", ", ", "   "};
        for (int line = 0; line < lines; line++) {
            switch (random.nextInt(12)) {
                case 0 -> text.append("# ").append("x".repeat(random.nextInt(200)));
                case 1 -> text.append(" ".repeat(random.nextInt(60)));
                default -> {
                    String separator = separators[random.nextInt(separators.length)];
                    text.append(ids.getAsLong()).append(separator).append(ids.getAsLong());
                    text.append(random.nextInt(5) == 0 ? separator + random.nextInt() : "");
                }
            }
            text.append(random.nextBoolean() ? "\n" : "\r\n");
        }
        LongSupplier last = kind.from(random);
        return text.append(last.getAsLong())
                .append(' ')
                .append(last.getAsLong())
                .toString();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "edges", ".txt"), text);
    }

    private static List<Edge> read(Path edges, Optional<Path> vertices, int threads, Tuning tuning) {
        var read = new AtomicReference<List<Edge>>();
        ThreadRanks.run(1, threads, () -> rank -> {
            var source = new TextEdges(
                    edges.toString(), vertices.map(Path::toString), true, LineForm.EDGE, BadLines.FAIL, tuning);
            try (EdgeBag bag = source.read(rank.team(), (_, _) -> {})) {
                read.set(edges(bag));
            }
        });
        return read.get();
    }

    private static List<Edge> edges(EdgeBag bag) {
        for (int i = 1; i < bag.ids().size(); i++) {
            assertThat(bag.ids().id(i - 1)).isLessThan(bag.ids().id(i));
        }
        var edges = new ArrayList<Edge>();
        for (int b = 0; b < bag.blockCount(); b++) {
            for (long i = 0; i < bag.block(b).byteSize() / Long.BYTES; i++) {
                long edge = bag.block(b).getAtIndex(EdgeBag.EDGE, i);
                edges.add(new Edge(bag.ids().id(EdgeBag.source(edge)), bag.ids().id(EdgeBag.target(edge))));
            }
        }
        edges.sort(null);
        return edges;
    }

    private static Tuning windows(int bytes) {
        return new Tuning(bytes, Vertices.MOST, EdgeBlocks::new);
    }

    @ParameterizedTest
    @EnumSource(IdKind.class)
    void linesMayBeCutAnywhere(IdKind kind) throws IOException {
        for (int seed = 0; seed < 12; seed++) {
            var random = new Random(seed);
            String text = text(random, kind, 1 + random.nextInt(120));
            Path file = file(text);
            List<Edge> expected = lineByLine(text);
            for (int windowBytes : new int[] {16, 17, 31, 64, 1000}) {
                for (int threads = 1; threads <= 3; threads++) {
                    assertThat(read(file, Optional.empty(), threads, windows(windowBytes)))
                            .as("kind=" + kind + " seed=" + seed + " windowBytes=" + windowBytes + " threads="
                                    + threads)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(IdKind.class)
    void manyEdgesAreNumberedTheSameWayByAnyNumberOfThreads(IdKind kind) throws IOException {
        String text = text(new Random(99), kind, 60_000);
        Path file = file(text);
        List<Edge> expected = lineByLine(text);
        for (int threads = 1; threads <= 3; threads++) {
            assertThat(read(file, Optional.empty(), threads, windows(4096))).isEqualTo(expected);
        }
    }

    /** Far more different ids than a hash table is first made for. */
    @Test
    void aHashTableGrows() throws IOException {
        var text = new StringBuilder();
        var random = new Random(5);
        for (int i = 0; i < 50_000; i++) {
            text.append(random.nextLong()).append(' ').append(random.nextLong()).append('\n');
        }
        Path file = file(text.toString());
        assertThat(read(file, Optional.empty(), 2, windows(1 << 16))).isEqualTo(lineByLine(text.toString()));
    }

    @ParameterizedTest
    @EnumSource(IdKind.class)
    void listedVerticesAreFoundInEveryKind(IdKind kind) throws IOException {
        String text = text(new Random(3), kind, 200);
        List<Edge> expected = lineByLine(text);
        String ids = String.join(
                "\n",
                expected.stream()
                        .flatMap(edge -> Stream.of(edge.source, edge.target))
                        .distinct()
                        .map(Object::toString)
                        .toList());
        assertThat(read(file(text), Optional.of(file(ids)), 2, windows(16))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 40, 1 << 18})
    void aBadLineIsNamedWhereverItIsCut(int windowBytes) throws IOException {
        var text = new StringBuilder();
        for (int line = 1; line <= 500; line++) {
            text.append(line == 321 ? "12 x34\n" : "1234567 7654321\n");
        }
        Path file = file(text.toString());
        assertThatThrownBy(() -> read(file, Optional.empty(), 3, windows(windowBytes)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("321")
                .hasMessageContaining("12 x34");
    }

    @Test
    void tooManyVerticesAreRefusedWithBothNumbers() throws IOException {
        Path file = file("1 2\n2 3\n3 4\n");
        var three = new Tuning(16, 3, EdgeBlocks::new);
        assertThatThrownBy(() -> read(file, Optional.empty(), 1, three))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("vertices=4 > 3");
    }

    @SuppressWarnings("MustBeClosedChecker") // whether it gets closed is the question
    @ParameterizedTest
    @ValueSource(strings = {"1 2\n2 3\n", "1 2\nnothing\n", ""})
    void memoryIsGivenBackWhateverHappens(String text) throws IOException {
        Path file = file(text);
        var arenas = new ArrayList<Arena>();
        var tuning = new Tuning(16, Vertices.MOST, () -> {
            Arena arena = Arena.ofShared();
            arenas.add(arena);
            return new EdgeBlocks(arena);
        });
        try {
            read(file, Optional.of(file("1\n2\n3\n")), 2, tuning);
        } catch (UsageException expected) {
            assertThat(text).isNotEqualTo("1 2\n2 3\n");
        }
        assertThat(arenas).hasSize(2).noneMatch(arena -> arena.scope().isAlive());
    }
}
