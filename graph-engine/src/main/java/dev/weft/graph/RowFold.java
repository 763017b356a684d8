package dev.weft.graph;

import dev.weft.graph.layout.Weights;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One thread's working space where rows are folded: rows of a block of targets, one after another. A list of neighbours is folded in pieces
 * of {@value #PIECE} entries whose results are combined as doubles. So the error of a sum is that of a few hundred additions of floats,
 * however long the list, and the rows of a piece stay in the cache while one stretch of places after another is folded.
 */
final class RowFold {
    private static final int PIECE = 256;

    final RowWindow rows;
    /** How many rows there is place for. */
    final int targets;

    final float[] sums;
    private final RowFunction function;
    private final Calls calls;
    private final double[] totals;
    private final int[] sources = new int[PIECE];
    private final float[] sourceWeights = new float[PIECE];

    RowFold(RowFunction function, RowWindow rows, int targets) {
        this.function = function;
        this.calls = Calls.of(function);
        this.rows = rows;
        this.targets = targets;
        this.sums = new float[targets * rows.stride];
        this.totals = new double[rows.stride];
    }

    @SuppressWarnings("ReferenceEquality")
    boolean isFor(RowFunction other, RowWindow otherRows) {
        return function == other && rows == otherRows;
    }

    /**
     * Folds the messages of the entries from {@code begin} to before {@code end} of a list of neighbours into the row at {@code at}, which
     * is all identity where none came.
     *
     * @param members a bit for each source that has a message; null if all have one
     * @return whether any came
     */
    boolean apply(int[] neighbours, @Nullable Weights weights, long @Nullable [] members, int begin, int end, int at) {
        if (end - begin <= PIECE) {
            return piece(neighbours, weights, members, begin, end, at);
        }
        Arrays.fill(totals, function.identity());
        boolean came = false;
        for (int i = begin; i < end; i += PIECE) {
            if (piece(neighbours, weights, members, i, Math.min(end, i + PIECE), at)) {
                came = true;
                addToTotals(at);
            }
        }
        for (int j = 0; j < totals.length; j++) {
            sums[at + j] = (float) totals[j];
        }
        return came;
    }

    private void addToTotals(int at) {
        for (int j = 0; j < totals.length; j++) {
            totals[j] = switch (function.op) {
                case MIN -> Math.min(totals[j], sums[at + j]);
                case MAX -> Math.max(totals[j], sums[at + j]);
                default -> totals[j] + sums[at + j];
            };
        }
    }

    private boolean piece(
            int[] neighbours, @Nullable Weights weights, long @Nullable [] members, int begin, int end, int at) {
        Arrays.fill(sums, at, at + rows.stride, function.identity());
        boolean asTheyAre = members == null && weights == null;
        int from = asTheyAre ? begin : 0;
        int to = asTheyAre ? end : list(neighbours, weights, members, begin, end);
        if (from == to) {
            return false;
        }
        calls.foldRows(function, asTheyAre ? neighbours : sources, sourceWeights, from, to, rows, sums, at);
        return true;
    }

    /** The sources that have a message, with the weights of their edges. */
    private int list(int[] neighbours, @Nullable Weights weights, long @Nullable [] members, int begin, int end) {
        int count = 0;
        for (int i = begin; i < end; i++) {
            int source = neighbours[i];
            if (members == null || (members[source >>> 6] & 1L << source) != 0) {
                sources[count] = source;
                if (weights != null) {
                    sourceWeights[count] = (float) weights.at(i);
                }
                count++;
            }
        }
        return count;
    }
}
