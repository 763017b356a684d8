package dev.weft.checkpoint.store;

import static dev.weft.checkpoint.store.ObjectStoreContract.assertFails;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.weft.checkpoint.Body;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.StoreException.Kind;
import dev.weft.checkpoint.store.StoreCall.Verb;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class RetryingStoreTest {
    private static final Retries RETRIES =
            new Retries(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(30));

    private final MemoryStore memory = new MemoryStore("test");
    private final Scripted scripted = new Scripted(memory);
    private final TestClock clock = new TestClock();
    private final RetryingStore store = new RetryingStore(scripted, RETRIES, clock, new SplittableRandom(7));

    @Test
    void triesAgainWhatPasses() throws StoreException {
        scripted.then(before(Kind.BUSY), before(Kind.UNREACHABLE), before(Kind.TIMEOUT), before(Kind.BUSY));

        store.put("key", Body.of("bytes"));

        assertThat(memory.get("key")).hasValue("bytes".getBytes(UTF_8));
        assertThat(scripted.calls).hasSize(5);
        assertThat(clock.sleeps()).hasSize(4);
    }

    @Test
    void doesNotTryAgainWhatStays() {
        for (var kind : Kind.values()) {
            if (!kind.isPassing()) {
                scripted.calls.clear();
                scripted.then(before(kind));
                assertFails(kind, () -> store.put("key", Body.of("bytes")));
                assertThat(scripted.calls).as(kind.toString()).hasSize(1);
            }
        }
        assertThat(clock.sleeps()).isEmpty();
    }

    @Test
    void waitsARandomTimeBelowADoublingLimit() {
        scripted.always(before(Kind.BUSY));

        assertFails(Kind.BUSY, () -> store.get("key"))
                .withMessageStartingWith("can't read key from memory:test: scripted (given up after ");

        long limit = RETRIES.first().toNanos();
        for (long slept : clock.sleeps()) {
            assertThat(slept).isBetween(0L, limit);
            limit = Math.min(2 * limit, RETRIES.most().toNanos());
        }
        assertThat(clock.sleeps()).hasSizeGreaterThan(30).doesNotHaveDuplicates();
        assertThat(clock.nanoTime())
                .isBetween(Duration.ofSeconds(28).toNanos(), RETRIES.total().toNanos());
    }

    @Test
    void whoWaitsLongIsToldOnce() {
        var logger = (Logger) LoggerFactory.getLogger(RetryingStore.class);
        var said = new ListAppender<ILoggingEvent>();
        said.start();
        logger.addAppender(said);
        try {
            scripted.then(before(Kind.BUSY), before(Kind.BUSY));
            assertThatCode(() -> store.put("key", Body.of("bytes"))).doesNotThrowAnyException();
            assertThat(said.list).as("for less than a second").isEmpty();
            scripted.always(before(Kind.BUSY));
            assertFails(Kind.BUSY, () -> store.get("key"));
            assertFails(Kind.BUSY, () -> store.get("another"));
        } finally {
            logger.detachAppender(said);
        }
        assertThat(said.list)
                .singleElement()
                .hasToString("[WARN] can't read key from memory:test: scripted; trying on, for 30 s at most");
    }

    @Test
    void theLimitNeverOverflows() {
        var most = new Retries(Duration.ofNanos(3), Duration.ofDays(100_000), Duration.ofDays(1));
        long before = 0;
        for (int failures = 1; failures < 200; failures++) {
            long ceiling = most.ceilingNanos(failures);
            assertThat(ceiling).isBetween(before, most.most().toNanos());
            before = ceiling;
        }
    }

    @Test
    void knowsItsOwnObjectAfterALostAnswer() throws StoreException {
        scripted.then(after(Kind.TIMEOUT));

        assertThat(store.create("epoch", Body.of("mine"))).isTrue();
        assertThat(scripted.calls).containsExactly(Verb.CREATE, Verb.CREATE, Verb.GET);
    }

    @Test
    void knowsAnothersObjectAfterALostAnswer() throws StoreException {
        memory.put("epoch", Body.of("another's"));
        scripted.then(undecided());

        assertThat(store.create("epoch", Body.of("mine"))).isFalse();
        assertThat(memory.get("epoch")).hasValue("another's".getBytes(UTF_8));
    }

    /** Two writers of the same bytes: who was told nothing else has lost. */
    @Test
    void doesNotTakeAnEqualObjectForItsOwnIfNoAnswerWasLost() throws StoreException {
        memory.put("epoch", Body.of("the same"));
        scripted.then(before(Kind.BUSY));

        assertThat(store.create("epoch", Body.of("the same"))).isFalse();
        assertThat(scripted.calls).containsExactly(Verb.CREATE, Verb.CREATE);
    }

    @Test
    void readsAgainWhenReadingBackFails() throws StoreException {
        scripted.then(after(Kind.TIMEOUT), through(), before(Kind.BUSY), through(), after(Kind.TIMEOUT));

        assertThat(store.create("epoch", Body.of("mine"))).isTrue();
        assertThat(scripted.calls)
                .containsExactly(Verb.CREATE, Verb.CREATE, Verb.GET, Verb.CREATE, Verb.GET, Verb.CREATE, Verb.GET);
    }

    @Test
    void createsAgainWhenTheObjectWasDeletedInBetween() throws StoreException {
        scripted.then(after(Kind.TIMEOUT), through(), (verb, action) -> {
            memory.delete("epoch");
            action.run();
        });

        assertThat(store.create("epoch", Body.of("mine"))).isTrue();
        assertThat(memory.get("epoch")).hasValue("mine".getBytes(UTF_8));
    }

    @Test
    void staysUndecidedToTheEnd() {
        scripted.then(after(Kind.TIMEOUT), before(Kind.DENIED));
        assertFails(Kind.DENIED, () -> store.create("epoch", Body.of("mine")))
                .satisfies(e -> assertThat(e.undecided()).isTrue());

        scripted.then(undecided());
        scripted.always(before(Kind.BUSY));
        assertFails(Kind.BUSY, () -> store.create("other", Body.of("mine")))
                .satisfies(e -> assertThat(e.undecided()).isTrue());
    }

    @Test
    void anUploadThatWasCompletedBeforeItsAnswerGotLostIsDone() throws StoreException {
        var upload = store.upload("long", 5 << 20);
        upload.part(0, Body.of("bytes"));
        scripted.then(after(Kind.TIMEOUT));

        upload.complete(1);

        assertThat(memory.get("long")).hasValue("bytes".getBytes(UTF_8));
        upload.close();
        assertThat(memory.get("long")).hasValue("bytes".getBytes(UTF_8));
    }

    @Test
    void anUploadThatIsGoneForAnotherReasonIsNotDone() throws StoreException {
        memory.put("long", Body.of("before"));
        var upload = store.upload("long", 5 << 20);
        upload.part(0, Body.of("bytes"));
        scripted.then((verb, action) -> {
            upload.close();
            throw StoreException.undecided(Kind.TIMEOUT, "scripted", null);
        });

        assertFails(Kind.ABSENT, () -> upload.complete(1));
    }

    @Test
    void anInterruptEndsTheWaiting() {
        scripted.always((verb, action) -> {
            Thread.currentThread().interrupt();
            throw StoreException.of(Kind.BUSY, "scripted");
        });

        assertFails(Kind.INTERRUPTED, () -> store.get("key")).withMessageContaining("interrupted between two attempts");
        assertThat(Thread.interrupted()).isTrue();
    }

    private static Turn through() {
        return (verb, action) -> action.run();
    }

    private static Turn before(Kind kind) {
        return (verb, action) -> {
            throw StoreException.of(kind, "can't read key from memory:test: scripted");
        };
    }

    private static Turn undecided() {
        return (verb, action) -> {
            throw StoreException.undecided(Kind.TIMEOUT, "scripted", null);
        };
    }

    private static Turn after(Kind kind) {
        return (verb, action) -> {
            action.run();
            throw StoreException.undecided(kind, "scripted", null);
        };
    }

    /** What becomes of a call. */
    @FunctionalInterface
    private interface Turn {
        void take(Verb verb, Step call) throws StoreException;

        @FunctionalInterface
        interface Step {
            void run() throws StoreException;
        }
    }

    /** Follows a script, call by call; afterwards all goes well, or the same happens always. */
    private static final class Scripted extends StoreLayer {
        private final Queue<Turn> script = new ArrayDeque<>();
        private final List<Verb> calls = new ArrayList<>();
        private Turn otherwise = through();

        private Scripted(MemoryStore behind) {
            super(behind);
        }

        private void then(Turn... turns) {
            script.addAll(List.of(turns));
        }

        private void always(Turn turn) {
            otherwise = turn;
        }

        @Override
        protected <T> T pass(StoreCall call, Action<T> action) throws StoreException {
            calls.add(call.verb());
            var turn = script.isEmpty() ? otherwise : script.remove();
            var results = new ArrayList<T>();
            turn.take(call.verb(), () -> results.add(action.run()));
            return results.getFirst();
        }
    }
}
