package dev.weft.graph.source;

import dev.weft.collectives.Communicator;
import dev.weft.collectives.Op;
import dev.weft.runtime.Ids;

/** Ids of a range that is not much larger than their number, as a bit for each. */
final class RangeUnion implements CommonIds.Union {
    private final Ids own;
    private final long first;
    private final long span;
    private final long[] words;
    private int[] before = {};

    /** @param span from {@code first} to the last id, the same on all workers; the union of no ids has none */
    RangeUnion(Ids own, long first, long span, Communicator leaders) {
        this.own = own;
        this.first = first;
        this.span = span;
        this.words = new long[Math.toIntExact(span / Long.SIZE + 1)];
        for (int i = 0; i < own.size(); i++) {
            long offset = own.id(i) - first;
            words[(int) (offset >>> 6)] |= 1L << offset;
        }
        leaders.allReduce(words, 0, words.length, Op.OR);
    }

    @Override
    public long size() {
        long size = 0;
        for (long word : words) {
            size += Long.bitCount(word);
        }
        return size;
    }

    @Override
    public Ids ids() {
        before = new int[words.length];
        int size = 0;
        for (int w = 0; w < words.length; w++) {
            before[w] = size;
            size += Long.bitCount(words[w]);
        }
        return size - 1 == span ? new ContiguousIds(first, size) : new SortedIds(list(size));
    }

    private long[] list(int size) {
        var ids = new long[size];
        int next = 0;
        for (int w = 0; w < words.length; w++) {
            for (long word = words[w]; word != 0; word &= word - 1) {
                ids[next++] = first + ((long) w << 6) + Long.numberOfTrailingZeros(word);
            }
        }
        return ids;
    }

    @Override
    public int[] numbers() {
        var numbers = new int[own.size()];
        for (int i = 0; i < numbers.length; i++) {
            long offset = own.id(i) - first;
            int w = (int) (offset >>> 6);
            numbers[i] = before[w] + Long.bitCount(words[w] & (1L << offset) - 1);
        }
        return numbers;
    }
}
