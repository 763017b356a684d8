package dev.weft.graph;

import dev.weft.graph.layout.Topology;
import dev.weft.graph.layout.Weights;
import dev.weft.runtime.Rank;
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
    private final @Nullable RowFold[] folds;
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
        this.folds = new RowFold[scratch.length];
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
        RowFold fold = fold(thread, function, rows);
        int targets = fold.targets;
        scratch[thread].claim(chunks.from(chunk) + graph.skew(), end + graph.skew());
        for (int v = chunks.from(chunk); v < end; v += targets) {
            int blockEnd = Math.min(end, v + targets);
            int hits = fold(chunks.partition(chunk), v, blockEnd, function, fold, whole, scratch[thread].targets);
            int accepted =
                    Calls.of(function).updateRows(function, hits, scratch[thread].targets, fold.sums, rows.stride);
            updates.keep(accepted, null, result, scratch[thread]);
        }
    }

    private RowFold fold(int thread, RowFunction function, RowWindow rows) {
        RowFold kept = folds[thread];
        if (kept == null || !kept.isFor(function, rows)) {
            kept = new RowFold(function, rows, Math.clamp(Scratch.BLOCK / rows.stride, 1, Scratch.BLOCK));
            folds[thread] = kept;
        }
        return kept;
    }

    /** Writes the targets to update to {@code targets}, their rows to the fold's sums, and returns how many they are. */
    private int fold(
            int partition, int from, int to, RowFunction function, RowFold fold, boolean whole, int[] targets) {
        int[] offsets = topology.in().offsets(partition);
        int[] neighbours = topology.in().neighbours(partition);
        int first = topology.partitionStart(partition) - graph.base();
        boolean toAll = function.deliver == Deliver.TO_ALL;
        boolean weighted = function.weight != Weight.NONE && topology.in().weighted();
        Weights weights = weighted ? topology.in().weights(partition) : null;
        long[] members = whole ? null : window.members();
        int hits = 0;
        for (int target = from; target < to; target++) {
            int begin = offsets[target - first];
            int end = offsets[target - first + 1];
            if (fold.apply(neighbours, weights, members, begin, end, hits * fold.rows.stride) || toAll) {
                targets[hits++] = target;
            }
        }
        return hits;
    }
}
