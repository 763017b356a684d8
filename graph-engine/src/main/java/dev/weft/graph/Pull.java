package dev.weft.graph;

import dev.weft.graph.layout.Weights;

/**
 * The loops over incoming edges: for a list of targets, combine the messages of their in-neighbours. Each loop compacts its list to the
 * targets that a message came to and returns how many these are. Neighbours are ascending, so sums are folded in the promised order.
 */
final class Pull {
    private Pull() {}

    /** Every in-neighbour has a message. {@code first} is the vertex that {@code offsets[0]} belongs to. */
    static int fromAll(
            Fold fold,
            int[] offsets,
            int[] neighbours,
            long[] messages,
            int first,
            int[] targets,
            long[] values,
            int count) {
        return switch (fold) {
            case SUM_DOUBLE -> sumDoubles(offsets, neighbours, messages, first, targets, values, count);
            case MIN_LONG -> minLongs(offsets, neighbours, messages, first, targets, values, count);
            default -> any(fold, offsets, neighbours, messages, first, targets, values, count);
        };
    }

    /** Only the in-neighbours whose bit is set in {@code members} have a message. */
    static int fromMembers(
            Fold fold,
            int[] offsets,
            int[] neighbours,
            long[] messages,
            long[] members,
            int first,
            int[] targets,
            long[] values,
            int count) {
        return fold == Fold.SUM_DOUBLE
                ? sumMembers(offsets, neighbours, messages, members, first, targets, values, count)
                : anyMember(fold, offsets, neighbours, messages, members, first, targets, values, count);
    }

    private static int sumDoubles(
            int[] offsets, int[] neighbours, long[] messages, int first, int[] targets, long[] values, int count) {
        int hits = 0;
        for (int t = 0; t < count; t++) {
            int target = targets[t];
            int i = offsets[target - first];
            int end = offsets[target - first + 1];
            if (i < end) {
                double sum = 0.0;
                for (; i < end; i++) {
                    sum += Double.longBitsToDouble(messages[neighbours[i]]);
                }
                targets[hits] = target;
                values[hits++] = Double.doubleToRawLongBits(sum);
            }
        }
        return hits;
    }

    /** Sums for all targets from {@code from} to before {@code to}, 0 where there is no in-neighbour; every in-neighbour has a message. */
    static void sumRange(int[] offsets, int[] neighbours, long[] messages, int first, int from, int to, long[] values) {
        int end = offsets[from - first];
        for (int target = from; target < to; target++) {
            int i = end;
            end = offsets[target - first + 1];
            double sum = 0.0;
            for (; i < end; i++) {
                sum += Double.longBitsToDouble(messages[neighbours[i]]);
            }
            values[target - from] = Double.doubleToRawLongBits(sum);
        }
    }

    /** Sparse matrix times vector: every in-neighbour has a message, and weights are factors. */
    static int sumProducts(
            int[] offsets,
            int[] neighbours,
            Weights weights,
            long[] messages,
            int first,
            int[] targets,
            long[] values,
            int count) {
        int hits = 0;
        for (int t = 0; t < count; t++) {
            int target = targets[t];
            int i = offsets[target - first];
            int end = offsets[target - first + 1];
            if (i < end) {
                double sum = 0.0;
                for (; i < end; i++) {
                    sum += Double.longBitsToDouble(messages[neighbours[i]]) * weights.at(i);
                }
                targets[hits] = target;
                values[hits++] = Double.doubleToRawLongBits(sum);
            }
        }
        return hits;
    }

    private static int minLongs(
            int[] offsets, int[] neighbours, long[] messages, int first, int[] targets, long[] values, int count) {
        int hits = 0;
        for (int t = 0; t < count; t++) {
            int target = targets[t];
            int i = offsets[target - first];
            int end = offsets[target - first + 1];
            if (i < end) {
                long least = Long.MAX_VALUE;
                for (; i < end; i++) {
                    least = Math.min(least, messages[neighbours[i]]);
                }
                targets[hits] = target;
                values[hits++] = least;
            }
        }
        return hits;
    }

    private static int any(
            Fold fold,
            int[] offsets,
            int[] neighbours,
            long[] messages,
            int first,
            int[] targets,
            long[] values,
            int count) {
        int hits = 0;
        for (int t = 0; t < count; t++) {
            int target = targets[t];
            int i = offsets[target - first];
            int end = offsets[target - first + 1];
            if (i < end) {
                long combined = fold.identity;
                for (; i < end; i++) {
                    combined = Fold.apply(fold, combined, messages[neighbours[i]]);
                }
                targets[hits] = target;
                values[hits++] = combined;
            }
        }
        return hits;
    }

    private static int sumMembers(
            int[] offsets,
            int[] neighbours,
            long[] messages,
            long[] members,
            int first,
            int[] targets,
            long[] values,
            int count) {
        int hits = 0;
        for (int t = 0; t < count; t++) {
            int target = targets[t];
            int end = offsets[target - first + 1];
            double sum = 0.0;
            boolean came = false;
            for (int i = offsets[target - first]; i < end; i++) {
                int source = neighbours[i];
                if ((members[source >>> 6] & 1L << source) != 0) {
                    sum += Double.longBitsToDouble(messages[source]);
                    came = true;
                }
            }
            if (came) {
                targets[hits] = target;
                values[hits++] = Double.doubleToRawLongBits(sum);
            }
        }
        return hits;
    }

    private static int anyMember(
            Fold fold,
            int[] offsets,
            int[] neighbours,
            long[] messages,
            long[] members,
            int first,
            int[] targets,
            long[] values,
            int count) {
        int hits = 0;
        for (int t = 0; t < count; t++) {
            int target = targets[t];
            int end = offsets[target - first + 1];
            long combined = fold.identity;
            boolean came = false;
            for (int i = offsets[target - first]; i < end; i++) {
                int source = neighbours[i];
                if ((members[source >>> 6] & 1L << source) != 0) {
                    combined = Fold.apply(fold, combined, messages[source]);
                    came = true;
                }
            }
            if (came) {
                targets[hits] = target;
                values[hits++] = combined;
            }
        }
        return hits;
    }
}
