package dev.weft.runtime.gpu;

import dev.weft.scheduler.GpuLinks;
import dev.weft.scheduler.GpuSet;
import dev.weft.scheduler.GpuSubsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Chooses the GPUs of this host for all ranks of an operator at once, or none: whole ones by the scheduler's {@link GpuSubsets}, neighbouring ranks close to
 * each other; shares of those that others have shares of first.
 */
public final class GpuGang {
    private GpuGang() {}

    /**
     * @param milliPerRank thousandths of a GPU: a multiple of 1000, or less
     * @return of each rank the GPUs, by their places; nothing if there are not enough
     */
    public static Optional<List<List<Integer>>> seats(GpuOffer host, int ranks, int milliPerRank) {
        if (capacity(host, milliPerRank) < ranks) {
            return Optional.empty();
        }
        var choice = new Choice(host);
        return Optional.of(
                milliPerRank < GpuOffer.WHOLE
                        ? choice.shares(ranks, milliPerRank)
                        : choice.whole(ranks, milliPerRank / GpuOffer.WHOLE));
    }

    /** How many ranks there is place for. */
    public static int capacity(GpuOffer host, int milliPerRank) {
        return milliPerRank < GpuOffer.WHOLE
                ? host.shares(milliPerRank)
                : host.whole().length / (milliPerRank / GpuOffer.WHOLE);
    }

    private static final class Choice {
        private final GpuOffer host;
        private final GpuLinks links;
        private final GpuSubsets subsets = new GpuSubsets();

        Choice(GpuOffer host) {
            this.host = host;
            this.links = GpuLinks.of(host.weights());
        }

        /** The best-connected so many. */
        private long best(long free, int count) {
            return subsets.of(links, free).sets()[count];
        }

        private long free() {
            return Arrays.stream(host.whole()).mapToLong(gpu -> 1L << gpu).sum();
        }

        // ---- whole GPUs

        List<List<Integer>> whole(int ranks, int perRank) {
            return halved(best(free(), ranks * perRank), perRank);
        }

        /** Halved again and again, the better-connected half first, so that neighbouring ranks are close whatever their number. */
        private List<List<Integer>> halved(long gpus, int perRank) {
            int ranks = Long.bitCount(gpus) / perRank;
            if (ranks == 1) {
                return List.of(Arrays.stream(GpuSet.numbers(gpus)).boxed().toList());
            }
            long half = best(gpus, Math.ceilDiv(ranks, 2) * perRank);
            var seats = new ArrayList<>(halved(half, perRank));
            seats.addAll(halved(gpus & ~half, perRank));
            return seats;
        }

        // ---- shares

        List<List<Integer>> shares(int ranks, int milli) {
            var gpus = new ArrayList<List<Integer>>();
            int[] free = host.freeMilli();
            IntStream.range(0, free.length)
                    .filter(place -> free[place] < GpuOffer.WHOLE)
                    .boxed()
                    .sorted(Comparator.comparingInt(place -> free[place]))
                    .forEach(place -> addShares(gpus, place, free[place] / milli, ranks));
            int each = GpuOffer.WHOLE / milli;
            int more = Math.ceilDiv(ranks - gpus.size(), each);
            for (int place : GpuSet.numbers(best(free(), more))) {
                addShares(gpus, place, each, ranks);
            }
            return gpus;
        }

        private static void addShares(List<List<Integer>> gpus, int place, int shares, int ranks) {
            for (int i = 0; i < shares && gpus.size() < ranks; i++) {
                gpus.add(List.of(place));
            }
        }
    }
}
