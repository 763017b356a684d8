package dev.weft.graph.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.graph.source.TextEdges.Tuning;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.testing.ThreadRanks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights in text files, in any column and form, cut anywhere, against what was written. */
@Timeout(60)
class WeightedTextTest {
    private static final String[] SEPARATORS = {" ", "\t", ",", ", ", " , ", "   "};

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "edges", ".txt"), text);
    }

    /** As {@code source target weight}, sorted. */
    private static List<String> read(Path edges, Optional<Path> vertices, LineForm form, int threads, int window) {
        var read = new AtomicReference<List<String>>();
        ThreadRanks.run(1, threads, () -> rank -> {
            var tuning = new Tuning(window, Vertices.MOST, EdgeBlocks::new);
            var source =
                    new TextEdges(edges.toString(), vertices.map(Path::toString), true, form, BadLines.FAIL, tuning);
            try (EdgeBag bag = source.read(rank.team(), (_, _) -> {})) {
                assertThat(bag.weighted()).isEqualTo(form.weighted());
                read.set(edges(bag));
            }
        });
        return read.get();
    }

    private static List<String> edges(EdgeBag bag) {
        var edges = new ArrayList<String>();
        for (int b = 0; b < bag.blockCount(); b++) {
            for (long i = 0; i < bag.block(b).byteSize() / Long.BYTES; i++) {
                long edge = bag.block(b).getAtIndex(EdgeBag.EDGE, i);
                String ends =
                        bag.ids().id(EdgeBag.source(edge)) + " " + bag.ids().id(EdgeBag.target(edge));
                edges.add(bag.weighted() ? ends + " " + bag.weights(b).getAtIndex(EdgeBag.WEIGHT, i) : ends);
            }
        }
        Collections.sort(edges);
        return edges;
    }

    @Test
    void weightsStayAtTheirEdges() throws IOException {
        LineForm[] forms = {
            LineForm.edges(0, 1, 2), LineForm.edges(1, 0, 2), LineForm.edges(0, 2, 5), LineForm.edges(3, 1, 0)
        };
        for (int seed = 0; seed < 80; seed++) {
            var random = new Random(seed);
            LineForm form = forms[seed % forms.length];
            var expected = new ArrayList<String>();
            Path file = file(text(random, form, expected));
            for (int window : new int[] {16, 61, 1 << 18}) {
                assertThat(read(file, Optional.empty(), form, 1 + seed % 3, window))
                        .as("seed=" + seed + " window=" + window)
                        .isEqualTo(expected);
            }
        }
    }

    private static String text(Random random, LineForm form, List<String> edges) {
        var text = new StringBuilder();
        int lines = 1 + random.nextInt(300);
        for (int line = 0; line < lines; line++) {
            if (random.nextInt(9) == 0) {
                text.append(random.nextBoolean() ? "% 1 2 3\n" : "\r\n");
            }
            var columns = new String[6];
            for (int c = 0; c < columns.length; c++) {
                columns[c] = List.of("x", "1e5", "-", "17").get(random.nextInt(4));
            }
            columns[0] = "y";
            long source = random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(30);
            long target = random.nextInt(30);
            String weight = weight(random);
            columns[form.source()] = Long.toString(source);
            columns[form.target()] = Long.toString(target);
            columns[form.weight()] = weight;
            String separator = SEPARATORS[random.nextInt(SEPARATORS.length)];
            int more = 1 + Math.max(form.weight(), Math.max(form.source(), form.target()));
            text.append(String.join(separator, List.of(columns).subList(0, random.nextBoolean() ? more : 6)));
            text.append(line + 1 < lines ? random.nextBoolean() ? "\n" : "\r\n" : "");
            edges.add(source + " " + target + " " + (Double.parseDouble(weight) + 0.0));
        }
        Collections.sort(edges);
        return text.toString();
    }

    private static String weight(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Integer.toString(random.nextInt(300) - 20);
            case 1 -> Double.toString(random.nextGaussian());
            case 2 -> "1e" + (random.nextInt(600) - 300);
            case 3 -> "." + random.nextInt(1000);
            case 4 -> "-0";
            default -> "0.5";
        };
    }

    @Test
    void aVerticesFileLeavesWeightsAlone() throws IOException {
        Path vertices = file("3\n1\n2\n9\n");
        Path edges = file("1 2 0.5\n9 1 -2\n2 9 1e3\n");
        assertThat(read(edges, Optional.of(vertices), LineForm.edges(0, 1, 2), 2, 16))
                .containsExactly("1 2 0.5", "2 9 1000.0", "9 1 -2.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 2|cannot read \"1 2\" as \"source target weight\": a line holds two whole numbers and a decimal one",
                "1 2|without weights leave --weighted out",
                "1 2 x|cannot read \"1 2 x\"",
                "1 2 1e999|the weight 1e999 is too large",
                "1 2 NaN|cannot read \"1 2 NaN\"",
                "1 2 Infinity|cannot read \"1 2 Infinity\"",
                "1 2 0x1p3|cannot read \"1 2 0x1p3\"",
                "1 2 1f|cannot read \"1 2 1f\"",
                "1 2 3-4|cannot read \"1 2 3-4\"",
                "1,2,,5|cannot read \"1,2,,5\"",
                "1 2x 3|cannot read \"1 2x 3\"",
                "99999999999999999999 2 3|the id 99999999999999999999 does not fit"
            })
    void aBadWeightIsNamedWithItsLine(String line, String message) throws IOException {
        Path file = file("1 2 3\n".repeat(400) + line + "\n" + "1 2 3\n".repeat(400));
        for (int window : new int[] {16, 50, 1 << 18}) {
            assertThatThrownBy(() -> read(file, Optional.empty(), LineForm.edges(0, 1, 2), 2, window))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining(file + ":401: ")
                    .hasMessageContaining(message);
        }
    }

    @Test
    void aMissingColumnIsNamed() throws IOException {
        Path file = file("1 2 3 4\n1 2 3\n");
        assertThatThrownBy(() -> read(file, Optional.empty(), LineForm.edges(0, 3, LineForm.NONE), 1, 1 << 18))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(":2: cannot read \"1 2 3\" as \"source=0 target=3\": a line holds two whole");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"source=0,target=2,weight=5|0 2 5", "target=0, source=1|1 0 2", "weight=4|0 1 4", "source=3|3 1 2"
            })
    void columnsAreChosen(String text, String numbers) {
        LineForm form = Columns.parse(text).lines(true);
        assertThat(form.source() + " " + form.target() + " " + form.weight()).isEqualTo(numbers);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wieght=3|unknown key \"wieght\": did you mean weight?",
                "source|\"source\" is not key=column",
                "source=|\"source=\" is not key=column",
                "source=1,source=2|has source twice",
                "source=-1|out of range",
                "source=person|source=person is no number: columns of text are counted from 0"
            })
    void aSlipInColumnsGetsTheRemedy(String text, String message) {
        assertThatThrownBy(() -> Columns.parse(text).lines(false))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(message);
    }
}
