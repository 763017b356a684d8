package dev.weft.graph;

/**
 * What an edge map sends along edges where a message is a row of {@code width} floats: several searches, ranks from several seeds, or
 * features at once, for one pass over the edges. Rows that meet at a target are combined place by place. As with {@link EdgeFunction},
 * {@code message} is pure and sees the state as it was before the call's first update, and one vertex is always touched by one thread.
 */
public abstract class RowFunction {
    /** So many, that a block of vertices has no more floats than an array. */
    private static final int WIDEST = 1 << 14;

    final Op op;
    final int width;
    final Weight weight;

    /**
     * Rows that edges don't change.
     *
     * @param op {@link Op#SUM}, {@link Op#MIN} or {@link Op#MAX}
     * @param width floats in a row, from 1 to 16,384
     */
    protected RowFunction(Op op, int width) {
        this(op, width, Weight.NONE);
    }

    /** @param weight of an edge, for each place of a row; not {@link Weight#FUNCTION} */
    protected RowFunction(Op op, int width, Weight weight) {
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
        this.weight = weight;
    }

    /** Writes what the source sends along each of its edges to {@code row[at] .. row[at + width - 1]}. */
    protected abstract void message(int source, float[] row, int at);

    /**
     * Takes what came to the target, in {@code row[at] .. row[at + width - 1]}; called for every vertex that something came to. True puts
     * the target into the resulting frontier.
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
