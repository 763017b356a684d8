package dev.weft.collectives;

import org.jspecify.annotations.Nullable;

/**
 * Elements on their way from one rank to another: a copy, or the sender's own array, which is lent until the message is
 * taken.
 */
final class Message {
    private static final Object NOTHING = new Object();
    private static final int SMALLEST_BUFFER = 16;

    int source;
    int tag;
    ElementType type = ElementType.BYTE;
    int count;
    Object array = NOTHING;
    int offset;
    long claimedBytes;

    @Nullable
    Message next;

    private Object buffer = new byte[0];
    private ElementType bufferType = ElementType.BYTE;
    private int bufferLength;
    private volatile boolean taken = true;

    void address(int from, int withTag, ElementType elementType, int elements) {
        source = from;
        tag = withTag;
        type = elementType;
        count = elements;
        taken = false;
    }

    void lend(Object elements, int first) {
        array = elements;
        offset = first;
        claimedBytes = 0;
    }

    /** Copies into a buffer that this message keeps for its next use. */
    void copyIn(Object elements, int first, long claim) {
        if (bufferType != type || bufferLength < count) {
            bufferLength = Math.max(count, bufferType == type ? 2 * bufferLength : SMALLEST_BUFFER);
            bufferType = type;
            buffer = type.newArray(bufferLength);
        }
        System.arraycopy(elements, first, buffer, 0, count);
        array = buffer;
        offset = 0;
        claimedBytes = claim;
    }

    /** The receiver is done with it: the sender may use it, and an array that it lent, again. */
    void markTaken() {
        array = NOTHING;
        taken = true;
    }

    boolean isTaken() {
        return taken;
    }
}
