package dev.weft.graph.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.weft.graph.source.ReadBack.Edge;
import dev.weft.graph.source.TextEdges.Tuning;
import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Edge lists in several files, and compressed ones: the same edges as those of one plain file, and errors that name file and line. */
@Timeout(60)
class InputFilesTest {
    /** No line of a test is longer than a piece, but for comments. */
    private static final int[] PIECE_BYTES = {37, 50, 1000, 1 << 18};

    @TempDir
    Path folder;

    private static GraphSource edges(Object name, int windowBytes) {
        return new TextEdges(
                name.toString(),
                Optional.empty(),
                true,
                LineForm.EDGE,
                BadLines.FAIL,
                new Tuning(windowBytes, Vertices.MOST, EdgeBlocks::new));
    }

    private Path write(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    private Path write(String name, String text) throws IOException {
        return write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Lines of edges, with comments, blanks, lines that are longer than a piece, and a last line without an end. */
    private static String text(Random random, int lines) {
        var text = new StringBuilder(random.nextInt(3) == 0 ? "\uFEFF" : "");
        for (int i = 0; i < lines; i++) {
            switch (random.nextInt(8)) {
                case 0 -> text.append("# ").append("3 4 ".repeat(random.nextInt(100)));
                case 1 -> text.append(" ".repeat(random.nextInt(10)));
                default ->
                    text.append(random.nextInt(1000)).append(' ').append(random.nextLong() >> random.nextInt(60));
            }
            text.append(random.nextBoolean() ? "\n" : "\r\n");
        }
        return text.append("1 2").toString();
    }

    @ParameterizedTest
    @EnumSource(Packed.class)
    void compressedTextIsReadAsThePlainOneIs(Packed packed) throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            var random = new Random(seed);
            byte[] text = text(random, random.nextInt(300)).getBytes(StandardCharsets.UTF_8);
            List<Edge> expected =
                    ReadBack.of(edges(write("plain", text), 1000), 1).edges();
            Path file = write("a.e" + packed.ending, packed.bytes(text, 1 + random.nextInt(4), random));
            for (int pieceBytes : PIECE_BYTES) {
                int threads = 1 + random.nextInt(3);
                int shares = 1 + random.nextInt(3);
                String what = "seed=" + seed + " pieceBytes=" + pieceBytes + " threads=" + threads;
                GraphSource source = edges(file, pieceBytes);
                assertThat(ReadBack.of(source, threads).edges()).as(what).isEqualTo(expected);
                assertThat(ReadBack.ofShares(source, threads, shares))
                        .as(what + " shares=" + shares)
                        .isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Packed.class)
    void aBadLineInCompressedTextIsNamed(Packed packed) throws IOException {
        String text = "10 20\n# comment\n".repeat(700) + "10 x20\n" + "10 20\n".repeat(500) + "bad\n";
        Path file = write("a.e" + packed.ending, packed.bytes(text.getBytes(StandardCharsets.UTF_8), 3, new Random(1)));
        for (int pieceBytes : PIECE_BYTES) {
            for (int shares = 1; shares <= 3; shares++) {
                String what = "pieceBytes=" + pieceBytes + " shares=" + shares;
                List<Throwable> failures = failures(edges(file, pieceBytes), shares);
                assertThat(failures)
                        .as(what)
                        .isNotEmpty()
                        .allSatisfy(failure -> assertThat(failure)
                                .isInstanceOf(UsageException.class)
                                .hasMessageContaining(file + ":1401: ")
                                .hasMessageContaining("10 x20"));
            }
        }
    }

    /** Of those shares that fail. */
    private static List<Throwable> failures(GraphSource source, int shares) {
        return IntStream.range(0, shares)
                .mapToObj(i -> catchThrowable(() -> ReadBack.of(source, 2, new Share(i, shares))))
                .filter(Objects::nonNull)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Packed.class)
    void whatIsCutOffOrFollowedByOtherThingsIsRefused(Packed packed) throws IOException {
        byte[] whole = packed.bytes(text(new Random(4), 5000).getBytes(StandardCharsets.UTF_8), 2, new Random(3));
        for (int length : new int[] {0, 1, 5, whole.length / 2, whole.length - 1}) {
            Path file = write("cut.e" + packed.ending, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> ReadBack.of(edges(file, 1000), 2))
                    .as("length=" + length)
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining(file.toString());
        }
        byte[] longer = Arrays.copyOf(whole, whole.length + 20);
        Arrays.fill(longer, whole.length, longer.length, (byte) 'x');
        Path file = write("long.e" + packed.ending, longer);
        assertThatThrownBy(() -> ReadBack.of(edges(file, 1000), 2))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(file + " can't be decompressed");
    }

    @Test
    void theFilesOfAFolderAreOneEdgeList() throws IOException {
        var random = new Random(7);
        var all = new StringBuilder();
        for (int i = 0; i < 23; i++) {
            String text = text(random, random.nextInt(60)).replace("\uFEFF", "");
            all.append(text).append('\n');
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            switch (i % 3) {
                case 0 -> write("d/part-%02d.csv".formatted(i), bytes);
                case 1 -> write("d/part-%02d.csv.gz".formatted(i), Packed.GZIP.bytes(bytes, 2, random));
                default -> write("d/part-%02d.csv.zst".formatted(i), Packed.ZSTD.bytes(bytes, 2, random));
            }
        }
        write("d/_SUCCESS", "");
        write("d/.part-00.csv.crc", "crc");
        List<Edge> expected =
                ReadBack.of(edges(write("all", all.toString()), 1000), 1).edges();
        for (String name : List.of("d", "d/part-*", "*/part-[0-9]?.*", "d/{part,other}-*")) {
            for (int pieceBytes : new int[] {64, 1 << 18}) {
                GraphSource source = edges(folder.resolve(name), pieceBytes);
                assertThat(ReadBack.of(source, 3).edges()).as(name).isEqualTo(expected);
                for (int shares : new int[] {2, 5, 40}) {
                    assertThat(ReadBack.ofShares(source, 2, shares))
                            .as(name + " shares=" + shares)
                            .isEqualTo(expected);
                }
            }
        }
        long expectedLines = edges(folder.resolve("d"), 64).expected().edges();
        assertThat(expectedLines).isBetween(expected.size() / 2L, 2L * expected.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".gz"})
    void theFirstBadLineOfTheFirstFileIsNamed(String ending) throws IOException {
        for (int i = 0; i < 6; i++) {
            byte[] text = ("1 2\n".repeat(100) + (i < 2 ? "" : "oops\n")).getBytes(StandardCharsets.UTF_8);
            write(
                    "bad" + ending + "/" + i + ending,
                    ending.isEmpty() ? text : Packed.GZIP.bytes(text, 1, new Random(i)));
        }
        for (int threads = 1; threads <= 3; threads++) {
            int team = threads;
            assertThatThrownBy(() -> ReadBack.of(edges(folder.resolve("bad" + ending), 64), team))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining(folder.resolve("bad" + ending).resolve("2" + ending) + ":101: ");
        }
    }

    @Test
    void aVertexListMayBeCompressedAndInSeveralFiles() throws IOException {
        write("v/a", "5\n7\n");
        write("v/b.gz", Packed.GZIP.bytes("9\n3\n".getBytes(StandardCharsets.UTF_8), 1, new Random(1)));
        Path edges = write("e", "5 9\n");
        GraphSource source = GraphSpec.parse(edges.toString(), Said.vertices(folder.resolve("v")));
        assertThat(ReadBack.of(source, 2).ids()).containsExactly(3L, 5L, 7L, 9L);
        Path wrong = write("w", "5 9\n9 4\n");
        GraphSource unknown = GraphSpec.parse(wrong.toString(), Said.vertices(folder.resolve("v")));
        assertThatThrownBy(() -> ReadBack.of(unknown, 2)).hasMessageContaining(wrong + ":2: the id 4 is not in");
    }

    @Test
    void whatIsNoFileGetsASentence() throws IOException {
        write("d/sub/x", "1 2\n");
        write("empty/_SUCCESS", "");
        assertThatThrownBy(() -> edges(folder.resolve("none.e"), 64).expected())
                .hasMessageContaining("there is no file");
        assertThatThrownBy(() -> edges(folder.resolve("none-*.e"), 64).expected())
                .hasMessageContaining("no file matches")
                .hasMessageContaining("none-*.e");
        assertThatThrownBy(() -> edges(folder.resolve("d"), 64).expected()).hasMessageContaining("sub is a folder");
        assertThatThrownBy(() -> edges(folder.resolve("empty"), 64).expected())
                .hasMessageContaining("folder without files");
        assertThatThrownBy(() -> edges(folder.resolve("[a"), 64).expected())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("no pattern");
    }

    /** A name that has a wildcard's letter in it, and exists, is a file. */
    @Test
    void aFileMayHaveAnyName() throws IOException {
        Path file = write("a[1]*.e", "1 2\n");
        assertThat(ReadBack.of(edges(file, 64), 1).edges()).containsExactly(new Edge(1, 2));
    }
}
