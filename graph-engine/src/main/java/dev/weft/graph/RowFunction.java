package dev.weft.graph;

/**
 * What an edge map sends along edges where a message is a row of {@code width} floats: features, ranks from several seeds, or distances
 * from several sources, for one pass over the edges. Rows that meet at a target are combined place by place. As with {@link EdgeFunction},
 * {@code message} is pure and sees the state as it was before the call's first update, and one vertex is always touched by one thread.
 *
 * <p>Rows are always pulled: an edge map looks at all edges, however few vertices send. A sum of floats is off by at most 2·10^-5 of the
 * sum of their absolute values, usually by less than 10^-6, however many they are. {@link Op#MIN} and {@link Op#MAX} take no notice of NaN.
 * Where a message is only there or not, the bits of a {@code long} with {@link Op#OR} do the work of 64 places.
 */
public abstract class RowFunction {
    /** So many, that a block of vertices has no more floats than an array. */
    private static final int WIDEST = 1 << 14;

    final Op op;
    final int width;
    final Deliver deliver;
    final Weight weight;

    /**
     * Updates the targets that a message came to.
     *
     * @param op {@link Op#SUM}, {@link Op#MIN} or {@link Op#MAX}
     * @param width floats in a row, from 1 to 16,384
     */
    protected RowFunction(Op op, int width) {
        this(op, width, Deliver.TO_RECEIVERS, Weight.NONE);
    }

    protected RowFunction(Op op, int width, Deliver deliver) {
        this(op, width, deliver, Weight.NONE);
    }

    /** @param weight how the weight of an edge changes each place of a row; not {@link Weight#FUNCTION} */
    protected RowFunction(Op op, int width, Deliver deliver, Weight weight) {
        if (op != Op.SUM && op != Op.MIN && op != Op.MAX) {
            throw new IllegalArgumentException("op=" + op + ": rows know SUM, MIN and MAX");
        }
        if (width < 1 || width > WIDEST) {
            throw new IllegalArgumentException("width=" + width + ": a row has from 1 to " + WIDEST + " floats");
        }
        if (weight == Weight.FUNCTION) {
            throw new IllegalArgumentException(
                    "Weight.FUNCTION is for edge functions of one value: rows know NONE, PLUS and TIMES");
        }
        this.op = op;
        this.width = width;
        this.deliver = deliver;
        this.weight = weight;
    }

    /** Writes what the source sends along each of its edges to {@code row[at] .. row[at + width - 1]}. */
    protected abstract void message(int source, float[] row, int at);

    /**
     * Takes what came to the target, in {@code row[at] .. row[at + width - 1]}; true puts the target into the resulting frontier. The row is
     * the engine's: what is to stay must be copied.
     */
    protected abstract boolean update(int target, float[] row, int at);

    float identity() {
        return switch (op) {
            case MIN -> Float.POSITIVE_INFINITY;
            case MAX -> Float.NEGATIVE_INFINITY;
            default -> 0f;
        };
    }
}
