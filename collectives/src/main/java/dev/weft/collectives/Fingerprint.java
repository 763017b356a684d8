package dev.weft.collectives;

/**
 * A call in 64 bits: equal on all ranks if and only if the ranks make matching calls. The round that carries it is
 * published beside it (see {@link Slot}).
 *
 * <pre>
 *   operation 5 | type 3 | Op 4 | root, peer or hash of the Op 20 | count 32      count = -1: a scalar
 *   operation 5 | type 3 |   hash of the counts 56                                allGatherV, whose counts must agree
 * </pre>
 *
 * What may differ between ranks (offsets, the counts of allToAllV) is 0.
 */
@SuppressWarnings("EnumOrdinal") // Fingerprints live as long as a call; processes of a job run the same version.
final class Fingerprint {
    static final int SCALAR = -1;
    static final int MAX_RANKS = 1 << 20;
    static final int NO_TAG = -1;

    private static final int OPERATION_SHIFT = 59;
    private static final int TYPE_SHIFT = 56;
    private static final int OP_SHIFT = 52;
    private static final int PEER_SHIFT = 32;

    private static final Operation[] OPERATIONS = Operation.values();
    private static final ElementType[] TYPES = ElementType.values();
    private static final Op.Kind[] KINDS = Op.Kind.values();
    private static final int UNORDERED = KINDS.length;

    private Fingerprint() {}

    static long of(Operation operation) {
        return (long) operation.ordinal() << OPERATION_SHIFT;
    }

    static long of(Operation operation, ElementType type) {
        return of(operation) | (long) type.ordinal() << TYPE_SHIFT;
    }

    static long of(Operation operation, ElementType type, int count) {
        return of(operation, type) | Integer.toUnsignedLong(count);
    }

    static long of(Operation operation, ElementType type, int count, Op op) {
        int name = op.kind() == Op.Kind.OWN ? op.toString().hashCode() & MAX_RANKS - 1 : 0;
        return of(operation, type, count, op, name);
    }

    static long of(Operation operation, ElementType type, int count, Op op, int root) {
        return of(operation, type, count) | (long) number(op) << OP_SHIFT | (long) root << PEER_SHIFT;
    }

    /** Unordered ones that would else be folded in order have numbers of their own. */
    private static int number(Op op) {
        int kind = op.kind().ordinal();
        if (!op.isUnordered()) {
            return kind;
        }
        return switch (op.kind()) {
            case SUM -> UNORDERED;
            case PRODUCT -> UNORDERED + 1;
            case OWN -> UNORDERED + 2;
            default -> kind;
        };
    }

    static long withPeer(Operation operation, ElementType type, int count, int peer) {
        return of(operation, type, count) | (long) peer << PEER_SHIFT;
    }

    static long withCounts(Operation operation, ElementType type, int[] counts) {
        long hash = 0xcbf29ce484222325L;
        for (int count : counts) {
            hash = (hash ^ count) * 0x9e3779b97f4a7c15L;
            hash ^= hash >>> 32;
        }
        return of(operation, type) | hash >>> (Long.SIZE - TYPE_SHIFT);
    }

    static Operation operation(long call) {
        return OPERATIONS[(int) (call >>> OPERATION_SHIFT)];
    }

    static boolean sameOperationAndType(long call, long other) {
        return call >>> TYPE_SHIFT == other >>> TYPE_SHIFT;
    }

    /** The call as its source would show it, e.g. {@code broadcast(int[4], root=0)}. */
    static String describe(long call) {
        Operation operation = operation(call);
        return operation.method()
                + switch (operation) {
                    case BARRIER, SPLIT, AGREE -> "()";
                    case ALL_GATHER_V, ALL_TO_ALL_V -> "(" + type(call).keyword() + "[])";
                    case ALL_GATHER, ALL_TO_ALL -> "(" + elements(call) + ")";
                    case ALL_REDUCE, REDUCE_SCATTER, SCAN, EXSCAN -> "(" + elements(call) + ", " + op(call) + ")";
                    case REDUCE -> "(" + elements(call) + ", " + op(call) + ", root=" + peer(call) + ")";
                    case BROADCAST, GATHER, SCATTER -> "(" + elements(call) + ", root=" + peer(call) + ")";
                    case GATHER_V, SCATTER_V -> "(" + type(call).keyword() + "[], root=" + peer(call) + ")";
                    case SEND -> "(" + elements(call) + ", destination=" + peer(call) + ")";
                    case RECEIVE -> "(" + elements(call) + ", source=" + peer(call) + ")";
                };
    }

    /** The call of a send or a receive with its tag, which has no room in the 64 bits. */
    static String describe(long call, int tag) {
        String text = describe(call);
        return tag == NO_TAG ? text : text.substring(0, text.length() - 1) + ", tag=" + tag + ")";
    }

    private static String elements(long call) {
        int count = (int) call;
        String keyword = type(call).keyword();
        return count == SCALAR ? keyword : keyword + "[" + count + "]";
    }

    private static ElementType type(long call) {
        return TYPES[(int) (call >>> TYPE_SHIFT) & 7];
    }

    private static String op(long call) {
        int number = (int) (call >>> OP_SHIFT) & 15;
        return switch (number - UNORDERED) {
            case 0 -> "SUM unordered";
            case 1 -> "PRODUCT unordered";
            case 2 -> "an unordered Op of its own";
            default -> KINDS[number] == Op.Kind.OWN ? "an Op of its own" : KINDS[number].name();
        };
    }

    private static int peer(long call) {
        return (int) (call >>> PEER_SHIFT) & MAX_RANKS - 1;
    }
}
