package dev.weft.collectives;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What a rank shows to the other ranks of its group in its process, and the memory in which it meets them. */
final class Member {
    private static final long NO_CALL = -1;
    private static final StackTraceElement[] NO_FRAMES = {};

    private final int rank;
    private final Slot evenSlot = new Slot();
    private final Slot oddSlot = new Slot();
    private final AtomicLong messages = new AtomicLong();
    private volatile @Nullable Thread thread;
    private final AtomicBoolean left = new AtomicBoolean();
    private volatile @Nullable String notedSite;
    private int waitingTag;
    private volatile long waitingCall = NO_CALL;

    Member(int rank) {
        this.rank = rank;
    }

    int rank() {
        return rank;
    }

    Slot slot(long round) {
        return (round & 1) == 0 ? evenSlot : oddSlot;
    }

    /** The calling thread is this rank's from now on. */
    void runsHere() {
        Thread current = Thread.currentThread();
        if (thread != current) {
            thread = current;
        }
    }

    StackTraceElement[] stack() {
        Thread running = thread;
        return running == null ? NO_FRAMES : running.getStackTrace();
    }

    /** False if it has left before. */
    boolean leaves() {
        return left.compareAndSet(false, true);
    }

    boolean hasLeft() {
        return left.get();
    }

    void noteSite(String site) {
        notedSite = site;
    }

    @Nullable
    String notedSite() {
        return notedSite;
    }

    /** Shows a wait that has become a long one. */
    void waitsIn(long call, int tag) {
        waitingTag = tag;
        waitingCall = call;
    }

    void waitsNoMore() {
        waitingCall = NO_CALL;
    }

    boolean isWaiting() {
        return waitingCall != NO_CALL;
    }

    String waitingCall() {
        return Fingerprint.describe(waitingCall, waitingTag);
    }

    void countMessage() {
        messages.lazySet(messages.getPlain() + 1);
    }

    /** Grows with everything that this rank completes. */
    long progress() {
        return messages.get() + evenSlot.round() + oddSlot.round();
    }
}
