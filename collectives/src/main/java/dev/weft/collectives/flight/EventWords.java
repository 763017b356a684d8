package dev.weft.collectives.flight;

import dev.weft.collectives.ElementType;
import dev.weft.collectives.Op;
import dev.weft.collectives.Operation;
import dev.weft.collectives.flight.FlightEvent.State;
import java.util.Optional;

/**
 * An event as eight 64-bit words, in a recorder's ring and in a dump.
 *
 * <pre>
 *   word   bits     what
 *   0      2..63    number of the event
 *          0..1     state: 0 being written, 1 started, 2 done, 3 failed; written last
 *   1      32..63   epoch                                       } the communicator
 *          0..31    the communicator's number in that epoch     }
 *   2               number of the call in the communicator, for send and receive of the message
 *   3               fingerprint of the call
 *   4      32..63   root, source or destination, -1 none
 *          16..23   Op: ordinal + 1, 0 none
 *          8..15    element type: ordinal
 *          0..7     operation: ordinal
 *   5      32..63   tag, -1 none
 *          0..31    elements, -1 a scalar
 *   6               System.nanoTime at the start
 *   7               System.nanoTime at the end
 * </pre>
 */
@SuppressWarnings("EnumOrdinal") // A golden file sees it if they change; then the dumps' version has to.
final class EventWords {
    static final int WORDS = 8;

    static final int HEAD = 0;
    static final int COMMUNICATOR = 1;
    static final int CALL = 2;
    static final int FINGERPRINT = 3;
    static final int WHAT = 4;
    static final int HOW_MUCH = 5;
    static final int START = 6;
    static final int END = 7;

    static final int BEING_WRITTEN = 0;
    static final int STARTED = State.STARTED.ordinal() + 1;
    static final int DONE = State.DONE.ordinal() + 1;
    static final int FAILED = State.FAILED.ordinal() + 1;
    static final int NO_OP = 0;

    private static final int STATE_BITS = 2;
    private static final int STATE_MASK = (1 << STATE_BITS) - 1;
    private static final int BYTE_MASK = 0xff;
    private static final State[] STATES = State.values();
    private static final Operation[] OPERATIONS = Operation.values();
    private static final ElementType[] TYPES = ElementType.values();
    private static final Op.Kind[] OPS = Op.Kind.values();

    private EventWords() {}

    static long head(long number, int state) {
        return number << STATE_BITS | state;
    }

    static long number(long head) {
        return head >>> STATE_BITS;
    }

    static boolean isWhole(long head) {
        return (head & STATE_MASK) != BEING_WRITTEN;
    }

    static int code(Op.Kind op) {
        return op.ordinal() + 1;
    }

    static long what(Operation operation, ElementType type, int opCode, int peer) {
        return operation.ordinal() | type.ordinal() << 8 | opCode << 16 | (long) peer << 32;
    }

    static long howMuch(int count, int tag) {
        return Integer.toUnsignedLong(count) | (long) tag << 32;
    }

    static long[] encode(FlightEvent event) {
        int opCode = event.op().map(EventWords::code).orElse(NO_OP);
        return new long[] {
            head(event.number(), event.state().ordinal() + 1),
            event.communicator(),
            event.call(),
            event.fingerprint(),
            what(event.operation(), event.type(), opCode, event.peer()),
            howMuch(event.count(), event.tag()),
            event.startNanos(),
            event.endNanos()
        };
    }

    /** The event in words that are whole. */
    static FlightEvent decode(long[] words) {
        int what = (int) words[WHAT];
        int opCode = what >>> 16 & BYTE_MASK;
        return new FlightEvent(
                number(words[HEAD]),
                STATES[((int) words[HEAD] & STATE_MASK) - 1],
                words[COMMUNICATOR],
                words[CALL],
                words[FINGERPRINT],
                OPERATIONS[what & BYTE_MASK],
                TYPES[what >>> 8 & BYTE_MASK],
                opCode == NO_OP ? Optional.empty() : Optional.of(OPS[opCode - 1]),
                (int) (words[WHAT] >>> 32),
                (int) words[HOW_MUCH],
                (int) (words[HOW_MUCH] >>> 32),
                words[START],
                words[END]);
    }
}
