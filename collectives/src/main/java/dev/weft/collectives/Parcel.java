package dev.weft.collectives;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A message on its way in, of which there may be some elements, all, or, while its sender lends them, none but his. */
final class Parcel {
    private static final Object NOTHING = new Object();

    int tag;
    long call;
    long fingerprint;
    ElementType type = ElementType.BYTE;
    int count;

    /** Elements that have come, whether they were placed or are kept. */
    int arrived;

    final ArrayDeque<byte[]> kept = new ArrayDeque<>(1);
    final ArrayDeque<Integer> keptCounts = new ArrayDeque<>(1);

    @Nullable
    Receipt receipt;

    private Object lent = NOTHING;
    private int lentOffset;
    private boolean isLent;
    private volatile boolean taken;

    void describe(int withTag, long inCall, long withFingerprint, ElementType elements, int total) {
        tag = withTag;
        call = inCall;
        fingerprint = withFingerprint;
        type = elements;
        count = total;
        arrived = 0;
    }

    boolean isComplete() {
        return arrived == count;
    }

    void lend(Object array, int offset) {
        lent = array;
        lentOffset = offset;
        isLent = true;
        arrived = count;
    }

    boolean isLent() {
        return isLent;
    }

    Object lent() {
        return lent;
    }

    int lentOffset() {
        return lentOffset;
    }

    /** The sender may use again what it lent. */
    void markTaken() {
        lent = NOTHING;
        taken = true;
    }

    boolean isTaken() {
        return taken;
    }
}
