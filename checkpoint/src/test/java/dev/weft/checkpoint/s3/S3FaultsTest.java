package dev.weft.checkpoint.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.checkpoint.Body;
import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.StoreException.Kind;
import dev.weft.checkpoint.s3.FaultProxy.Fault;
import dev.weft.checkpoint.store.BoundedStore;
import dev.weft.checkpoint.store.Limits;
import dev.weft.checkpoint.store.ObjectStoreContract;
import dev.weft.checkpoint.store.Retries;
import dev.weft.checkpoint.store.RetryingStore;
import dev.weft.checkpoint.store.StoreClock;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each fault of a proxy before S3Proxy, in each kind of call. */
final class S3FaultsTest {
    private static final Limits LIMITS = new Limits(Duration.ofMillis(400), 4 << 20);
    private static final Retries RETRIES =
            new Retries(Duration.ofMillis(2), Duration.ofMillis(50), Duration.ofSeconds(50));

    private final S3Server server = S3Server.running();
    private FaultProxy proxy;
    private ObjectStore store;

    static ObjectStore retrying(FaultProxy proxy) throws IOException {
        var bounded = new BoundedStore(S3Server.running().newStore(proxy.endpoint(), LIMITS), 16);
        return new RetryingStore(bounded, RETRIES, StoreClock.SYSTEM, new SplittableRandom(7));
    }

    @BeforeEach
    void openStore() throws IOException {
        proxy = new FaultProxy(server.port());
        store = retrying(proxy);
    }

    @AfterEach
    void closeStore() {
        store.close();
        proxy.close();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"NONE", "SKEWED"},
            mode = EnumSource.Mode.EXCLUDE)
    void putsAndReadsThroughEachFault(Fault fault) throws IOException {
        byte[] bytes = ObjectStoreContract.randomBytes(300_000, 5);
        once("PUT", fault);
        store.put("part", Body.of(bytes));
        once("GET", fault);
        byte[] back = new byte[200_000];
        store.read("part", 50_000, MemorySegment.ofArray(back));
        assertThat(MemorySegment.ofArray(back)
                        .mismatch(MemorySegment.ofArray(bytes).asSlice(50_000, 200_000)))
                .isEqualTo(-1);
        once("GET", fault);
        assertThat(store.get("part").orElseThrow()).isEqualTo(bytes);
        once("GET", fault);
        assertThat(store.list("", "", 10)).hasSize(1);
        once("DELETE", fault);
        store.delete("part");
        assertThat(proxy.faults()).isEqualTo(5);
        assertThat(store.get("part")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"NONE", "SKEWED"},
            mode = EnumSource.Mode.EXCLUDE)
    void createsThroughEachFault(Fault fault) throws IOException {
        once("PUT", fault);
        assertThat(store.create("epochs/1", Body.of("mine"))).isTrue();
        once("PUT", fault);
        assertThat(store.create("epochs/1", Body.of("another's"))).isFalse();
        assertThat(store.get("epochs/1")).hasValue("mine".getBytes(UTF_8));
        assertThat(proxy.faults()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"NONE", "SKEWED"},
            mode = EnumSource.Mode.EXCLUDE)
    void uploadsThroughEachFault(Fault fault) throws IOException {
        once("POST", fault);
        var upload = store.upload("long", 5 << 20);
        once("PUT", fault);
        upload.part(0, Body.of("bytes"));
        once("POST", fault);
        upload.complete(1);
        upload.close();
        assertThat(proxy.faults()).isEqualTo(3);
        assertThat(store.get("long")).hasValue("bytes".getBytes(UTF_8));
    }

    /** The next exchange of this method, and no other. */
    private void once(String method, Fault fault) {
        Queue<Fault> next = new ConcurrentLinkedQueue<>(List.of(fault));
        proxy.plan(line -> line.startsWith(method + " ") && !next.isEmpty() ? next.remove() : Fault.NONE);
    }

    @Test
    void ofWritersThatRaceOneWins() throws Exception {
        proxy.spoilEveryEighth(11);

        ObjectStoreContract.assertOneWinner(store, 10);

        assertThat(proxy.faults()).isGreaterThan(5);
    }

    @Test
    void givesUpAfterItsTime() throws IOException {
        proxy.plan(line -> Fault.BUSY);
        var hasty = new RetryingStore(
                server.newStore(proxy.endpoint(), LIMITS),
                new Retries(Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofMillis(500)),
                StoreClock.SYSTEM,
                new SplittableRandom(7));
        ObjectStoreContract.assertFails(Kind.BUSY, () -> hasty.put("part", Body.of("bytes")))
                .withMessageContaining("the store has trouble (503 SlowDown) (given up after ");
        ObjectStoreContract.assertFails(Kind.BUSY, () -> hasty.create("part", Body.of("bytes")));
        assertThat(proxy.faults()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void anAnswerThatNeverComesEndsTheAttemptInTime() throws IOException {
        proxy.plan(line -> Fault.SILENT_AFTER_SUCCESS);
        var alone = server.newStore(proxy.endpoint(), new Limits(Duration.ofMillis(300), 16 << 20));
        long start = System.nanoTime();

        ObjectStoreContract.assertFails(Kind.TIMEOUT, () -> alone.put("part", Body.of("bytes")))
                .satisfies(e -> assertThat(e.undecided()).isTrue())
                .withMessageContaining("no answer in time");

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(250), Duration.ofSeconds(10));
        proxy.plan(line -> Fault.NONE);
        assertThat(alone.get("part")).hasValue("bytes".getBytes(UTF_8));
    }
}
