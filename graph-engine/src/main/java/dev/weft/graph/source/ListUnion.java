package dev.weft.graph.source;

import dev.weft.collectives.Communicator;
import dev.weft.runtime.Ids;
import java.util.Arrays;

/** Any ids, as the ascending lists of all workers, which are merged. */
final class ListUnion implements CommonIds.Union {
    private final long[] lists;
    /** Where the list of each worker begins, and the end of the last. */
    private final int[] starts;

    private final int self;
    private final int[] numbers;

    /** @param sizes of the workers' lists */
    ListUnion(Ids own, long[] sizes, Communicator leaders) {
        this.starts = new int[sizes.length + 1];
        for (int worker = 0; worker < sizes.length; worker++) {
            starts[worker + 1] = Math.addExact(starts[worker], (int) sizes[worker]);
        }
        this.self = leaders.rank();
        this.numbers = new int[own.size()];
        this.lists = new long[starts[sizes.length]];
        var mine = new long[own.size()];
        Arrays.setAll(mine, own::id);
        int[] counts = Arrays.stream(sizes).mapToInt(size -> (int) size).toArray();
        leaders.allGatherV(mine, 0, counts, lists, Arrays.copyOf(starts, counts.length));
    }

    /** Takes the ids in ascending order. */
    @FunctionalInterface
    private interface Taker {
        void take(int place, long id);
    }

    @Override
    public long size() {
        return merge((_, _) -> {});
    }

    @Override
    public Ids ids() {
        var ids = new long[(int) size()];
        int size = merge((place, id) -> ids[place] = id);
        return size > 0 && ids[size - 1] - ids[0] == size - 1 ? new ContiguousIds(ids[0], size) : new SortedIds(ids);
    }

    @Override
    public int[] numbers() {
        return numbers;
    }

    /** Returns how many different ids there are; on the way this worker's get their numbers. */
    private int merge(Taker taker) {
        int[] next = Arrays.copyOf(starts, starts.length - 1);
        int count = 0;
        for (int least = smallest(next); least >= 0; least = smallest(next)) {
            long id = lists[next[least]];
            for (int list = 0; list < next.length; list++) {
                if (next[list] < starts[list + 1] && lists[next[list]] == id) {
                    if (list == self) {
                        numbers[next[list] - starts[list]] = count;
                    }
                    next[list]++;
                }
            }
            taker.take(count++, id);
        }
        return count;
    }

    private int smallest(int[] next) {
        int best = -1;
        for (int list = 0; list < next.length; list++) {
            if (next[list] < starts[list + 1] && (best < 0 || lists[next[list]] < lists[next[best]])) {
                best = list;
            }
        }
        return best;
    }
}
