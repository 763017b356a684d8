package dev.weft.graph.source;

import dev.weft.runtime.Ids;
import dev.weft.runtime.ThreadTeam;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Numbers ids of a small range. Each word holds 32 bits of the set of ids in its lower half and, once ordered, the number of ids before
 * these in its upper half, so that an id is numbered with one look into memory. The mark of an id is its place in the range.
 */
final class BitNumbering implements Numbering {
    /** How many ids the range may have: as many as there are marks. */
    static final long LARGEST_RANGE = 1L << 32;

    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int WORDS_A_STRETCH = 1 << 14;
    private static final long SET = 0xffff_ffffL;

    private final long smallest;
    private final long range;
    private final long[] words;
    private final Stretches stretches;

    /** @param range how many ids there can be, from {@code smallest} on */
    BitNumbering(long smallest, long range) {
        this.smallest = smallest;
        this.range = range;
        this.words = new long[Math.toIntExact(Math.ceilDiv(range, 32))];
        this.stretches = new Stretches(words.length, WORDS_A_STRETCH);
    }

    private static int word(long offset) {
        return (int) (offset >>> 5);
    }

    private static long bit(long offset) {
        return 1L << (offset & 31);
    }

    @Override
    public void add(long[] ids, int count) {
        long[] words = this.words;
        long smallest = this.smallest;
        for (int i = 0; i < count; i++) {
            long offset = ids[i] - smallest;
            if ((words[word(offset)] & bit(offset)) == 0) {
                WORDS.getAndBitwiseOr(words, word(offset), bit(offset));
            }
            ids[i] = offset;
        }
    }

    @Override
    public long count(ThreadTeam team) {
        long[] starts = starts(team);
        return starts[starts.length - 1];
    }

    private long[] starts(ThreadTeam team) {
        var counts = new int[stretches.count()];
        stretches.forEach(team, (stretch, _, from, to) -> {
            int count = 0;
            for (int w = (int) from; w < to; w++) {
                count += Long.bitCount(words[w] & SET);
            }
            counts[stretch] = count;
        });
        return Stretches.starts(counts);
    }

    @Override
    public Ids order(ThreadTeam team) {
        long[] starts = starts(team);
        stretches.forEach(team, (stretch, _, from, to) -> {
            long before = starts[stretch];
            for (int w = (int) from; w < to; w++) {
                long set = words[w];
                words[w] = before << 32 | set;
                before += Long.bitCount(set);
            }
        });
        int size = Math.toIntExact(starts[starts.length - 1]);
        return size == range ? new ContiguousIds(smallest, size) : list(team, size);
    }

    private Ids list(ThreadTeam team, int size) {
        var ids = new long[size];
        stretches.forEach(team, (_, _, from, to) -> {
            int next = (int) (words[(int) from] >>> 32);
            for (int w = (int) from; w < to; w++) {
                long first = smallest + 32L * w;
                for (long set = words[w] & SET; set != 0; set &= set - 1) {
                    ids[next++] = first + Long.numberOfTrailingZeros(set);
                }
            }
        });
        return new SortedIds(ids);
    }

    @Override
    public void numberMarks(long[] marks, int count) {
        long[] words = this.words;
        for (int i = 0; i < count; i++) {
            marks[i] = number(words[word(marks[i])], marks[i]);
        }
    }

    private static long number(long word, long offset) {
        return (word >>> 32) + Long.bitCount(word & bit(offset) - 1);
    }

    @Override
    public boolean number(long[] ids, int count) {
        boolean known = true;
        for (int i = 0; i < count; i++) {
            long offset = ids[i] - smallest;
            long word = Long.compareUnsigned(offset, range) < 0 ? words[word(offset)] : 0;
            boolean added = (word & bit(offset)) != 0;
            ids[i] = added ? number(word, offset) : UNKNOWN;
            known &= added;
        }
        return known;
    }
}
