package dev.weft.checkpoint.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weft.checkpoint.Body;
import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.StoreException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The contract holds with a fifth of all calls failing, half of them after they were made. */
final class FaultyStoreTest extends ObjectStoreContract {
    @Override
    protected ObjectStore open() {
        var faulty = new FaultyStore(new MemoryStore("faulty"), 0.2, 7);
        return new RetryingStore(faulty, Retries.DEFAULT, new TestClock(), new SplittableRandom(7));
    }

    @Override
    protected int lostUploads() {
        return 5;
    }

    @Test
    void theSameSeedMakesTheSameFaults() {
        var first = faults(7);

        assertThat(faults(7)).isEqualTo(first);
        assertThat(faults(8)).isNotEqualTo(first);
        assertThat(first).hasSizeBetween(160, 240);
        assertThat(first.stream().filter(fault -> fault.endsWith("BUSY")).count())
                .isBetween(60L, 140L);
    }

    private static List<String> faults(long seed) {
        var faulty = new FaultyStore(new MemoryStore("faulty"), 0.2, seed);
        var faults = new ArrayList<String>();
        for (int i = 0; i < 1000; i++) {
            try {
                faulty.put("key", Body.of("bytes"));
            } catch (StoreException e) {
                faults.add(i + " " + e.kind());
            }
        }
        return faults;
    }

    @Test
    void aFaultSaysThatItWasInjectedAndWhetherTheCallWasMade() throws StoreException {
        var memory = new MemoryStore("faulty");
        var faulty = new FaultyStore(memory, 1, 7);
        for (int i = 0; i < 20; i++) {
            String key = "key-" + i;
            assertThat(failure(() -> faulty.put(key, Body.of("bytes"))))
                    .hasMessageContaining("can't write " + key + " to memory:faulty: ")
                    .hasMessageContaining("injected")
                    .satisfies(e -> assertThat(e.undecided()).isEqualTo(e.kind() == Kind.TIMEOUT))
                    .satisfies(e -> assertThat(memory.get(key).isPresent()).isEqualTo(e.undecided()));
        }
        assertThat(memory.list("", "", 100)).hasSizeBetween(1, 19);
    }

    private static StoreException failure(Failing failing) {
        try {
            failing.run();
        } catch (StoreException e) {
            return e;
        }
        throw new AssertionError("no failure");
    }

    @Test
    void slowMeansAMultipleOfTheTimeThatACallTakes() throws StoreException {
        var clock = new TestClock();
        var slow = new SlowStore(new Taking(clock, 30), 10, clock);

        slow.put("key", Body.of("bytes"));
        assertThat(clock.nanoTime()).isEqualTo(300);
        assertFails(Kind.FAILED, () -> slow.get("key"));
        assertThat(clock.nanoTime()).isEqualTo(600);
    }

    @Test
    void aFullDiskTakesNoWritesButCanBeReadAndTidied() throws StoreException {
        var isFull = new AtomicBoolean();
        var full = new FullStore(new MemoryStore("full"), isFull::get);
        full.put("before", Body.of("bytes"));
        var upload = full.upload("long", 5 << 20);
        isFull.set(true);

        assertFails(Kind.FULL, () -> full.put("key", Body.of("bytes")))
                .withMessage(
                        "can't write key to memory:full: the disk is full: make room, or name another folder (injected)");
        assertFails(Kind.FULL, () -> full.create("key", Body.of("bytes")));
        assertFails(Kind.FULL, () -> full.upload("key", 5 << 20));
        assertFails(Kind.FULL, () -> upload.part(0, Body.of("bytes")));
        assertFails(Kind.FULL, () -> upload.complete(0));
        upload.close();
        assertThat(full.list("", "", 10)).containsExactly(new ObjectStore.Entry("before", 5));
        full.delete("before");
        assertThat(full.get("before")).isEmpty();
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertThatIllegalArgumentException().isThrownBy(() -> new FaultyStore(store, 1.1, 7));
        assertThatIllegalArgumentException().isThrownBy(() -> new FaultyStore(store, Double.NaN, 7));
        assertThatIllegalArgumentException().isThrownBy(() -> new SlowStore(store, 0.5, new TestClock()));
        assertThatIllegalArgumentException().isThrownBy(() -> new BoundedStore(store, 0));
    }

    /** Takes so long for everything; reading fails. */
    private static final class Taking extends StoreLayer {
        private final TestClock clock;
        private final long nanos;

        private Taking(TestClock clock, long nanos) {
            super(new MemoryStore("taking"));
            this.clock = clock;
            this.nanos = nanos;
        }

        @Override
        protected <T> T pass(StoreCall call, Action<T> action) throws StoreException {
            clock.advance(nanos);
            if (call.verb() == StoreCall.Verb.GET) {
                throw StoreException.of(Kind.FAILED, "no");
            }
            return action.run();
        }
    }
}
