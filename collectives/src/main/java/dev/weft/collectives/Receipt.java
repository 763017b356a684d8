package dev.weft.collectives;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A rank's wish for one message: where its elements go, and, when it is done, what came. */
final class Receipt {
    private static final Object NOTHING = new Object();

    LineKind line = LineKind.MAIL;
    int source;
    int tag;
    long call;
    long fingerprint;
    ElementType type = ElementType.BYTE;
    Object array = NOTHING;
    int offset;
    int capacity;

    long cameCall;
    long cameFingerprint;
    ElementType cameType = ElementType.BYTE;
    int cameCount;

    /** The wish that its rank made after this one, on the same line. */
    @Nullable
    Receipt next;

    private int placed;
    private boolean fits;
    private volatile boolean done = true;
    private volatile @Nullable Thread waiter;

    void wish(LineKind fromLine, int from, int withTag, long inCall, long withFingerprint) {
        line = fromLine;
        source = from;
        tag = withTag;
        call = inCall;
        fingerprint = withFingerprint;
    }

    void into(ElementType elements, Object target, int first, int atMost) {
        type = elements;
        array = target;
        offset = first;
        capacity = atMost;
        placed = 0;
        fits = false;
        next = null;
        done = false;
    }

    /** Of the messages of calls, every one is the next; its fingerprint tells whether it is the right one. */
    boolean wants(Parcel parcel) {
        return line == LineKind.CALLS || tag == parcel.tag;
    }

    /** Takes the message's description; false if its elements may not go into this array. */
    boolean accept(Parcel parcel) {
        cameCall = parcel.call;
        cameFingerprint = parcel.fingerprint;
        cameType = parcel.type;
        cameCount = parcel.count;
        boolean sameCall = line == LineKind.MAIL || (parcel.call == call && parcel.fingerprint == fingerprint);
        fits = sameCall && parcel.type == type && parcel.count <= capacity;
        return fits;
    }

    /** Where the next elements go. */
    int place() {
        return offset + placed;
    }

    void placed(int elements) {
        placed += elements;
    }

    void finish() {
        array = NOTHING;
        done = true;
        Thread parked = waiter;
        if (parked != null) {
            LockSupport.unpark(parked);
        }
    }

    boolean isDone() {
        return done;
    }

    /** After it is done: whether the elements are there. */
    boolean fits() {
        return fits;
    }

    /** The thread to wake as soon as it is done, or null. */
    void wakes(@Nullable Thread thread) {
        waiter = thread;
    }
}
