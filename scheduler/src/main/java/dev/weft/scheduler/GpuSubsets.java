package dev.weft.scheduler;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The best-connected GPUs of each number among free ones: those whose weakest link is strongest, among these those whose links are strongest
 * together, among these those whose links to the free ones that are left over are weakest, so that pairs stay whole, among these those with the smallest
 * numbers. Up to {@value #ALL_UP_TO} free GPUs all subsets are compared; of more, those that grow from one GPU by the best next one.
 */
public final class GpuSubsets {
    private static final int ALL_UP_TO = 16;
    private static final int MOST_KEPT = 4096;

    private final Map<Key, Best> known = new HashMap<>();

    private record Key(GpuLinks links, long free) {}

    /**
     * By size, from 0 to all free ones.
     *
     * @param weakest largest where there is no link
     * @param outward what links to the others weigh together
     */
    public record Best(long[] sets, int[] weakest, long[] sums, long[] outward) {
        private static Best upTo(int size) {
            var best = new Best(new long[size + 1], new int[size + 1], new long[size + 1], new long[size + 1]);
            Arrays.fill(best.weakest, Integer.MIN_VALUE);
            best.weakest[0] = Integer.MAX_VALUE;
            return best;
        }

        private void offer(int size, long set, int least, long sum, long toOthers) {
            if (isBetter(size, set, least, sum, toOthers)) {
                sets[size] = set;
                weakest[size] = least;
                sums[size] = sum;
                outward[size] = toOthers;
            }
        }

        private boolean isBetter(int size, long set, int least, long sum, long toOthers) {
            if (least != weakest[size]) {
                return least > weakest[size];
            }
            if (sum != sums[size]) {
                return sum > sums[size];
            }
            return toOthers != outward[size] ? toOthers < outward[size] : Long.compareUnsigned(set, sets[size]) < 0;
        }

        /** The largest size whose weakest link is at least this. */
        int mostWithin(int link) {
            int size = weakest.length - 1;
            while (weakest[size] < link) {
                size--;
            }
            return size;
        }
    }

    /** @param free as bits */
    public Best of(GpuLinks links, long free) {
        if (known.size() > MOST_KEPT) {
            known.clear();
        }
        return known.computeIfAbsent(new Key(links, free), key -> search(key.links(), GpuSet.numbers(key.free())));
    }

    private static Best search(GpuLinks links, int[] gpus) {
        var best = Best.upTo(gpus.length);
        if (gpus.length <= ALL_UP_TO) {
            compareAll(links, gpus, best);
        } else {
            for (int first : gpus) {
                grow(links, gpus, first, best);
            }
        }
        return best;
    }

    /** What a GPU's links to all others weigh. */
    private static long strength(GpuLinks links, int[] gpus, int gpu) {
        long sum = 0;
        for (int other : gpus) {
            sum += other == gpu ? 0 : links.weight(gpu, other);
        }
        return sum;
    }

    /** What is known of a subset without its last GPU gives what is to be known of it. */
    private static void compareAll(GpuLinks links, int[] gpus, Best best) {
        long[] strengths =
                Arrays.stream(gpus).mapToLong(gpu -> strength(links, gpus, gpu)).toArray();
        var weakest = new int[1 << gpus.length];
        var sums = new long[1 << gpus.length];
        var all = new long[1 << gpus.length];
        weakest[0] = Integer.MAX_VALUE;
        for (int subset = 1; subset < weakest.length; subset++) {
            int last = 31 - Integer.numberOfLeadingZeros(subset);
            int others = subset ^ 1 << last;
            int least = weakest[others];
            long sum = sums[others];
            long set = 1L << gpus[last];
            for (int left = others; left != 0; left &= left - 1) {
                int other = gpus[Integer.numberOfTrailingZeros(left)];
                int weight = links.weight(gpus[last], other);
                least = Math.min(least, weight);
                sum += weight;
                set |= 1L << other;
            }
            weakest[subset] = least;
            sums[subset] = sum;
            all[subset] = all[others] + strengths[last];
            best.offer(Integer.bitCount(subset), set, least, sum, all[subset] - 2 * sum);
        }
    }

    private static void grow(GpuLinks links, int[] gpus, int first, Best best) {
        long set = 1L << first;
        int least = Integer.MAX_VALUE;
        long sum = 0;
        long all = strength(links, gpus, first);
        best.offer(1, set, least, sum, all);
        for (int size = 2; size <= gpus.length; size++) {
            var next = Best.upTo(1);
            for (int gpu : gpus) {
                if ((set >>> gpu & 1) == 0) {
                    next.offer(
                            1, 1L << gpu, weakest(links, gpu, set), sum(links, gpu, set), strength(links, gpus, gpu));
                }
            }
            set |= next.sets[1];
            least = Math.min(least, next.weakest[1]);
            sum += next.sums[1];
            all += next.outward[1];
            best.offer(size, set, least, sum, all - 2 * sum);
        }
    }

    private static int weakest(GpuLinks links, int gpu, long set) {
        return Arrays.stream(GpuSet.numbers(set))
                .map(other -> links.weight(gpu, other))
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    private static long sum(GpuLinks links, int gpu, long set) {
        return Arrays.stream(GpuSet.numbers(set))
                .mapToLong(other -> links.weight(gpu, other))
                .sum();
    }
}
