package dev.weft.collectives;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Another process of the epoch, and the lanes to and from it. */
final class Peer {
    private final int endpoint;
    private final OutLane control;
    private final OutLane data;
    private final ConcurrentLinkedQueue<Letter> controlBacklog = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Letter> dataBacklog = new ConcurrentLinkedQueue<>();
    private final SequenceCheck controlFrames = new SequenceCheck();
    private final SequenceCheck dataFrames = new SequenceCheck();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final Supplier<PayloadRing> openRing;
    private final int session;
    private final int token;
    private @Nullable PayloadRing ring;
    private volatile boolean saidBye;
    private volatile String suspicion = "";
    private volatile long suspectSinceNanos;

    /**
     * @param openRing opens the memory beside the other process's data lane to this one
     * @param session of the other process's lanes
     * @param token of the other process's frames to this one
     */
    Peer(int endpoint, OutLane control, OutLane data, Supplier<PayloadRing> openRing, int session, int token) {
        this.session = session;
        this.openRing = openRing;
        this.token = token;
        this.endpoint = endpoint;
        this.control = control;
        this.data = data;
    }

    int endpoint() {
        return endpoint;
    }

    int session() {
        return session;
    }

    int token() {
        return token;
    }

    OutLane data() {
        return data;
    }

    OutLane control() {
        return control;
    }

    /** Where the elements of the other process's long frames lie. Used by one thread at a time. */
    PayloadRing ring() {
        PayloadRing opened = ring;
        if (opened == null) {
            opened = openRing.get();
            ring = opened;
        }
        return opened;
    }

    void closeRing() {
        if (ring != null) {
            ring.close();
        }
    }

    SequenceCheck frames(LaneKind kind) {
        return kind == LaneKind.CONTROL ? controlFrames : dataFrames;
    }

    /** Sends as soon as there is room, behind what was handed over before. */
    void post(LaneKind kind, Letter letter) {
        ConcurrentLinkedQueue<Letter> backlog = kind == LaneKind.CONTROL ? controlBacklog : dataBacklog;
        backlog.add(letter);
        flush();
    }

    /** Sends what has waited; false if some of it still does. */
    boolean flush() {
        boolean allSaid = flush(controlBacklog, control);
        return flush(dataBacklog, data) && allSaid;
    }

    /** The other process closes its lanes in good order: what happens to them from now on is no trouble. */
    void saysBye() {
        saidBye = true;
    }

    boolean saidBye() {
        return saidBye;
    }

    /** The first to break it: whoever gets true tells it. */
    boolean breaks() {
        return !saidBye && broken.compareAndSet(false, true);
    }

    boolean isBroken() {
        return broken.get();
    }

    /** Looks broken, unless it turns out that the other process says good-bye. */
    void suspect(String reason) {
        if (suspicion.isEmpty()) {
            suspectSinceNanos = System.nanoTime();
            suspicion = reason;
        }
    }

    void trust() {
        suspicion = "";
    }

    String suspicion() {
        return suspicion;
    }

    long suspectedNanos() {
        return System.nanoTime() - suspectSinceNanos;
    }

    private static boolean flush(ConcurrentLinkedQueue<Letter> backlog, OutLane lane) {
        if (backlog.isEmpty()) {
            return true;
        }
        synchronized (backlog) {
            for (Letter letter = backlog.peek(); letter != null; letter = backlog.peek()) {
                if (!lane.offer(letter.frame(), letter.type(), letter.array(), 0, letter.count())) {
                    return false;
                }
                backlog.remove();
            }
        }
        return true;
    }
}
