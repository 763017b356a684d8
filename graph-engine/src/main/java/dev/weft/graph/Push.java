package dev.weft.graph;

import dev.weft.collectives.Op;
import dev.weft.graph.layout.Topology;
import dev.weft.graph.layout.Weights;
import dev.weft.runtime.Rank;
import dev.weft.runtime.Shares;
import dev.weft.runtime.ThreadTeam;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sends along the outgoing edges of a small frontier. The vertices of all ranks are cut into cells, one for each thread of each rank
 * (of the rank with the fewest threads, where workers differ).
 * (1) Each thread takes contiguous shares of the rank's members and puts a (target, value) pair for each edge into the share's outbox, by the
 * target's cell; (2) ranks exchange outboxes; (3) the owner of a cell folds what came, lower ranks first, lower shares first. Shares are
 * contiguous and ascending, so every target sees its sources in ascending order, whatever the numbers of ranks and threads; (4) targets
 * that something came to are updated.
 */
final class Push {
    /** Of a thread's members, where threads of other ranks may come to its aid. */
    private static final int SHARES = 8;

    private final Graph graph;
    private final Topology topology;
    private final ThreadTeam team;
    private final Chunks chunks;
    private final Updates updates;
    private final int base;
    private final int skew;
    private final int ranks;
    /** Of each rank. */
    private final int cells;

    private final int[] cellStarts;
    private final int firstCell;
    private final Outbox[] outboxes;
    private final Exchange exchange;
    private final Inbox inbox;
    private final Senders senders;
    private final long[] chunkEdges;

    Push(Graph graph, Rank rank, Topology topology, Chunks chunks, Updates updates) {
        this.graph = graph;
        this.topology = topology;
        this.team = graph.team();
        this.chunks = chunks;
        this.updates = updates;
        this.base = graph.base();
        this.skew = graph.skew();
        this.ranks = rank.count();
        this.cells = cells(rank);
        this.cellStarts = cellStarts(topology, rank.shares(), cells);
        this.firstCell = rank.number() * cells;
        this.outboxes = new Outbox
                [rank.workerRanks() == 1 ? team.size() : SHARES * rank.team().size()];
        for (int i = 0; i < outboxes.length; i++) {
            outboxes[i] = new Outbox(cellStarts.length);
        }
        this.exchange = new Exchange(rank, cells, outboxes, together(rank));
        this.senders = new Senders(topology);
        this.inbox = new Inbox(graph.window().messages(), topology.out().degrees(), base, skew, graph.allBits());
        this.chunkEdges = new long[chunks.count()];
    }

    /** The outboxes of all ranks of the worker. */
    private Outbox[][] together(Rank rank) {
        Outbox[][] together = graph.shared("outboxes", () -> new Outbox[rank.workerRanks()][]);
        together[rank.workerRank()] = outboxes;
        if (ranks > 1) {
            rank.communicator().barrier();
        }
        return together;
    }

    private static int cells(Rank rank) {
        int threads = rank.team().size();
        return rank.placement().workers() == 1
                ? threads
                : (int) rank.communicator().allReduce((long) threads, Op.MIN);
    }

    private static int[] cellStarts(Topology topology, Shares shares, int cells) {
        int ranks = shares.placement().ranks();
        var starts = new int[ranks * cells];
        for (int rank = 0; rank < ranks; rank++) {
            int first = shares.start(rank, topology.partitionCount());
            int end = shares.start(rank + 1, topology.partitionCount());
            for (int cell = 0; cell < cells; cell++) {
                int partition = first + (int) ((long) (end - first) * cell / cells);
                starts[rank * cells + cell] = topology.partitionStart(partition);
            }
        }
        return starts;
    }

    void run(
            Frontier from,
            @Nullable Frontier open,
            EdgeFunction function,
            long[] combined,
            VertexBits result,
            Scratch[] scratch) {
        int[] shares = shares(from, outboxes.length);
        clearOutboxes();
        team.forEachChunk(outboxes.length, (share, _) -> {
            for (int chunk = shares[share]; chunk < shares[share + 1]; chunk++) {
                send(chunk, from, open, function, outboxes[share]);
            }
        });
        exchange.run();
        VertexBits touched = graph.emptyBits();
        team.forEachChunk(cells, (cell, thread) -> fold(cell, open, function.fold, combined, touched, scratch[thread]));
        team.forEachChunk(
                chunks.count(),
                (chunk, thread) -> update(chunk, touched, open, function, combined, result, scratch[thread]));
        graph.recycle(touched);
    }

    /** As {@link #run}, but one thread sends, folds and updates, without going over all vertices. */
    void runAlone(
            Frontier from,
            long edges,
            @Nullable Frontier open,
            EdgeFunction function,
            long[] combined,
            VertexBits result,
            Scratch[] scratch) {
        if (function.deliver == Deliver.TO_ALL) {
            run(from, open, function, combined, result, scratch);
            return;
        }
        inbox.begin(edges, function.fold, open, result);
        if (ranks == 1) {
            Calls.of(function).spread(function, from.bits(), senders, inbox);
        } else {
            spread(from, open, function);
        }
        inbox.update(function, scratch[0]);
        inbox.end();
    }

    private void spread(Frontier from, @Nullable Frontier open, EdgeFunction function) {
        clearOutboxes();
        VertexBits members = from.bits();
        long[] words = members.words();
        int chunk = 0;
        for (int w = members.next(0, words.length); w < words.length; w = members.next(w + 1, words.length)) {
            for (long word = words[w]; word != 0; word &= word - 1) {
                int source = (w << 6) - skew + Long.numberOfTrailingZeros(word);
                while (source >= chunks.to(chunk)) {
                    chunk++;
                }
                send(source, chunks.partition(chunk), open, function, outboxes[0]);
            }
        }
        exchange.run();
        for (int source = 0; source < exchange.sources(); source++) {
            for (int cell = 0; cell < cells; cell++) {
                take(
                        exchange.targets(source, cell),
                        exchange.values(source, cell),
                        exchange.start(source, cell),
                        exchange.count(source, cell));
            }
        }
    }

    private void take(int[] targets, long[] values, int start, int count) {
        for (int i = start; i < start + count; i++) {
            if (inbox.isOpen(targets[i])) {
                inbox.take(targets[i], values[i]);
            }
        }
    }

    private void clearOutboxes() {
        for (Outbox outbox : outboxes) {
            outbox.clear();
        }
    }

    /** The first chunk of each share of the frontier's edges, and the number of chunks at the end. */
    private int[] shares(Frontier from, int shares) {
        var starts = new int[shares + 1];
        Arrays.fill(starts, 1, shares + 1, chunks.count());
        if (shares == 1) {
            return starts;
        }
        team.forEachChunk(chunks.count(), (chunk, _) -> chunkEdges[chunk] = edges(chunk, from.bits()));
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

    private long edges(int chunk, VertexBits members) {
        int[] degrees = topology.out().degrees();
        long[] words = members.words();
        int first = chunks.from(chunk) + skew;
        int end = chunks.to(chunk) + skew;
        int endWord = (end + 63) >>> 6;
        long edges = 0;
        for (int w = members.next(first >>> 6, endWord); w < endWord; w = members.next(w + 1, endWord)) {
            for (long word = words[w] & VertexBits.mask(w, first, end); word != 0; word &= word - 1) {
                edges += degrees[base - skew + (w << 6) + Long.numberOfTrailingZeros(word)];
            }
        }
        return edges;
    }

    private void send(int chunk, Frontier from, @Nullable Frontier open, EdgeFunction function, Outbox outbox) {
        VertexBits members = from.bits();
        long[] words = members.words();
        int partition = chunks.partition(chunk);
        int first = chunks.from(chunk) + skew;
        int end = chunks.to(chunk) + skew;
        int endWord = (end + 63) >>> 6;
        for (int w = members.next(first >>> 6, endWord); w < endWord; w = members.next(w + 1, endWord)) {
            for (long word = words[w] & VertexBits.mask(w, first, end); word != 0; word &= word - 1) {
                send((w << 6) - skew + Long.numberOfTrailingZeros(word), partition, open, function, outbox);
            }
        }
    }

    private void send(int source, int partition, @Nullable Frontier open, EdgeFunction function, Outbox outbox) {
        int[] offsets = topology.out().offsets(partition);
        int at = source - (topology.partitionStart(partition) - base);
        if (offsets[at] < offsets[at + 1]) {
            long message = function.sendsIds() ? graph.globalId(source) : function.messageBits(source);
            sendAll(partition, offsets[at], offsets[at + 1], message, open, function, outbox);
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

    private void fold(
            int cell, @Nullable Frontier open, Fold fold, long[] combined, VertexBits touched, Scratch block) {
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
            VertexBits touched,
            Scratch block) {
        int bit = target - base + skew;
        if (open != null && !open.bits().contains(bit)) {
            return;
        }
        if (!touched.contains(bit)) {
            touch(touched, bit, block);
            combined[target] = fold == Fold.FIRST ? value : Fold.apply(fold, fold.identity, value);
        } else {
            combined[target] = Fold.apply(fold, combined[target], value);
        }
    }

    private static void touch(VertexBits touched, int bit, Scratch block) {
        int word = bit >>> 6;
        if (block.ownsSummary(word >>> 6)) {
            touched.add(bit);
        } else if (block.ownsWord(word)) {
            touched.words()[word] |= 1L << bit;
            touched.noteShared(word >>> 6, 1L << word);
        } else {
            touched.addShared(word, 1L << bit);
        }
    }

    private void update(
            int chunk,
            VertexBits touched,
            @Nullable Frontier open,
            EdgeFunction function,
            long[] combined,
            VertexBits result,
            Scratch block) {
        boolean all = function.deliver == Deliver.TO_ALL;
        VertexBits called = !all ? touched : open == null ? graph.allBits() : open.bits();
        long[] came = touched.words();
        int first = chunks.from(chunk) + skew;
        int end = chunks.to(chunk) + skew;
        int endWord = (end + 63) >>> 6;
        block.claim(first, end);
        int count = 0;
        for (int w = called.next(first >>> 6, endWord); w < endWord; w = called.next(w + 1, endWord)) {
            if (count + 64 > Scratch.BLOCK) {
                updates.apply(function, count, open, result, block);
                count = 0;
            }
            for (long word = called.words()[w] & VertexBits.mask(w, first, end); word != 0; word &= word - 1) {
                int bit = Long.numberOfTrailingZeros(word);
                int target = (w << 6) - skew + bit;
                block.targets[count] = target;
                block.values[count++] = (came[w] & 1L << bit) != 0 ? combined[base + target] : function.fold.identity;
            }
        }
        updates.apply(function, count, open, result, block);
    }
}
