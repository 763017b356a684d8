package dev.weft.graph.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.runtime.UsageException;
import dev.weft.runtime.testing.ThreadRanks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateCommandTest {
    @TempDir
    Path folder;

    private static PrintStream nowhere() {
        return new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    }

    private int generate(String spec, Path output) throws IOException {
        return new GenerateCommand().run(Map.of("SPEC", spec, "output", output.toString()), nowhere(), nowhere());
    }

    @Test
    void writesEachEdgeOnceAndTheSameEveryTime() throws IOException {
        Path first = folder.resolve("a.e");
        Path second = folder.resolve("b.e");
        assertThat(generate("kronecker:scale=8,degree=4,seed=5", first)).isZero();
        generate("kronecker:scale=8,degree=4,seed=5", second);
        List<String> lines = Files.readAllLines(first);
        assertThat(lines).isNotEmpty().doesNotHaveDuplicates().allMatch(line -> line.matches("\\d+ \\d+"));
        assertThat(second).hasSameBinaryContentAs(first);
    }

    @Test
    void saysBeforehandThatItCanNotWrite() {
        assertThatThrownBy(() -> generate("kronecker:scale=30", folder.resolve("none/a.e")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("none");
    }

    @Test
    void writesWeightsThatReadBackTheSame() throws IOException {
        Path file = folder.resolve("weighted.e");
        String spec = "kronecker:scale=9,degree=6,seed=5,weights=1..255";
        generate(spec, file);
        assertThat(Files.readAllLines(file)).isNotEmpty().allMatch(line -> line.matches("\\d+ \\d+ [1-9]\\d{0,2}"));
        var text = new TextEdges(file.toString(), Optional.empty(), false, LineForm.edges(0, 1, 2), BadLines.FAIL);
        GraphSource generator = GraphSpec.parse(spec, GraphOptions.NONE);
        for (int threads = 1; threads <= 3; threads++) {
            assertThat(edges(text, threads))
                    .isEqualTo(edges(generator, threads))
                    .hasSizeGreaterThan(1000);
        }
    }

    private static List<String> edges(GraphSource source, int threads) {
        var edges = new ArrayList<String>();
        ThreadRanks.run(1, threads, () -> rank -> {
            try (EdgeBag bag = source.read(rank.team(), (_, _) -> {})) {
                for (int b = 0; b < bag.blockCount(); b++) {
                    for (long i = 0; i < bag.block(b).byteSize() / Long.BYTES; i++) {
                        long edge = bag.block(b).getAtIndex(EdgeBag.EDGE, i);
                        double weight = bag.weights(b).getAtIndex(EdgeBag.WEIGHT, i);
                        edges.add(bag.ids().id(EdgeBag.source(edge)) + " "
                                + bag.ids().id(EdgeBag.target(edge)) + " " + weight);
                    }
                }
            }
        });
        edges.sort(null);
        return edges;
    }

    @Test
    void weightsAreSpreadOverTheirRange() {
        var counts = new int[8];
        for (String edge : edges(GraphSpec.parse("kronecker:scale=11,weights=-3..4", GraphOptions.NONE), 2)) {
            counts[3 + (int) Double.parseDouble(edge.substring(edge.lastIndexOf(' ') + 1))]++;
        }
        int all = IntStream.of(counts).sum();
        assertThat(IntStream.of(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(all / 8 - all / 80, all / 8 + all / 80));
    }

    /** Any double, through the writer and the reader of text. */
    @Test
    void everyWeightIsWrittenSoThatItReadsBack() throws IOException {
        var random = new Random(3);
        var decimals = new DecimalParser();
        double[] some = {0, 1, -1, 0.1, 1e300, 1e22, 1e-5, 0x1p53, -255, Double.MIN_VALUE, Double.MAX_VALUE};
        for (int i = 0; i < 100_000; i++) {
            double drawn = i < some.length ? some[i] : Double.longBitsToDouble(random.nextLong());
            double weight = Double.isFinite(drawn) ? drawn : 0.5;
            var bytes = new ByteArrayOutputStream();
            var lines = new EdgeLines(bytes);
            lines.write(1, 2, weight);
            lines.flush();
            assertThat(decimals.read(bytes.toByteArray(), 4)).as("i=" + i).isEqualTo(bytes.size() - 1);
            assertThat(decimals.value()).as("i=" + i).isEqualTo(weight);
        }
    }

    @Test
    void wholeWeightsHaveNoPoint() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var lines = new EdgeLines(bytes);
        for (double weight : new double[] {0, -7, 0.5, 1e15, 1e300, 2.5e-7}) {
            lines.write(1, 2, weight);
        }
        lines.flush();
        assertThat(bytes.toString(StandardCharsets.US_ASCII).lines().map(line -> line.substring(4)))
                .containsExactly("0", "-7", "0.5", "1000000000000000", "1E300", "2.5E-7");
    }

    @Test
    void linesHoldAnyNumber() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var lines = new EdgeLines(bytes);
        for (int i = 0; i < 5000; i++) {
            lines.write(Long.MIN_VALUE, Long.MAX_VALUE);
            lines.write(0, -7);
        }
        lines.flush();
        assertThat(bytes.toString(StandardCharsets.US_ASCII))
                .isEqualTo((Long.MIN_VALUE + " " + Long.MAX_VALUE + "\n0 -7\n").repeat(5000));
    }
}
