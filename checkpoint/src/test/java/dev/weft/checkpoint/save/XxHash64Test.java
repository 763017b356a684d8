package dev.weft.checkpoint.save;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class XxHash64Test {
    /** Values that are published with the reference implementation. */
    @ParameterizedTest
    @CsvSource({
        "'', ef46db3751d8e999",
        "a, d24ec4f1a98c6e5b",
        "abc, 44bc2cf5ad770999",
        "Nobody inspects the spammish repetition, fbcea83c8a378bf1",
    })
    void givesThePublishedValues(String text, String hash) {
        assertThat(Long.toHexString(hash(text.getBytes(US_ASCII)))).isEqualTo(hash);
    }

    @Test
    void tellsEveryChangedBitOfEveryLength() {
        var random = new Random(7);
        for (int length = 1; length < 80; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            long hash = hash(bytes);
            for (int bit = 0; bit < 8 * length; bit++) {
                bytes[bit / 8] ^= (byte) (1 << bit % 8);
                assertThat(hash(bytes)).as("length %d, bit %d", length, bit).isNotEqualTo(hash);
                bytes[bit / 8] ^= (byte) (1 << bit % 8);
            }
        }
    }

    private static long hash(byte[] bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(bytes.length);
            copy.copyFrom(MemorySegment.ofArray(bytes));
            return XxHash64.of(copy);
        }
    }
}
