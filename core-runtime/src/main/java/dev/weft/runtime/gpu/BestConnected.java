package dev.weft.runtime.gpu;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The best-connected so many of a host's GPUs: of those sets in which no link is worse than a limit the one with the greatest sum of link
 * weights; of several such sets the one whose links to the GPUs that are left over weigh least, so that well-connected ones stay together;
 * of several of these the one with the lowest numbers. All sets are tried while there are at most {@value #MOST_SETS}; beyond that a set is
 * grown from each GPU, and the best of these taken.
 */
final class BestConnected {
    private static final int MOST_SETS = 50_000;
    /** More than the links to those left over can weigh. */
    private static final long ONE = 1L << 32;

    private final int[][] weights;
    private final int[] free;
    private final int wanted;
    private final int worstLink;
    private final int[] strength;
    private final int[] chosen;
    private int[] best = new int[0];
    private long bestScore = Long.MIN_VALUE;

    /** @param score the sum of the weights, and in the lower half, taken off, what links to those left over weigh */
    @SuppressWarnings("ArrayRecordComponent")
    record Choice(int[] places, long score) {
        static final Choice NONE = new Choice(new int[0], Long.MIN_VALUE);
    }

    private BestConnected(int[][] weights, int[] free, int wanted, int worstLink) {
        this.weights = weights;
        this.free = free;
        this.wanted = wanted;
        this.worstLink = worstLink;
        this.strength = IntStream.of(free)
                .map(place ->
                        IntStream.of(free).map(other -> weights[place][other]).sum())
                .toArray();
        this.chosen = new int[wanted];
    }

    /**
     * @param free places of GPUs, ascending
     * @param worstLink the least weight that a link between two of the chosen may have
     * @return their places, ascending; nothing if there is no such set
     */
    static Optional<Choice> of(int[][] weights, int[] free, int wanted, int worstLink) {
        if (wanted > free.length) {
            return Optional.empty();
        }
        var search = new BestConnected(weights, free, wanted, worstLink);
        if (sets(free.length, wanted) <= MOST_SETS) {
            search.tryAll(0, 0, 0, 0);
        } else {
            IntStream.range(0, free.length).forEach(search::growFrom);
        }
        return search.bestScore == Long.MIN_VALUE
                ? Optional.empty()
                : Optional.of(
                        new Choice(Arrays.stream(search.best).map(i -> free[i]).toArray(), search.bestScore));
    }

    /** The best-connected set: no other has a better worst link; see above for the rest. */
    static int[] of(int[][] weights, int[] free, int wanted) {
        int[] limits = IntStream.of(free)
                .flatMap(place -> IntStream.of(free).map(other -> weights[place][other]))
                .distinct()
                .sorted()
                .toArray();
        for (int i = limits.length - 1; i >= 0; i--) {
            Optional<Choice> choice = of(weights, free, wanted, limits[i]);
            if (choice.isPresent()) {
                return choice.get().places();
            }
        }
        throw new IllegalArgumentException("wanted=" + wanted + " > free=" + free.length);
    }

    /** How many sets of that size there are, or more than are tried. */
    private static long sets(int of, int wanted) {
        long sets = 1;
        for (int i = 0; i < wanted && sets <= MOST_SETS; i++) {
            sets = sets * (of - i) / (i + 1);
        }
        return sets;
    }

    /**
     * @param sum of the links between those chosen so far
     * @param links of all links of these
     */
    private void tryAll(int count, int from, long sum, long links) {
        if (count == wanted) {
            consider(sum, links);
            return;
        }
        for (int i = from; i <= free.length - (wanted - count); i++) {
            long more = linksTo(i, count);
            if (more >= 0) {
                chosen[count] = i;
                tryAll(count + 1, i + 1, sum + more, links + strength[i]);
            }
        }
    }

    /** What the links to the first {@code count} chosen weigh; -1 if one of them is too bad. */
    private long linksTo(int i, int count) {
        long sum = 0;
        for (int j = 0; j < count; j++) {
            int weight = weights[free[i]][free[chosen[j]]];
            if (weight < worstLink) {
                return -1;
            }
            sum += weight;
        }
        return sum;
    }

    private void consider(long sum, long links) {
        long toOthers = links - 2 * sum;
        long score = sum * ONE - toOthers;
        if (score > bestScore) {
            bestScore = score;
            best = Arrays.stream(chosen).sorted().toArray();
        }
    }

    private void growFrom(int start) {
        chosen[0] = start;
        long sum = 0;
        long links = strength[start];
        for (int count = 1; count < wanted; count++) {
            int next = nearest(count);
            if (next < 0) {
                return;
            }
            sum += linksTo(next, count);
            links += strength[next];
            chosen[count] = next;
        }
        consider(sum, links);
    }

    /** That with the best links to those chosen; of several the one that others need least. */
    private int nearest(int count) {
        int nearest = -1;
        long nearestScore = Long.MIN_VALUE;
        for (int i = 0; i < free.length; i++) {
            long sum = isChosen(i, count) ? -1 : linksTo(i, count);
            long score = sum * ONE - strength[i];
            if (sum >= 0 && score > nearestScore) {
                nearest = i;
                nearestScore = score;
            }
        }
        return nearest;
    }

    private boolean isChosen(int i, int count) {
        return Arrays.stream(chosen, 0, count).anyMatch(each -> each == i);
    }
}
