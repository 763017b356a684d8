package dev.weft.examples;

import dev.weft.collectives.Communicator;
import dev.weft.collectives.Op;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import dev.weft.runtime.UsageException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Percentiles of random numbers that lie spread over the ranks, by sample sort (Frazer and McKellar, Journal of the ACM 1970): collective
 * calls alone, no graph. Each rank sorts its numbers and shows some of them; these say which range each rank takes, and every number
 * goes to the rank of its range. Arguments: {@code count} of the numbers (default 1,000,000), {@code bound}, which all are below.
 */
public final class Percentiles implements Program {
    private static final int SAMPLES = 64;

    @Override
    public void run(Rank rank) {
        Communicator ranks = rank.communicator();
        long count = rank.arg("count", 1_000_000L);
        if (count < 1) {
            throw new UsageException("count=" + count + " < 1: give at least 1");
        }
        long[] own = numbers(rank, count, rank.arg("bound", 1_000_000_000L));
        Arrays.sort(own);
        long[] sorted = exchange(ranks, own, borders(ranks, own));
        Arrays.sort(sorted);

        long before = ranks.exscan((long) sorted.length, Op.SUM, 0L);
        for (int percent : new int[] {0, 25, 50, 75, 100}) {
            long place = (count - 1) * percent / 100 - before;
            boolean here = place >= 0 && place < sorted.length;
            rank.result("p" + percent, ranks.allReduce(here ? sorted[(int) place] : Long.MIN_VALUE, Op.MAX));
        }
    }

    /** This rank's share of them: the i-th is the same number, whichever rank has it. */
    private static long[] numbers(Rank rank, long count, long bound) {
        long from = count * rank.number() / rank.count();
        long to = count * (rank.number() + 1) / rank.count();
        return LongStream.range(from, to)
                .map(i -> new SplittableRandom(i).nextLong(bound))
                .toArray();
    }

    /** Rank r takes the numbers from border r - 1 to before border r. */
    private static long[] borders(Communicator ranks, long[] own) {
        var shown = new long[SAMPLES];
        Arrays.setAll(shown, i -> own.length == 0 ? 0 : own[(int) ((long) own.length * i / SAMPLES)]);
        var all = new long[SAMPLES * ranks.size()];
        ranks.allGather(shown, 0, SAMPLES, all, 0);
        Arrays.sort(all);
        return LongStream.range(1, ranks.size())
                .map(r -> all[(int) r * SAMPLES])
                .toArray();
    }

    private static long[] exchange(Communicator ranks, long[] own, long[] borders) {
        int size = ranks.size();
        var out = new int[size];
        int rank = 0;
        for (long number : own) {
            while (rank < borders.length && number >= borders[rank]) {
                rank++;
            }
            out[rank]++;
        }
        var in = new int[size];
        ranks.allToAll(out, 0, 1, in, 0);
        var received = new long[Arrays.stream(in).sum()];
        ranks.allToAllV(own, out, starts(out), received, in, starts(in));
        return received;
    }

    /** Where each block begins, if one follows the other. */
    private static int[] starts(int[] counts) {
        var starts = new int[counts.length];
        for (int i = 1; i < counts.length; i++) {
            starts[i] = starts[i - 1] + counts[i - 1];
        }
        return starts;
    }
}
