package dev.weft.runtime.gpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Chooses the GPUs of all ranks of a gang at once, or none. Whole GPUs: of as few hosts as can hold the gang; then those whose worst link
 * within a host is best; then those whose links within hosts weigh most; then those that leave the others best connected. Neighbouring ranks
 * get GPUs that are close to each other. Shares of GPUs: those of GPUs that others have shares of first.
 */
public final class GpuGang {
    private GpuGang() {}

    /**
     * What a rank gets.
     *
     * @param host by its place among the offers
     * @param gpus by their places on the host
     */
    public record Seat(int host, List<Integer> gpus) {}

    /**
     * @param milliPerRank thousandths of a GPU: a multiple of 1000, or less
     * @return one for each rank, host by host; nothing if there are not enough
     */
    public static Optional<List<Seat>> seats(List<GpuOffer> hosts, int ranks, int milliPerRank) {
        return milliPerRank < GpuOffer.WHOLE
                ? shares(hosts, ranks, milliPerRank)
                : new Whole(hosts, ranks, milliPerRank / GpuOffer.WHOLE).seats();
    }

    /** How many ranks there is place for. */
    public static int capacity(List<GpuOffer> hosts, int milliPerRank) {
        return hosts.stream()
                .mapToInt(host -> milliPerRank < GpuOffer.WHOLE
                        ? host.shares(milliPerRank)
                        : host.whole().length / (milliPerRank / GpuOffer.WHOLE))
                .sum();
    }

    // ---- shares

    private static Optional<List<Seat>> shares(List<GpuOffer> hosts, int ranks, int milli) {
        if (capacity(hosts, milli) < ranks) {
            return Optional.empty();
        }
        int[] roomiestFirst = IntStream.range(0, hosts.size())
                .boxed()
                .sorted(Comparator.comparingInt(host -> -hosts.get(host).shares(milli)))
                .mapToInt(Integer::intValue)
                .toArray();
        var seats = new ArrayList<Seat>();
        for (int host : roomiestFirst) {
            int still = Math.min(ranks - seats.size(), hosts.get(host).shares(milli));
            shares(hosts.get(host), still, milli).forEach(gpu -> seats.add(new Seat(host, List.of(gpu))));
        }
        seats.sort(Comparator.comparingInt(Seat::host));
        return Optional.of(seats);
    }

    private static List<Integer> shares(GpuOffer host, int ranks, int milli) {
        var gpus = new ArrayList<Integer>();
        int[] free = host.freeMilli();
        IntStream.range(0, free.length)
                .filter(place -> free[place] < GpuOffer.WHOLE)
                .boxed()
                .sorted(Comparator.comparingInt(place -> free[place]))
                .forEach(place -> addShares(gpus, place, free[place] / milli, ranks));
        int each = GpuOffer.WHOLE / milli;
        int more = Math.ceilDiv(ranks - gpus.size(), each);
        if (more > 0) {
            for (int place : BestConnected.of(host.weights(), host.whole(), more)) {
                addShares(gpus, place, each, ranks);
            }
        }
        return gpus;
    }

    private static void addShares(List<Integer> gpus, int place, int shares, int ranks) {
        for (int i = 0; i < shares && gpus.size() < ranks; i++) {
            gpus.add(place);
        }
    }

    // ---- whole GPUs

    /**
     * Tries one limit for the worst link after the other, from the best on. For each, {@code best[h][k]} is host h's best choice for k ranks,
     * and {@code scores[n][r]} the best of n of the hosts looked at so far for r ranks together.
     */
    private record Whole(List<GpuOffer> hosts, int ranks, int perRank) {
        private static final long NONE = Long.MIN_VALUE;

        Optional<List<Seat>> seats() {
            int fewest = fewestHosts();
            return fewest == 0
                    ? Optional.empty()
                    : limits().mapToObj(limit -> seats(fewest, limit))
                            .flatMap(Optional::stream)
                            .findFirst();
        }

        /** 0 if all together are too few. */
        private int fewestHosts() {
            int[] room = hosts.stream().mapToInt(this::room).sorted().toArray();
            int still = ranks;
            for (int i = room.length - 1; i >= 0; i--) {
                still -= room[i];
                if (still <= 0) {
                    return room.length - i;
                }
            }
            return 0;
        }

        private int room(GpuOffer host) {
            return host.whole().length / perRank;
        }

        private IntStream limits() {
            return hosts.stream()
                    .flatMapToInt(host -> Arrays.stream(host.weights()).flatMapToInt(Arrays::stream))
                    .distinct()
                    .map(weight -> -weight)
                    .sorted()
                    .map(weight -> -weight);
        }

        private Optional<List<Seat>> seats(int fewest, int limit) {
            var best = new BestConnected.Choice[hosts.size()][];
            var ranksOf = new int[hosts.size()][fewest + 1][ranks + 1];
            var scores = new long[fewest + 1][ranks + 1];
            for (long[] row : scores) {
                Arrays.fill(row, NONE);
            }
            scores[0][0] = 0;
            for (int host = 0; host < best.length; host++) {
                best[host] = choices(hosts.get(host), limit);
                add(best[host], scores, ranksOf[host]);
            }
            return scores[fewest][ranks] == NONE ? Optional.empty() : Optional.of(seats(best, ranksOf, fewest));
        }

        /** By the number of ranks; none where the limit can't be kept. */
        private BestConnected.Choice[] choices(GpuOffer host, int limit) {
            var choices = new BestConnected.Choice[Math.min(room(host), ranks) + 1];
            int[] whole = host.whole();
            Arrays.fill(choices, BestConnected.Choice.NONE);
            for (int k = 1; k < choices.length; k++) {
                choices[k] = BestConnected.of(host.weights(), whole, k * perRank, limit)
                        .orElse(BestConnected.Choice.NONE);
            }
            return choices;
        }

        /** One more host. From the back, so that it counts once. */
        private void add(BestConnected.Choice[] choices, long[][] scores, int[][] ranksOf) {
            for (int n = scores.length - 1; n > 0; n--) {
                for (int r = ranks; r > 0; r--) {
                    for (int k = 1; k < choices.length && k <= r; k++) {
                        if (choices[k].score() != NONE
                                && scores[n - 1][r - k] != NONE
                                && scores[n - 1][r - k] + choices[k].score() > scores[n][r]) {
                            scores[n][r] = scores[n - 1][r - k] + choices[k].score();
                            ranksOf[n][r] = k;
                        }
                    }
                }
            }
        }

        /** Back from the last host, to the choices that made the best score. */
        private List<Seat> seats(BestConnected.Choice[][] best, int[][][] ranksOf, int fewest) {
            var seats = new ArrayList<Seat>();
            int n = fewest;
            int r = ranks;
            for (int host = best.length - 1; host >= 0 && n > 0; host--) {
                int k = ranksOf[host][n][r];
                if (k > 0) {
                    seats.addAll(0, seats(host, best[host][k].places()));
                    n--;
                    r -= k;
                }
            }
            return seats;
        }

        /** Halved again and again, the better-connected half first, so that neighbouring ranks are close whatever their number. */
        private List<Seat> seats(int host, int[] gpus) {
            int own = gpus.length / perRank;
            if (own == 1) {
                return List.of(new Seat(host, Arrays.stream(gpus).boxed().toList()));
            }
            int[] half = BestConnected.of(hosts.get(host).weights(), gpus, Math.ceilDiv(own, 2) * perRank);
            int[] rest = Arrays.stream(gpus)
                    .filter(gpu -> Arrays.binarySearch(half, gpu) < 0)
                    .toArray();
            var seats = new ArrayList<>(seats(host, half));
            seats.addAll(seats(host, rest));
            return seats;
        }
    }
}
