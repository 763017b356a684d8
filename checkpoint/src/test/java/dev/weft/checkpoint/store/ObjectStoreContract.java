package dev.weft.checkpoint.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weft.checkpoint.Body;
import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.ObjectStore.Entry;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.StoreException.Kind;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store promises. */
public abstract class ObjectStoreContract {
    private static final int WRITERS = 12;
    private static final int ROUNDS = 30;
    private static final int MIB = 1 << 20;

    protected ObjectStore store;

    /** A new, empty store. */
    protected abstract ObjectStore open() throws IOException;

    /** How many uploads may have begun without this side knowing it. */
    protected int lostUploads() {
        return 0;
    }

    @BeforeEach
    void openStore() throws IOException {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void givesBackWhatWasPut() throws StoreException {
        store.put("epochs/1", Body.of("one"));
        store.put("epochs/2", Body.of("two"));
        store.put("epochs/1", Body.of("one again"));

        assertThat(store.get("epochs/1")).hasValue("one again".getBytes(UTF_8));
        assertThat(store.get("epochs/2")).hasValue("two".getBytes(UTF_8));
        assertThat(store.get("epochs/3")).isEmpty();
        assertThat(store.get("epochs")).isEmpty();
        assertThat(store.get("epochs/1/deeper")).isEmpty();
    }

    @Test
    void putsPiecesOfNativeMemoryOneAfterTheOther() throws StoreException {
        try (var arena = Arena.ofShared()) {
            var numbers = arena.allocate(8 * 1000, 8);
            for (int i = 0; i < 1000; i++) {
                numbers.setAtIndex(ValueLayout.JAVA_LONG, i, i * 31L);
            }
            var head = MemorySegment.ofArray(new byte[] {7, 8, 9});
            store.put("part", Body.of(head, numbers, arena.allocate(0), MemorySegment.ofArray(new byte[1])));

            var back = arena.allocate(8 * 1000, 8);
            store.read("part", 3, back);
            assertThat(back.mismatch(numbers)).isEqualTo(-1);
            assertThat(store.size("part")).hasValue(8004);
        }
    }

    @Test
    void keepsEmptyObjects() throws StoreException {
        store.put("empty", Body.of(new byte[0]));
        assertThat(store.create("created", Body.of(new byte[0]))).isTrue();

        assertThat(store.get("empty")).hasValue(new byte[0]);
        assertThat(store.size("created")).hasValue(0);
        assertThat(store.create("empty", Body.of("late"))).isFalse();
        store.read("empty", 0, MemorySegment.ofArray(new byte[0]));
    }

    @Test
    void createsOnce() throws StoreException {
        assertThat(store.create("epochs/1", Body.of("mine"))).isTrue();
        assertThat(store.create("epochs/1", Body.of("yours"))).isFalse();
        assertThat(store.get("epochs/1")).hasValue("mine".getBytes(UTF_8));

        store.delete("epochs/1");
        assertThat(store.create("epochs/1", Body.of("yours"))).isTrue();
        assertThat(store.get("epochs/1")).hasValue("yours".getBytes(UTF_8));
    }

    @Test
    void ofWritersThatRaceOneWins() throws Exception {
        assertOneWinner(store, ROUNDS);
    }

    /** Twelve writers create an object at once, again and again. */
    public static void assertOneWinner(ObjectStore store, int rounds) throws Exception {
        var barrier = new CyclicBarrier(WRITERS);
        try (var threads = Executors.newFixedThreadPool(WRITERS)) {
            for (int round = 0; round < rounds; round++) {
                String key = "race/" + round;
                var wins = new ArrayList<Future<Boolean>>();
                for (int writer = 0; writer < WRITERS; writer++) {
                    var body = Body.of(written(writer));
                    wins.add(threads.submit(() -> {
                        barrier.await();
                        return store.create(key, body);
                    }));
                }
                assertOneWon(store, key, wins);
            }
        }
    }

    private static byte[] written(int writer) {
        return ("writer " + writer + " ").repeat(100).getBytes(UTF_8);
    }

    private static void assertOneWon(ObjectStore store, String key, List<Future<Boolean>> wins) throws Exception {
        var winners = new ArrayList<Integer>();
        for (int writer = 0; writer < WRITERS; writer++) {
            if (won(wins.get(writer))) {
                winners.add(writer);
            }
        }
        assertThat(winners).as(key).hasSize(1);
        assertThat(store.get(key)).as(key).hasValue(written(winners.getFirst()));
    }

    private static boolean won(Future<Boolean> win) throws Exception {
        try {
            return win.get();
        } catch (ExecutionException e) {
            throw new AssertionError("a writer failed", e.getCause());
        }
    }

    @Test
    void readsRanges() throws StoreException {
        byte[] bytes = randomBytes(100_000, 1);
        store.put("part", Body.of(bytes));

        for (int offset : new int[] {0, 1, 4095, 65_536, 99_999}) {
            int length = Math.min(70_000, bytes.length - offset);
            byte[] range = new byte[length];
            store.read("part", offset, MemorySegment.ofArray(range));
            assertThat(MemorySegment.ofArray(range)
                            .mismatch(MemorySegment.ofArray(bytes).asSlice(offset, length)))
                    .as("offset " + offset)
                    .isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 10, 11})
    void saysThatARangeIsNotThere(int offset) throws StoreException {
        store.put("part", Body.of(new byte[10]));

        assertFails(Kind.TRUNCATED, () -> store.read("part", offset, MemorySegment.ofArray(new byte[11])))
                .withMessageContaining("can't read part from");
    }

    @Test
    void saysThatAnObjectIsNotThere() {
        assertFails(Kind.ABSENT, () -> store.read("no/part", 0, MemorySegment.ofArray(new byte[1])))
                .withMessageContaining("can't read no/part from " + store);
    }

    @Test
    void deletes() throws StoreException {
        store.put("checkpoints/1/1/part", Body.of("bytes"));
        store.put("checkpoints/1/2/part", Body.of("bytes"));

        store.delete("checkpoints/1/1/part");
        store.delete("checkpoints/1/1/part");
        store.delete("checkpoints/1");
        store.delete("never/there");

        assertThat(store.get("checkpoints/1/1/part")).isEmpty();
        assertThat(store.size("checkpoints/1/1/part")).isEmpty();
        assertThat(store.list("", "", 10)).containsExactly(new Entry("checkpoints/1/2/part", 5));
    }

    @Test
    void listsInTheOrderOfKeys() throws StoreException {
        var keys = List.of(
                "a", "a+b/c", "a-b", "a.b/c", "a/b", "a/b-c/d", "a/b.c", "a/c/d", "a0/x", "aB", "b/1", "b=/2", "b_");
        for (String key : keys) {
            // A folder has no file of its own name; S3 wouldn't mind.
            if (!key.equals("a") && !key.equals("a/b")) {
                store.put(key, Body.of(key));
            }
        }
        var expected = keys.stream()
                .filter(key -> !key.equals("a") && !key.equals("a/b"))
                .sorted()
                .map(key -> new Entry(key, key.length()))
                .toList();

        assertThat(store.list("", "", ObjectStore.PAGE)).isEqualTo(expected);
        assertThat(store.list("a/", "", 10)).extracting(Entry::key).containsExactly("a/b-c/d", "a/b.c", "a/c/d");
        assertThat(store.list("a/b", "", 10)).extracting(Entry::key).containsExactly("a/b-c/d", "a/b.c");
        assertThat(store.list("a/b", "a/b-c/d", 10)).extracting(Entry::key).containsExactly("a/b.c");
        assertThat(store.list("b", "a/c", 1)).extracting(Entry::key).containsExactly("b/1");
        assertThat(store.list("a/", "b", 10)).isEmpty();
        assertThat(store.list("nothing/here", "", 10)).isEmpty();
        assertThat(store.list("", "zz", 10)).isEmpty();
    }

    @Test
    void listsByPages() throws StoreException {
        var random = new Random(7);
        var all = new TreeMap<String, Long>();
        for (int i = 0; i < 40; i++) {
            String key =
                    "p" + random.nextInt(3) + "/" + "s".repeat(1 + random.nextInt(3)) + "/part-" + random.nextInt(1000);
            byte[] bytes = new byte[random.nextInt(50)];
            store.put(key, Body.of(bytes));
            all.put(key, (long) bytes.length);
        }
        for (int limit : new int[] {1, 7, 40, ObjectStore.PAGE}) {
            var listed = new TreeMap<String, Long>();
            String after = "";
            List<Entry> page;
            do {
                page = store.list("", after, limit);
                page.forEach(entry -> listed.put(entry.key(), entry.bytes()));
                after = page.isEmpty() ? after : page.getLast().key();
            } while (page.size() == limit);
            assertThat(listed).as("limit " + limit).isEqualTo(all);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> store.list("", "", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> store.list("", "", ObjectStore.PAGE + 1));
    }

    @Test
    void uploadsPartsInAnyOrder() throws StoreException {
        byte[] bytes = randomBytes(2 * 5 * MIB + 12_345, 2);
        var body = Body.of(bytes);
        try (var upload = store.upload("long", 5 * MIB)) {
            upload.part(2, body.slice(10L * MIB, 12_345));
            upload.part(0, Body.of(new byte[5 * MIB]));
            upload.part(1, body.slice(5L * MIB, 5 * MIB));
            upload.part(0, body.slice(0, 5 * MIB));
            assertThat(store.get("long")).isEmpty();
            upload.complete(3);
        }
        assertHolds("long", bytes);
    }

    @Test
    void anUploadReplacesAnObjectWhenItIsComplete() throws StoreException {
        store.put("object", Body.of("before"));
        try (var upload = store.upload("object", 5 * MIB)) {
            upload.part(0, Body.of("after"));
            assertThat(store.get("object")).hasValue("before".getBytes(UTF_8));
            upload.complete(1);
        }
        assertThat(store.get("object")).hasValue("after".getBytes(UTF_8));
    }

    @Test
    void anUploadThatIsNotCompletedLeavesNothing() throws StoreException {
        try (var upload = store.upload("long", 5 * MIB)) {
            upload.part(0, Body.of(new byte[1000]));
        }
        assertThat(store.get("long")).isEmpty();
        assertThat(store.list("", "", 10)).isEmpty();
        assertThat(store.sweep(Instant.now().plusSeconds(3600))).isLessThanOrEqualTo(lostUploads());
    }

    @Test
    void refusesUploadsThatStoresWouldPutTogetherOtherwise() throws StoreException {
        assertThatIllegalArgumentException().isThrownBy(() -> store.upload("long", 5 * MIB - 1));
        try (var upload = store.upload("long", 5 * MIB)) {
            assertThatIllegalArgumentException().isThrownBy(() -> upload.part(-1, Body.of("x")));
            assertThatIllegalArgumentException().isThrownBy(() -> upload.part(10_000, Body.of("x")));
            assertThatIllegalArgumentException().isThrownBy(() -> upload.part(0, Body.of(new byte[5 * MIB + 1])));
            assertThatIllegalStateException().isThrownBy(() -> upload.complete(0));
            upload.part(1, Body.of("x"));
            assertThatIllegalStateException()
                    .isThrownBy(() -> upload.complete(2))
                    .withMessageContaining("[1]");
            upload.part(0, Body.of("short"));
            assertThatIllegalStateException()
                    .isThrownBy(() -> upload.complete(2))
                    .withMessageContaining("part=0 of key=long has 5 bytes");
        }
        assertThat(store.get("long")).isEmpty();
    }

    @Test
    void movesLongObjectsInParts() throws StoreException {
        try (var arena = Arena.ofShared()) {
            long bytes = Transfers.PART_BYTES + 4321;
            var from = arena.allocate(bytes);
            from.copyFrom(MemorySegment.ofArray(randomBytes((int) bytes, 3)));
            Transfers.put(store, "checkpoints/10/1/part-0", Body.of(from.asSlice(0, 1000), from.asSlice(1000)), 3);

            var back = arena.allocate(bytes - 17);
            Transfers.read(store, "checkpoints/10/1/part-0", 17, back, 3);
            assertThat(back.mismatch(from.asSlice(17))).isEqualTo(-1);
            assertThat(store.size("checkpoints/10/1/part-0")).hasValue(bytes);
        }
    }

    @Test
    void sweepsUploadsThatNeverEnded() throws StoreException {
        store.put("kept", Body.of("kept"));
        var upload = store.upload("left", 5 * MIB);
        upload.part(0, Body.of(new byte[5 * MIB]));

        store.sweep(Instant.now().minusSeconds(3600));
        upload.part(1, Body.of("still there"));
        store.sweep(Instant.now().plusSeconds(3600));

        assertFails(Kind.ABSENT, () -> upload.complete(2));
        assertThat(store.sweep(Instant.now().plusSeconds(3600))).isZero();
        assertThat(store.list("", "", 10)).extracting(Entry::key).containsExactly("kept");
        upload.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "/a", "a/", "a//b", "..", "a/../b", ".tmp/x", "a b", "a%2fb", "é", "a\\b", "a\u0000"})
    void refusesKeysThatAreNotLegalEverywhere(String key) {
        assertThatIllegalArgumentException().isThrownBy(() -> store.put(key, Body.of("x")));
        assertThatIllegalArgumentException().isThrownBy(() -> store.create(key, Body.of("x")));
        assertThatIllegalArgumentException().isThrownBy(() -> store.get(key));
        assertThatIllegalArgumentException().isThrownBy(() -> store.size(key));
        assertThatIllegalArgumentException().isThrownBy(() -> store.delete(key));
        assertThatIllegalArgumentException().isThrownBy(() -> store.upload(key, 5 * MIB));
        assertThatIllegalArgumentException().isThrownBy(() -> store.read(key, 0, MemorySegment.ofArray(new byte[1])));
    }

    @Test
    void isProvenFit() throws StoreException {
        StoreProbe.prove(store);

        assertThat(store.list("", "", 10)).isEmpty();
    }

    @Test
    void manyThreadsSeeWholeObjectsOnly() throws Exception {
        byte[][] versions =
                IntStream.range(0, 4).mapToObj(i -> filled(70_000, i)).toArray(byte[][]::new);
        store.put("object", Body.of(versions[0]));
        try (var threads = Executors.newFixedThreadPool(8)) {
            var all = new ArrayList<Future<?>>();
            for (byte[] version : versions) {
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 5; i++) {
                        store.put("object", Body.of(version));
                    }
                    return true;
                }));
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 10; i++) {
                        byte[] got = store.get("object").orElseThrow();
                        assertThat(got).isEqualTo(versions[got[0]]);
                    }
                    return true;
                }));
            }
            for (var one : all) {
                one.get();
            }
        }
    }

    protected static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    public static byte[] randomBytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    protected void assertHolds(String key, byte[] bytes) throws StoreException {
        byte[] got = store.get(key).orElseThrow();
        assertThat(MemorySegment.ofArray(got).mismatch(MemorySegment.ofArray(bytes)))
                .isEqualTo(-1);
    }

    /** A call that should fail. */
    @FunctionalInterface
    public interface Failing {
        void run() throws StoreException;
    }

    public static org.assertj.core.api.ThrowableAssertAlternative<StoreException> assertFails(
            Kind kind, Failing failing) {
        return assertThatExceptionOfType(StoreException.class)
                .isThrownBy(failing::run)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
