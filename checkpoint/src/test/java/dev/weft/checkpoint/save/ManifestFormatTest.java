package dev.weft.checkpoint.save;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ManifestFormatTest {
    private static final Manifest MANIFEST = new Manifest(
            3,
            new StepId(1, 20),
            Map.of("program", "dev.weft.graph.algorithms.PageRank", "graph", "karate.e"),
            2,
            List.of(new Manifest.Item("score", "double[]"), new Manifest.Item("open", "frontier")),
            Map.of("rounds", new byte[] {1, 2, 3}),
            List.of(
                    new Part(0, "checkpoints/a", 0, 100, 100, false, 0x123456789abcdef0L, new int[] {-1}),
                    new Part(1, "checkpoints/b", 7, 50, 3_000_000, true, -2, new int[] {5, 6, 7})));

    @Test
    void isReadAsItWasWritten() {
        Manifest read = ManifestFormat.read(ManifestFormat.write(MANIFEST));
        assertThat(read).usingRecursiveComparison().isEqualTo(MANIFEST);
    }

    /** What was written by the first version that had this format stays readable. */
    @Test
    void theGoldenFileIsRead() throws IOException {
        try (InputStream file = getClass().getResourceAsStream("/manifest-v1")) {
            Manifest read = ManifestFormat.read(Objects.requireNonNull(file).readAllBytes());
            assertThat(read).usingRecursiveComparison().isEqualTo(MANIFEST);
        }
    }

    @Test
    void everyFlippedBitIsFound() {
        byte[] bytes = ManifestFormat.write(MANIFEST);
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> ManifestFormat.read(damaged))
                    .as("bit %d", bit)
                    .isInstanceOf(DamagedException.class);
        }
    }

    @Test
    void everyShorterOneIsFound() {
        byte[] bytes = ManifestFormat.write(MANIFEST);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> ManifestFormat.read(cut))
                    .as("length %d", length)
                    .isInstanceOf(DamagedException.class);
        }
    }

    @Test
    void anUnknownVersionIsRefusedByItsNumber() {
        byte[] later = new Envelope("manifest", "WEFTCKPT", 2).seal(new byte[] {1});
        assertThatThrownBy(() -> ManifestFormat.read(later))
                .isInstanceOf(DamagedException.class)
                .hasMessage("its manifest has version 2, this Weft knows version 1");
    }
}
