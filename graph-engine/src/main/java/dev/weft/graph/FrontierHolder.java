package dev.weft.graph;

import dev.weft.checkpoint.Holder;
import dev.weft.checkpoint.Partitions;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** A frontier as bits: of each partition's vertices one after another, from the lowest bit of its first 64-bit word on. */
final class FrontierHolder implements Holder {
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Graph graph;
    private final Frontier frontier;
    private final Partitions partitions;
    private final int[] starts;
    private @Nullable VertexBits restoring;

    FrontierHolder(Graph graph, Frontier frontier, Partitions partitions, int[] starts) {
        frontier.requireGraph(graph);
        this.graph = graph;
        this.frontier = frontier;
        this.partitions = partitions;
        this.starts = starts;
    }

    @Override
    public String type() {
        return "frontier";
    }

    @Override
    public Partitions partitions() {
        return partitions;
    }

    @Override
    public MemorySegment bytes(int partition) {
        int index = partitions.requireOwned(partition) - partitions.first();
        int first = starts[index] + graph.skew();
        int end = starts[index + 1] + graph.skew();
        long[] words = frontier.words();
        var packed = new byte[Math.toIntExact(byteSize(partition))];
        var bytes = MemorySegment.ofArray(packed);
        for (int bit = first, at = 0; bit < end; bit += Long.SIZE, at += Long.BYTES) {
            bytes.set(WORD, at, sixtyFour(words, bit, Math.min(end, bit + Long.SIZE)));
        }
        return bytes;
    }

    @Override
    public long byteSize(int partition) {
        int index = partitions.requireOwned(partition) - partitions.first();
        return Math.ceilDiv(starts[index + 1] - starts[index], Long.SIZE) * (long) Long.BYTES;
    }

    /** The bits from {@code first} to before {@code end}, which are 64 at most. */
    private static long sixtyFour(long[] words, int first, int end) {
        long bits = words[first >>> 6] >>> first;
        if ((end - 1 >>> 6) > (first >>> 6)) {
            bits |= words[end - 1 >>> 6] << -first;
        }
        int count = end - first;
        return count == Long.SIZE ? bits : bits & (1L << count) - 1;
    }

    @Override
    public synchronized void restore(int partition, MemorySegment bytes) {
        if (restoring == null) {
            restoring = graph.emptyBits();
        }
        int first = starts[partitions.requireOwned(partition) - partitions.first()] + graph.skew();
        for (long at = 0; at < bytes.byteSize(); at += Long.BYTES) {
            for (long word = bytes.get(WORD, at); word != 0; word &= word - 1) {
                restoring.add(first + Math.toIntExact(at * Byte.SIZE) + Long.numberOfTrailingZeros(word));
            }
        }
    }

    @Override
    public void restored() {
        VertexBits bits = restoring;
        restoring = null;
        frontier.restore(bits == null ? graph.emptyBits() : bits);
    }
}
