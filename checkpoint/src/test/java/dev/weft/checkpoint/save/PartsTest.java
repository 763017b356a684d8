package dev.weft.checkpoint.save;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.checkpoint.ArrayHolder;
import dev.weft.checkpoint.Body;
import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.ObjectStores;
import dev.weft.checkpoint.Partitions;
import dev.weft.checkpoint.StoreException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Blocks on their way into the store and back. */
@Timeout(60)
class PartsTest {
    private static final int[] STARTS = {0, 1000, 1000, 40_000, 400_000};
    private static final Partitions OWN = new Partitions(3, 7, 9);

    private final long[] levels = new long[400_000];
    private final double[] scores = new double[400_000];

    @Test
    void comeBackAsTheyWere() throws StoreException {
        fill(11);
        ObjectStore store = ObjectStores.inMemory("test");
        List<Part> parts = save(store);
        assertThat(parts).extracting(Part::partition).containsExactly(3, 4, 5, 6);
        long[] levelsBefore = levels.clone();
        double[] scoresBefore = scores.clone();
        Arrays.fill(levels, 0);
        Arrays.fill(scores, 0);
        new PartsReader(store).read(parts, state()::restore);
        assertThat(levels).isEqualTo(levelsBefore);
        assertThat(scores).isEqualTo(scoresBefore);
    }

    @Test
    void whatShrinksIsPackedAndWhatDoesNotIsNot() throws StoreException {
        fill(12);
        ObjectStore store = ObjectStores.inMemory("test");
        var onlyScores = new SavedState();
        onlyScores.add("scores", ArrayHolder.of(scores, OWN, STARTS));
        assertThat(save(store, onlyScores)).noneMatch(Part::packed);
        var onlyLevels = new SavedState();
        onlyLevels.add("levels", ArrayHolder.of(levels, OWN, STARTS));
        List<Part> packed = save(store, onlyLevels);
        assertThat(packed.getLast().packed()).isTrue();
        assertThat(packed.getLast().storedBytes()).isLessThan(packed.getLast().blockBytes() / 4);
    }

    /** A flipped bit anywhere, an object that ends early, that is gone, that is another's. */
    @Test
    void everyDamageIsFound() throws StoreException {
        var random = new Random(13);
        fill(13);
        ObjectStore store = ObjectStores.inMemory("test");
        List<Part> parts = save(store);
        String key = parts.getFirst().object();
        byte[] whole = store.get(key).orElseThrow();
        for (int i = 0; i < 300; i++) {
            byte[] damaged = whole.clone();
            int bit = random.nextInt(8 * whole.length);
            switch (i % 10) {
                case 0 -> damaged = Arrays.copyOf(whole, random.nextInt(whole.length));
                case 1 -> random.nextBytes(damaged);
                default -> damaged[bit / 8] ^= (byte) (1 << bit % 8);
            }
            store.put(key, Body.of(damaged));
            assertThatThrownBy(() -> new PartsReader(store).read(parts, (_, _) -> {}))
                    .as("case %d, bit %d", i, bit)
                    .isInstanceOf(DamagedException.class)
                    .hasMessageContaining(key);
        }
        store.delete(key);
        assertThatThrownBy(() -> new PartsReader(store).read(parts, (_, _) -> {}))
                .isInstanceOf(DamagedException.class)
                .hasMessageContaining(key);
    }

    @Test
    void aBlockOfAnotherShapeIsRefused() throws StoreException {
        fill(14);
        ObjectStore store = ObjectStores.inMemory("test");
        List<Part> parts = save(store);
        var other = new SavedState();
        other.add("levels", ArrayHolder.of(levels, OWN, STARTS));
        assertThatThrownBy(() -> new PartsReader(store).read(parts, other::restore))
                .isInstanceOf(DamagedException.class)
                .hasMessageContaining("bytes too many");
    }

    private void fill(long seed) {
        var random = new Random(seed);
        Arrays.setAll(levels, _ -> random.nextInt(7));
        Arrays.setAll(scores, _ -> random.nextDouble());
    }

    private SavedState state() {
        var state = new SavedState();
        state.add("levels", ArrayHolder.of(levels, OWN, STARTS));
        state.add("scores", ArrayHolder.of(scores, OWN, STARTS));
        return state;
    }

    private List<Part> save(ObjectStore store) throws StoreException {
        return save(store, state());
    }

    private static List<Part> save(ObjectStore store, SavedState state) throws StoreException {
        try (var buffer = new SaveBuffer(state)) {
            buffer.layOut();
            for (int i = 0; i < OWN.owned(); i++) {
                buffer.copy(i);
            }
            return new PartsWriter(store).write("checkpoints/0-1/1", 5, buffer);
        }
    }
}
