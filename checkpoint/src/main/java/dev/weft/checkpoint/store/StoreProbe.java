package dev.weft.checkpoint.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.checkpoint.Body;
import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.StoreException.Kind;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/**
 * Tries, before a job relies on it, whether a store keeps its promises: above all that of all who create an object at once exactly one is told that
 * it did, and that it stays what that one wrote. A store that breaks this only now and then may pass; one that ignores the condition doesn't.
 */
public final class StoreProbe {
    private static final int ROUNDS = 3;
    private static final int WRITERS = 8;

    private final ObjectStore store;
    private final String folder = "probe/" + UUID.randomUUID();

    private StoreProbe(ObjectStore store) {
        this.store = store;
    }

    /**
     * Leaves nothing in the store.
     *
     * @throws StoreException {@code UNSUITABLE} if the store breaks a promise; or what kept it from answering
     */
    public static void prove(ObjectStore store) throws StoreException {
        var probe = new StoreProbe(store);
        try {
            probe.readsWhatWasWritten();
            probe.createsOnce();
            for (int round = 0; round < ROUNDS; round++) {
                probe.hasOneWinner(round);
            }
        } finally {
            probe.tidy();
        }
    }

    private void readsWhatWasWritten() throws StoreException {
        String key = folder + "/put";
        store.put(key, Body.of("first"));
        store.put(key, Body.of("second"));
        expect(holds(key, "second"), "an object that was just written is not what was written");
        byte[] range = new byte[3];
        store.read(key, 2, MemorySegment.ofArray(range));
        expect(new String(range, UTF_8).equals("con"), "reading bytes 2 to 5 of an object gives others");
        var listed = store.list(folder, "", 2);
        expect(
                listed.equals(List.of(new ObjectStore.Entry(key, 6))),
                "a listing right after writing " + key + " shows " + listed);
        store.delete(key);
        expect(store.get(key).isEmpty(), "an object that was just deleted is still there");
    }

    private void createsOnce() throws StoreException {
        String key = folder + "/create";
        expect(store.create(key, Body.of("mine")), "an object can't be created: it is said to exist");
        boolean again = store.create(key, Body.of("yours"));
        expect(!again && holds(key, "mine"), "an object that exists is written over by create-if-absent");
    }

    private void hasOneWinner(int round) throws StoreException {
        String key = folder + "/race-" + round;
        var winners = new ArrayList<Integer>();
        var start = new CountDownLatch(WRITERS);
        Lines.forEach(WRITERS, WRITERS, writer -> {
            awaitOthers(start);
            if (store.create(key, Body.of("writer " + writer))) {
                synchronized (winners) {
                    winners.add(writer);
                }
            }
        });
        expect(
                winners.size() == 1 && holds(key, "writer " + winners.getFirst()),
                "of " + WRITERS + " who created an object at once, " + winners.size() + " were told that they did");
    }

    private void awaitOthers(CountDownLatch start) throws StoreException {
        start.countDown();
        try {
            start.await();
        } catch (InterruptedException e) {
            throw StoreException.of(Kind.INTERRUPTED, "the probe of " + store + " was interrupted", e);
        }
    }

    private boolean holds(String key, String text) throws StoreException {
        return store.get(key)
                .filter(bytes -> new String(bytes, UTF_8).equals(text))
                .isPresent();
    }

    private void expect(boolean kept, String broken) throws StoreException {
        if (!kept) {
            throw StoreException.of(
                    Kind.UNSUITABLE,
                    store + " is not fit for checkpoints: " + broken
                            + ". Use a store that honours \"If-None-Match: *\" and shows writes at once (Amazon S3, MinIO, Ceph, a file system with hard links)");
        }
    }

    /** What is left after a failure says less than the failure. */
    private void tidy() {
        try {
            for (var entry : store.list(folder, "", ObjectStore.PAGE)) {
                store.delete(entry.key());
            }
        } catch (StoreException e) {
            // Left over: a few bytes below "probe".
        }
    }
}
