package dev.weft.graph.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the JDK's own reading, bit by bit. */
class DecimalParserTest {
    private static final int FORMS = 7;

    private final DecimalParser parser = new DecimalParser();

    private int read(String text) {
        return parser.read((text + "\n").getBytes(StandardCharsets.ISO_8859_1), 0);
    }

    @Test
    void everyNumberIsReadToTheLastBit() {
        var random = new Random(11);
        for (int i = 0; i < 300_000; i++) {
            String text = text(random, i % FORMS);
            double expected = Double.parseDouble(text) + 0.0;
            assertThat(read(text)).as("i=" + i + " " + text).isEqualTo(Double.isFinite(expected) ? text.length() : 0);
            if (Double.isFinite(expected)) {
                assertThat(Double.doubleToRawLongBits(parser.value()))
                        .as("i=" + i + " " + text)
                        .isEqualTo(Double.doubleToRawLongBits(expected));
            }
        }
    }

    private static String text(Random random, int form) {
        String sign = random.nextBoolean() ? "-" : random.nextBoolean() ? "+" : "";
        return switch (form) {
            case 0 -> sign + random.nextInt(1000);
            case 1 -> sign + digits(random, 1 + random.nextInt(25));
            case 2 -> sign + digits(random, random.nextInt(12)) + "." + digits(random, 1 + random.nextInt(12));
            case 3 -> Double.toString(finite(random));
            case 4 ->
                sign + digits(random, 1 + random.nextInt(3)) + "." + digits(random, random.nextInt(3)) + "E"
                        + (random.nextInt(60) - 30);
            case 5 ->
                sign + digits(random, 1 + random.nextInt(20)) + "e" + (random.nextBoolean() ? "+" : "-")
                        + random.nextInt(400);
            default -> sign + (1L << 53) + random.nextInt(10) + "e" + random.nextInt(5);
        };
    }

    private static double finite(Random random) {
        double value = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(value) ? value : 0.1;
    }

    private static String digits(Random random, int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append((char) ('0' + random.nextInt(10)));
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+",
                ".",
                "-.",
                "e5",
                ".e5",
                "x",
                "NaN",
                "Infinity",
                "-Infinity",
                "1e309",
                "-1e99999999999"
            })
    void whatIsNoFiniteNumberIsRefused(String text) {
        assertThat(read(text)).isZero();
    }

    /** The caller sees that the column does not end there. */
    @ParameterizedTest
    @ValueSource(strings = {"1e", "1f", "1d", "1x2", "1-2", "1e+", "1,5"})
    void aNumberEndsBeforeWhatIsNoneOfIt(String text) {
        assertThat(read(text)).isEqualTo(1);
    }

    @Test
    void hexadecimalIsNotRead() {
        assertThat(read("0x1p3")).isEqualTo(1);
    }
}
