package dev.weft.graph;

import dev.weft.collectives.Op;
import dev.weft.graph.layout.Topology;
import dev.weft.graph.layout.Weights;
import dev.weft.runtime.ChunkBody;
import dev.weft.runtime.Rank;
import dev.weft.runtime.ThreadTeam;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sends along the outgoing edges of a small frontier. The vertices of all ranks are cut into cells, one for each thread of each rank
 * (of the rank with the fewest threads, where workers differ).
 * (1) Each thread takes a contiguous share of the rank's members and puts a (target, value) pair for each edge into the outbox of the
 * target's cell; (2) ranks exchange outboxes; (3) the owner of a cell folds what came, lower ranks first, lower threads first. Shares are
 * contiguous and ascending, so every target sees its sources in ascending order, whatever the numbers of ranks and threads; (4) targets
 * that something came to are updated.
 */
final class Push {
    /** Below this many edges waking the other threads costs more than they bring. */
    private static final long ALONE_EDGES = 4096;

    private final Graph graph;
    private final Topology topology;
    private final ThreadTeam team;
    private final Chunks chunks;
    private final Updates updates;
    private final int base;
    private final int skew;
    /** Of each rank. */
    private final int cells;

    private final int[] cellStarts;
    private final int firstCell;
    private final Outbox[] outboxes;
    private final Exchange exchange;
    private final long[] chunkEdges;

    Push(Graph graph, Rank rank, Topology topology, Chunks chunks, Updates updates) {
        this.graph = graph;
        this.topology = topology;
        this.team = rank.team();
        this.chunks = chunks;
        this.updates = updates;
        this.base = graph.base();
        this.skew = graph.skew();
        this.cells = cells(rank);
        this.cellStarts = cellStarts(topology, rank.count(), cells);
        this.firstCell = rank.number() * cells;
        this.outboxes = new Outbox[team.size()];
        for (int i = 0; i < outboxes.length; i++) {
            outboxes[i] = new Outbox(cellStarts.length);
        }
        this.exchange = new Exchange(rank.communicator(), cells, outboxes);
        this.chunkEdges = new long[chunks.count()];
    }

    private static int cells(Rank rank) {
        int threads = rank.team().size();
        return rank.placement().workers() == 1
                ? threads
                : (int) rank.communicator().allReduce((long) threads, Op.MIN);
    }

    private static int[] cellStarts(Topology topology, int ranks, int cells) {
        var starts = new int[ranks * cells];
        for (int rank = 0; rank < ranks; rank++) {
            int first = topology.shareStart(rank, ranks);
            int end = topology.shareStart(rank + 1, ranks);
            for (int cell = 0; cell < cells; cell++) {
                int partition = first + (int) ((long) (end - first) * cell / cells);
                starts[rank * cells + cell] = topology.partitionStart(partition);
            }
        }
        return starts;
    }

    void run(
            Frontier from,
            long edges,
            @Nullable Frontier open,
            EdgeFunction function,
            long[] combined,
            long[] result,
            Scratch[] scratch) {
        boolean alone = edges <= ALONE_EDGES;
        int[] shares = shares(from, alone ? 1 : team.size());
        for (Outbox outbox : outboxes) {
            outbox.clear();
        }
        each(alone, shares.length - 1, (share, _) -> {
            for (int chunk = shares[share]; chunk < shares[share + 1]; chunk++) {
                send(chunk, from, open, function, outboxes[share]);
            }
        });
        exchange.run();
        long[] touched = graph.emptyWords();
        each(alone, cells, (cell, _) -> fold(cell, open, function.fold, combined, touched, scratch[cell]));
        each(
                alone,
                chunks.count(),
                (chunk, thread) -> update(chunk, touched, open, function, combined, result, scratch[thread]));
        graph.recycle(touched);
    }

    private void each(boolean alone, int count, ChunkBody body) {
        if (alone) {
            for (int i = 0; i < count; i++) {
                body.run(i, 0);
            }
        } else {
            team.forEachChunk(count, body);
        }
    }

    /** The first chunk of each share of the frontier's edges, and the number of chunks at the end. */
    private int[] shares(Frontier from, int shares) {
        var starts = new int[shares + 1];
        Arrays.fill(starts, 1, shares + 1, chunks.count());
        if (shares == 1) {
            return starts;
        }
        team.forEachChunk(chunks.count(), (chunk, _) -> chunkEdges[chunk] = edges(chunk, from.words()));
        long total = 0;
        for (long edges : chunkEdges) {
            total += edges;
        }
        long before = 0;
        int share = 1;
        for (int chunk = 0; chunk < chunks.count() && share < shares; chunk++) {
            before += chunkEdges[chunk];
            while (share < shares && before * shares >= total * share) {
                starts[share++] = chunk + 1;
            }
        }
        return starts;
    }

    private long edges(int chunk, long[] words) {
        int[] degrees = topology.out().degrees();
        int first = chunks.from(chunk) + skew;
        int end = chunks.to(chunk) + skew;
        long edges = 0;
        for (int w = first >>> 6; w << 6 < end; w++) {
            long word = words[w] & Frontier.mask(w, first, end);
            while (word != 0) {
                edges += degrees[base - skew + (w << 6) + Long.numberOfTrailingZeros(word)];
                word &= word - 1;
            }
        }
        return edges;
    }

    private void send(int chunk, Frontier from, @Nullable Frontier open, EdgeFunction function, Outbox outbox) {
        long[] words = from.words();
        int partition = chunks.partition(chunk);
        int[] offsets = topology.out().offsets(partition);
        int partitionFirst = topology.partitionStart(partition) - base;
        int first = chunks.from(chunk) + skew;
        int end = chunks.to(chunk) + skew;
        for (int w = first >>> 6; w << 6 < end; w++) {
            long word = words[w] & Frontier.mask(w, first, end);
            while (word != 0) {
                int source = (w << 6) - skew + Long.numberOfTrailingZeros(word);
                word &= word - 1;
                int i = offsets[source - partitionFirst];
                int stop = offsets[source - partitionFirst + 1];
                if (i < stop) {
                    long message = function.sendsIds() ? graph.globalId(source) : function.messageBits(source);
                    sendAll(partition, i, stop, message, open, function, outbox);
                }
            }
        }
    }

    private void sendAll(
            int partition,
            int first,
            int end,
            long message,
            @Nullable Frontier open,
            EdgeFunction function,
            Outbox outbox) {
        int[] neighbours = topology.out().neighbours(partition);
        if (function.join == Join.NONE) {
            for (int i = first; i < end; i++) {
                send(neighbours[i], message, open, function, outbox);
            }
        } else {
            Weights weights = topology.out().weights(partition);
            for (int i = first; i < end; i++) {
                send(neighbours[i], Join.apply(function, message, weights.at(i)), open, function, outbox);
            }
        }
    }

    private void send(int target, long value, @Nullable Frontier open, EdgeFunction function, Outbox outbox) {
        int local = target - base;
        boolean own = local >= 0 && local < graph.localVertexCount();
        if (!own || ((open == null || open.contains(local)) && function.needs(local, value))) {
            outbox.add(cell(target), target, value);
        }
    }

    private int cell(int target) {
        int[] starts = cellStarts;
        int low = 0;
        int high = starts.length;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (starts[middle] <= target) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void fold(int cell, @Nullable Frontier open, Fold fold, long[] combined, long[] touched, Scratch block) {
        block.claim(cellBit(cell), cellBit(cell + 1));
        for (int source = 0; source < exchange.sources(); source++) {
            int[] targets = exchange.targets(source, cell);
            long[] values = exchange.values(source, cell);
            int start = exchange.start(source, cell);
            int end = start + exchange.count(source, cell);
            for (int i = start; i < end; i++) {
                fold(targets[i], values[i], open, fold, combined, touched, block);
            }
        }
    }

    /** The first bit of one of this rank's cells; for the number of cells, the bit after the last. */
    private int cellBit(int cell) {
        int vertex = cell == cells ? graph.localVertexCount() : cellStarts[firstCell + cell] - base;
        return vertex + skew;
    }

    private void fold(
            int target,
            long value,
            @Nullable Frontier open,
            Fold fold,
            long[] combined,
            long[] touched,
            Scratch block) {
        int bit = target - base + skew;
        int word = bit >>> 6;
        if (open != null && (open.words()[word] & 1L << bit) == 0) {
            return;
        }
        if ((touched[word] & 1L << bit) == 0) {
            if (block.ownsWord(word)) {
                touched[word] |= 1L << bit;
            } else {
                Frontier.setShared(touched, word, 1L << bit);
            }
            combined[target] = fold == Fold.FIRST ? value : Fold.apply(fold, fold.identity, value);
        } else {
            combined[target] = Fold.apply(fold, combined[target], value);
        }
    }

    private void update(
            int chunk,
            long[] touched,
            @Nullable Frontier open,
            EdgeFunction function,
            long[] combined,
            long[] result,
            Scratch block) {
        boolean all = function.deliver == Deliver.TO_ALL;
        int first = chunks.from(chunk) + skew;
        int end = chunks.to(chunk) + skew;
        block.claim(first, end);
        int count = 0;
        for (int w = first >>> 6; w << 6 < end; w++) {
            long mask = Frontier.mask(w, first, end);
            long came = touched[w] & mask;
            long word = all ? open == null ? mask : open.words()[w] & mask : came;
            if (count + 64 > Scratch.BLOCK) {
                updates.apply(function, count, open, result, block);
                count = 0;
            }
            while (word != 0) {
                int bit = Long.numberOfTrailingZeros(word);
                word &= word - 1;
                int target = (w << 6) - skew + bit;
                block.targets[count] = target;
                block.values[count++] = (came & 1L << bit) != 0 ? combined[base + target] : function.fold.identity;
            }
        }
        updates.apply(function, count, open, result, block);
    }
}
