package dev.weft.collectives.algorithm;

import dev.weft.collectives.ElementType;
import dev.weft.collectives.Op;
import dev.weft.collectives.Operation;

/**
 * What one rank passed to a collective call; used again for its next call.
 *
 * <pre>
 *   broadcast, reduce, allReduce, scan, exscan    receive[receiveOffset .. + count], in place
 *   reduceScatter                                 send: count elements a rank; receive: count
 *   gather, allGather                             send: count; receive: count a rank
 *   scatter                                       send: count a rank; receive: count
 *   allToAll                                      send and receive: count a rank
 *   …V                                            counts and displacements a rank where there is more than one block
 * </pre>
 */
public final class Call {
    private static final Object NOTHING = new Object();
    private static final int[] NO_COUNTS = {};

    public Operation operation = Operation.BARRIER;
    public ElementType type = ElementType.BYTE;
    public Op op = Op.SUM;
    public int root;
    public int count;
    public Object send = NOTHING;
    public int sendOffset;
    public Object receive = NOTHING;
    public int receiveOffset;
    public int[] sendCounts = NO_COUNTS;
    public int[] sendDisplacements = NO_COUNTS;
    public int[] receiveCounts = NO_COUNTS;
    public int[] receiveDisplacements = NO_COUNTS;

    /** The call in 64 bits, and the counts that have to be the same on all ranks. */
    public long fingerprint;

    public int[] agreedCounts = NO_COUNTS;

    /** Begins the description of a new call. */
    public void begin(Operation next, ElementType elements, int elementCount) {
        operation = next;
        type = elements;
        count = elementCount;
        op = Op.SUM;
        root = 0;
        sendCounts = NO_COUNTS;
        sendDisplacements = NO_COUNTS;
        receiveCounts = NO_COUNTS;
        receiveDisplacements = NO_COUNTS;
        agreedCounts = NO_COUNTS;
    }

    /** Lets go of the caller's arrays. */
    public void end() {
        send = NOTHING;
        receive = NOTHING;
        sendCounts = NO_COUNTS;
        sendDisplacements = NO_COUNTS;
        receiveCounts = NO_COUNTS;
        receiveDisplacements = NO_COUNTS;
    }

    /** As {@link #begin}, with all that the other one has. */
    public void copyFrom(Call other) {
        begin(other.operation, other.type, other.count);
        op = other.op;
        root = other.root;
        send = other.send;
        sendOffset = other.sendOffset;
        receive = other.receive;
        receiveOffset = other.receiveOffset;
        sendCounts = other.sendCounts;
        sendDisplacements = other.sendDisplacements;
        receiveCounts = other.receiveCounts;
        receiveDisplacements = other.receiveDisplacements;
    }

    public int sendAt(int rank) {
        return sendDisplacements.length == 0 ? sendOffset + rank * count : sendOffset + sendDisplacements[rank];
    }

    public int sendCount(int rank) {
        return sendCounts.length == 0 ? count : sendCounts[rank];
    }

    public int receiveAt(int rank) {
        return receiveDisplacements.length == 0
                ? receiveOffset + rank * count
                : receiveOffset + receiveDisplacements[rank];
    }

    public int receiveCount(int rank) {
        return receiveCounts.length == 0 ? count : receiveCounts[rank];
    }

    /** True if this rank's elements stand already where the result wants them. */
    public boolean isInPlace(int fromOffset, int intoOffset) {
        return Elements.isSamePlace(type, send, fromOffset, receive, intoOffset);
    }
}
