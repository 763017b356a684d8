package dev.weft.collectives.flight;

import dev.weft.collectives.ElementType;
import dev.weft.collectives.Op;
import dev.weft.collectives.Operation;
import java.util.Optional;

/**
 * One call of a rank.
 *
 * @param number counts all calls of the rank in its process, from 1
 * @param communicator see {@link FlightCommunicator#id}
 * @param call counts the collective calls, and apart from them the messages, of this rank in this communicator
 * @param fingerprint equal on all ranks that make matching collective calls; 0 for messages
 * @param op of reductions
 * @param peer the root, source or destination, numbered in the communicator, or {@link #NONE}
 * @param count elements, or {@link #SCALAR}
 * @param tag of messages, or {@link #NONE}
 * @param startNanos the process's {@link System#nanoTime} as it began
 * @param endNanos the same as it ended, without sense while it is {@link State#STARTED}
 */
public record FlightEvent(
        long number,
        State state,
        long communicator,
        long call,
        long fingerprint,
        Operation operation,
        ElementType type,
        Optional<Op.Kind> op,
        int peer,
        int count,
        int tag,
        long startNanos,
        long endNanos) {
    public static final int NONE = -1;

    /** The count of a call with a single value instead of an array. */
    public static final int SCALAR = -1;

    /** How far a call has got. */
    public enum State {
        STARTED,
        DONE,
        /** It threw. */
        FAILED
    }

    public int epoch() {
        return FlightCommunicator.epoch(communicator);
    }

    public boolean isCollective() {
        return operation != Operation.SEND && operation != Operation.RECEIVE;
    }

    /** The call as its source would show it, e.g. {@code broadcast(int[4], root=0)}. */
    public String text() {
        String arguments = switch (operation) {
            case BARRIER, SPLIT, AGREE -> "";
            case ALL_GATHER_V, ALL_TO_ALL_V -> type.keyword() + "[]";
            case GATHER_V, SCATTER_V -> type.keyword() + "[], root=" + peer;
            case ALL_GATHER, ALL_TO_ALL -> elements();
            case ALL_REDUCE, REDUCE_SCATTER, SCAN, EXSCAN ->
                elements() + op.map(known -> ", " + known).orElse("");
            case REDUCE -> elements() + op.map(known -> ", " + known).orElse("") + ", root=" + peer;
            case BROADCAST, GATHER, SCATTER -> elements() + ", root=" + peer;
            case SEND -> elements() + ", destination=" + peer + ", tag=" + tag;
            case RECEIVE -> elements() + ", source=" + peer + ", tag=" + tag;
        };
        return operation.method() + "(" + arguments + ")";
    }

    /** Where it stands among the calls of its communicator, e.g. {@code call 17 of communicator 0.1}. */
    public String place() {
        return (isCollective() ? "call " : "message ") + call + " of communicator "
                + FlightCommunicator.label(communicator);
    }

    private String elements() {
        return count == SCALAR ? type.keyword() : type.keyword() + "[" + count + "]";
    }
}
