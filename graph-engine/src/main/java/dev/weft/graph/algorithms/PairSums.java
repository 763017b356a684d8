package dev.weft.graph.algorithms;

import dev.weft.collectives.Communicator;
import java.util.Arrays;

/** A growing list of pairs of numbers, each with a sum. */
final class PairSums {
    private long[] pairs;
    private long[] sums;
    private int size;

    PairSums() {
        this.pairs = new long[16];
        this.sums = new long[16];
    }

    private PairSums(int size) {
        this.pairs = new long[size];
        this.sums = new long[size];
        this.size = size;
    }

    void add(int first, int second, long sum) {
        if (size == pairs.length) {
            int room = Math.addExact(size, size >> 1);
            pairs = Arrays.copyOf(pairs, room);
            sums = Arrays.copyOf(sums, room);
        }
        pairs[size] = (long) first << 32 | second;
        sums[size++] = sum;
    }

    int size() {
        return size;
    }

    int first(int i) {
        return (int) (pairs[i] >>> 32);
    }

    int second(int i) {
        return (int) pairs[i];
    }

    long sum(int i) {
        return sums[i];
    }

    /** One list of all that the lists of all ranks hold, each pair once. Collective. */
    static PairSums united(Communicator ranks, PairSums[] lists, int numbers) {
        int own = Math.toIntExact(Arrays.stream(lists).mapToLong(PairSums::size).sum());
        var counts = new int[ranks.size()];
        ranks.allGather(new int[] {own}, 0, 1, counts, 0);
        var starts = new int[counts.length];
        int all = counts[0];
        for (int rank = 1; rank < counts.length; rank++) {
            starts[rank] = all;
            all = Math.addExact(all, counts[rank]);
        }
        var united = new PairSums(all);
        int at = starts[ranks.rank()];
        for (PairSums list : lists) {
            System.arraycopy(list.pairs, 0, united.pairs, at, list.size);
            System.arraycopy(list.sums, 0, united.sums, at, list.size);
            at += list.size;
        }
        ranks.allGatherV(united.pairs, starts[ranks.rank()], counts, united.pairs, starts);
        ranks.allGatherV(united.sums, starts[ranks.rank()], counts, united.sums, starts);
        return united.merged(numbers);
    }

    private PairSums merged(int numbers) {
        var next = new int[numbers + 1];
        for (int i = 0; i < size; i++) {
            next[first(i) + 1]++;
        }
        Arrays.parallelPrefix(next, Integer::sum);
        int[] starts = next.clone();
        var order = new int[size];
        for (int i = 0; i < size; i++) {
            order[next[first(i)]++] = i;
        }
        var merged = new PairSums();
        var tally = new Tally();
        for (int first = 0; first < numbers; first++) {
            tally.begin(starts[first + 1] - starts[first]);
            for (int i = starts[first]; i < starts[first + 1]; i++) {
                tally.add(second(order[i]), sums[order[i]]);
            }
            for (int i = 0; i < tally.size(); i++) {
                merged.add(first, tally.key(i), tally.sum(i));
            }
        }
        return merged;
    }
}
