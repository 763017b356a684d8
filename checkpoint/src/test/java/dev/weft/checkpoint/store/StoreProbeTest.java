package dev.weft.checkpoint.store;

import static dev.weft.checkpoint.store.ObjectStoreContract.assertFails;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.checkpoint.Body;
import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.StoreException.Kind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/** Stores that break a promise, each in one way. */
final class StoreProbeTest {
    private final MemoryStore memory = new MemoryStore("test");

    @Test
    void refusesAStoreThatIgnoresTheCondition() {
        assertRefused(
                new Broken(memory) {
                    @Override
                    public boolean create(String key, Body body) {
                        memory.put(key, body);
                        return true;
                    }
                },
                "written over by create-if-absent");
    }

    @Test
    void refusesAStoreThatChecksFirstAndWritesLater() {
        var together = new CyclicBarrier(8);
        assertRefused(
                new Broken(memory) {
                    @Override
                    public boolean create(String key, Body body) throws StoreException {
                        if (memory.get(key).isPresent()) {
                            return false;
                        }
                        if (key.contains("race")) {
                            await(together);
                        }
                        memory.put(key, body);
                        return true;
                    }
                },
                "of 8 who created an object at once");
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void refusesAStoreThatSaysThatAllExists() {
        assertRefused(
                new Broken(memory) {
                    @Override
                    public boolean create(String key, Body body) {
                        memory.create(key, body);
                        return false;
                    }
                },
                "it is said to exist");
    }

    @Test
    void refusesAStoreWithStaleReads() {
        assertRefused(
                new Broken(memory) {
                    @Override
                    public Optional<byte[]> get(String key) {
                        return Optional.of("first".getBytes(UTF_8));
                    }
                },
                "just written is not what was written");
    }

    @Test
    void refusesAStoreWithStaleListings() {
        assertRefused(
                new Broken(memory) {
                    @Override
                    public List<Entry> list(String prefix, String after, int limit) {
                        return limit == PAGE ? memory.list(prefix, after, limit) : List.of();
                    }
                },
                "a listing right after writing");
    }

    @Test
    void passesOnWhatKeptAStoreFromAnswering() {
        var denied = new Broken(memory) {
            @Override
            public void put(String key, Body body) throws StoreException {
                throw StoreException.of(Kind.DENIED, "no");
            }
        };
        assertFails(Kind.DENIED, () -> StoreProbe.prove(denied));
    }

    private void assertRefused(ObjectStore store, String why) {
        assertFails(Kind.UNSUITABLE, () -> StoreProbe.prove(store))
                .withMessageStartingWith("memory:test is not fit for checkpoints: ")
                .withMessageContaining(why)
                .withMessageContaining("If-None-Match");
        assertThat(memory.list("", "", 10)).isEmpty();
    }

    private static class Broken extends StoreLayer {
        private Broken(ObjectStore behind) {
            super(behind);
        }

        @Override
        protected <T> T pass(StoreCall call, Action<T> action) throws StoreException {
            return action.run();
        }
    }
}
