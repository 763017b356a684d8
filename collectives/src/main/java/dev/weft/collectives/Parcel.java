package dev.weft.collectives;

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

    /** What is kept, in order. */
    @Nullable
    Chunk firstChunk;

    @Nullable
    Chunk lastChunk;

    @Nullable
    Receipt receipt;

    @Nullable
    Parcel next;

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
        isLent = false;
        receipt = null;
        next = null;
    }

    boolean isComplete() {
        return arrived == count;
    }

    void lend(Object array, int offset) {
        lent = array;
        lentOffset = offset;
        isLent = true;
        taken = false;
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

    void keep(Chunk chunk) {
        Chunk last = lastChunk;
        if (last == null) {
            firstChunk = chunk;
        } else {
            last.next = chunk;
        }
        lastChunk = chunk;
    }

    /** The oldest that is kept, which is taken out; null if there is none. */
    @Nullable
    Chunk unkeep() {
        Chunk chunk = firstChunk;
        if (chunk != null) {
            firstChunk = chunk.next;
            chunk.next = null;
            if (firstChunk == null) {
                lastChunk = null;
            }
        }
        return chunk;
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
