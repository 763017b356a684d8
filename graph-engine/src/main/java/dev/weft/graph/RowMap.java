package dev.weft.graph;

import dev.weft.graph.layout.Topology;
import dev.weft.graph.layout.Weights;
import dev.weft.runtime.Rank;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One rank's side of edge maps whose messages are rows, always pulled. Between workers a row travels as pairs of floats, by the exchange that
 * other messages take.
 */
final class RowMap {
    private final Graph graph;
    private final Rank rank;
    private final Topology topology;
    private final Chunks chunks;
    private final Window window;
    private final @Nullable MirrorExchange mirrors;
    private final Updates updates;
    private final Scratch[] scratch;
    private final float[][] sums;
    private @Nullable RowWindow rows;

    RowMap(
            Graph graph,
            Rank rank,
            Topology topology,
            Chunks chunks,
            @Nullable MirrorExchange mirrors,
            Updates updates,
            Scratch[] scratch) {
        this.graph = graph;
        this.rank = rank;
        this.topology = topology;
        this.chunks = chunks;
        this.window = graph.window();
        this.mirrors = mirrors;
        this.updates = updates;
        this.scratch = scratch;
        this.sums = new float[scratch.length][0];
    }

    /** @param publish puts the members into the worker's window */
    void pull(Frontier from, RowFunction function, Runnable publish, VertexBits result) {
        boolean whole = from.size() == graph.vertexCount();
        RowWindow rows = rows(function.width);
        each(chunk -> Calls.of(function)
                .writeRows(
                        function,
                        from.words(),
                        graph.skew(),
                        chunks.from(chunk) + graph.skew(),
                        chunks.to(chunk) + graph.skew(),
                        graph.base(),
                        topology.out().degrees(),
                        rows));
        if (!whole) {
            publish.run();
        }
        if (mirrors != null) {
            exchange(mirrors, rows, from, whole);
        }
        rank.communicator().barrier();
        graph.team()
                .forEachChunk(
                        chunks.count(), (chunk, thread) -> pullChunk(chunk, thread, function, rows, whole, result));
    }

    private void each(IntConsumer body) {
        graph.team().forEachChunk(chunks.count(), (chunk, _) -> body.accept(chunk));
    }

    private RowWindow rows(int width) {
        RowWindow kept = rows;
        if (kept == null || kept.width != width) {
            kept = graph.shared("rows/" + width, () -> new RowWindow(topology.vertexCount(), width));
            rows = kept;
        }
        return kept;
    }

    private void exchange(MirrorExchange mirrors, RowWindow rows, Frontier from, boolean whole) {
        long[] messages = window.messages();
        for (int place = 0; place < rows.width; place += 2) {
            int at = place;
            each(chunk -> {
                for (int v = chunks.from(chunk) + graph.base(); v < chunks.to(chunk) + graph.base(); v++) {
                    messages[v] = rows.pair(v, at);
                }
            });
            if (whole) {
                mirrors.sendAll();
            } else {
                mirrors.send(from.words());
            }
            mirrors.forEachReceived(vertex -> rows.pair(vertex, at, messages[vertex]));
            rank.communicator().barrier();
        }
    }

    private void pullChunk(
            int chunk, int thread, RowFunction function, RowWindow rows, boolean whole, VertexBits result) {
        int end = chunks.to(chunk);
        int targets = Math.clamp(Scratch.BLOCK / function.width, 1, Scratch.BLOCK);
        if (sums[thread].length < targets * function.width) {
            sums[thread] = new float[targets * function.width];
        }
        scratch[thread].claim(chunks.from(chunk) + graph.skew(), end + graph.skew());
        for (int v = chunks.from(chunk); v < end; v += targets) {
            pullBlock(chunks.partition(chunk), v, Math.min(end, v + targets), thread, function, rows, whole, result);
        }
    }

    private void pullBlock(
            int partition,
            int from,
            int to,
            int thread,
            RowFunction function,
            RowWindow rows,
            boolean whole,
            VertexBits result) {
        int[] offsets = topology.in().offsets(partition);
        int first = topology.partitionStart(partition) - graph.base();
        Scratch mine = scratch[thread];
        float[] sum = sums[thread];
        int hits = 0;
        for (int target = from; target < to; target++) {
            int begin = offsets[target - first];
            int end = offsets[target - first + 1];
            Arrays.fill(sum, hits * function.width, (hits + 1) * function.width, function.identity());
            if (fold(partition, begin, end, function, rows, whole, sum, hits * function.width)) {
                mine.targets[hits++] = target;
            }
        }
        int accepted = Calls.of(function).updateRows(function, hits, mine.targets, sum);
        updates.keep(accepted, null, result, mine);
    }

    /** Whether anything came. */
    private boolean fold(
            int partition,
            int begin,
            int end,
            RowFunction function,
            RowWindow rows,
            boolean whole,
            float[] sum,
            int at) {
        int[] neighbours = topology.in().neighbours(partition);
        long[] members = window.members();
        @Nullable
        Weights weights = function.weight != Weight.NONE && topology.in().weighted()
                ? topology.in().weights(partition)
                : null;
        boolean came = false;
        for (int i = begin; i < end; i++) {
            int source = neighbours[i];
            if (whole || (members[source >>> 6] & 1L << source) != 0) {
                came = true;
                if (weights != null) {
                    RowFold.apply(function, (float) weights.at(i), rows.block(source), rows.at(source), sum, at);
                } else {
                    RowFold.apply(function.op, rows.block(source), rows.at(source), sum, at, function.width);
                }
            }
        }
        return came;
    }
}
