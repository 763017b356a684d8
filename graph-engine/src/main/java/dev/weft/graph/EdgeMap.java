package dev.weft.graph;

import dev.weft.graph.layout.Topology;
import dev.weft.graph.layout.Weights;
import dev.weft.runtime.Rank;
import dev.weft.runtime.Shares;
import dev.weft.runtime.ThreadTeam;
import org.jspecify.annotations.Nullable;

/**
 * One rank's side of edge maps. Pulling: (1) every rank writes the messages of its members into the worker's window, and of several workers
 * into those of the others that mirror them, (2) barrier, (3) every target folds the messages of its in-neighbours, block by block, and is
 * updated. Pushing is {@link Push}'s. Both end by agreeing on the
 * size of the resulting frontier, which also keeps the next messages from overwriting ones still being read.
 */
final class EdgeMap {
    private final Graph graph;
    private final Rank rank;
    private final Topology topology;
    private final ThreadTeam team;
    private final Chunks chunks;
    private final Window window;
    /** Where there are several workers. */
    private final @Nullable MirrorExchange mirrors;

    private final Scratch[] scratch;
    private final Updates updates;
    private final Push push;
    private final RowMap rowMap;
    private final int base;
    private final int skew;
    /** Where the rank's GPU adds up. */
    private @Nullable DeviceSums deviceSums;

    EdgeMap(Graph graph, Rank rank, Topology topology, Chunks chunks) {
        this.graph = graph;
        this.rank = rank;
        this.topology = topology;
        this.team = graph.team();
        this.chunks = chunks;
        this.window = graph.window();
        this.mirrors = rank.placement().workers() > 1 ? mirrors(graph, rank, topology, window) : null;
        this.scratch = new Scratch[team.size()];
        for (int i = 0; i < scratch.length; i++) {
            scratch[i] = new Scratch();
        }
        this.base = graph.base();
        this.skew = graph.skew();
        this.updates = new Updates(topology.out().degrees(), base, skew);
        this.push = new Push(graph, rank, topology, chunks, updates);
        this.rowMap = new RowMap(graph, rank, topology, chunks, mirrors, updates, scratch);
    }

    private static MirrorExchange mirrors(Graph graph, Rank rank, Topology topology, Window window) {
        Shares shares = rank.shares();
        Mirrors mirrors = WorkerTeam.lead(
                rank, graph.key() + "/mirrors", team -> Mirrors.along(topology, shares, rank.worker(), team));
        return new MirrorExchange(
                rank.communicator(),
                graph.team(),
                window,
                graph.base(),
                graph.skew(),
                Legs.sent(mirrors, topology, shares, rank.number()),
                Legs.received(mirrors, topology, shares, rank.number()));
    }

    /** From now on the sums of all messages of all vertices are made there. */
    void sumOn(@Nullable DeviceSums sums) {
        if (deviceSums != null) {
            deviceSums.close();
        }
        deviceSums = sums;
    }

    Frontier run(Frontier from, @Nullable Frontier open, EdgeFunction function, @Nullable Direction forced) {
        if (open != null) {
            open.own();
        }
        VertexBits result = graph.emptyBits();
        for (Scratch each : scratch) {
            each.reset();
        }
        long edges = from.edgesIn(graph);
        Direction direction = forced != null ? forced : Direction.choose(edges, graph.edgeEntries());
        switch (direction) {
            case PULL -> pull(from, open, function, result);
            case PUSH_ALONE -> push.runAlone(from, edges, open, function, window.messages(), result, scratch);
            case PUSH -> push.run(from, open, function, window.messages(), result, scratch);
        }
        Frontier frontier = agreed(result);
        if (open != null) {
            open.left(frontier);
        }
        return frontier;
    }

    Frontier run(Frontier from, RowFunction function) {
        VertexBits result = graph.emptyBits();
        for (Scratch each : scratch) {
            each.reset();
        }
        rowMap.pull(from, function, () -> publish(from.words()), result);
        return agreed(result);
    }

    private Frontier agreed(VertexBits result) {
        long members = 0;
        long edges = 0;
        for (Scratch each : scratch) {
            members += each.members;
            edges += each.edges;
        }
        Frontier frontier = members == 0 ? graph.none() : Frontier.owning(graph, result);
        if (members == 0) {
            graph.recycle(result);
        }
        long[] counts = graph.agreedCounts(members, edges);
        frontier.agreed(counts[0], counts[1]);
        return frontier;
    }

    private void pull(Frontier from, @Nullable Frontier open, EdgeFunction function, VertexBits result) {
        boolean whole = from.size() == graph.vertexCount();
        if (!function.sendsIds()) {
            team.forEachChunk(chunks.count(), (chunk, _) -> writeMessages(chunk, from, function));
        }
        if (!whole) {
            publish(from.words());
        }
        if (mirrors != null) {
            exchange(mirrors, from, whole, function);
        }
        rank.communicator().barrier();
        if (deviceSums != null && sumsAll(whole, open, function)) {
            deviceSums.run(window.messages(), team);
        }
        team.forEachChunk(
                chunks.count(), (chunk, thread) -> pullChunk(chunk, scratch[thread], whole, open, function, result));
    }

    private static void exchange(MirrorExchange mirrors, Frontier from, boolean whole, EdgeFunction function) {
        if (!whole && function.sendsIds()) {
            mirrors.sendMembers(from.words());
        } else if (!whole) {
            mirrors.send(from.words());
        } else if (!function.sendsIds()) {
            mirrors.sendAll();
        }
    }

    private void writeMessages(int chunk, Frontier from, EdgeFunction function) {
        Calls.of(function)
                .write(
                        function,
                        from.words(),
                        skew,
                        chunks.from(chunk) + skew,
                        chunks.to(chunk) + skew,
                        base,
                        topology.out().degrees(),
                        window.messages());
    }

    /** Copies the rank's words into the worker's; the first and last word may hold bits of other ranks, too. */
    private void publish(long[] words) {
        int vertices = graph.localVertexCount();
        if (vertices == 0) {
            return;
        }
        int offset = base >>> 6;
        int last = (vertices + skew - 1) >>> 6;
        long[] members = window.members();
        for (int w : new int[] {0, last}) {
            VertexBits.replaceShared(members, offset + w, VertexBits.mask(w, skew, vertices + skew), words[w]);
        }
        if (last > 1) {
            System.arraycopy(words, 1, members, offset + 1, last - 1);
        }
    }

    private void pullChunk(
            int chunk, Scratch mine, boolean whole, @Nullable Frontier open, EdgeFunction function, VertexBits result) {
        int end = chunks.to(chunk);
        mine.claim(chunks.from(chunk) + skew, end + skew);
        for (int v = chunks.from(chunk); v < end; v += Scratch.BLOCK) {
            pullBlock(
                    chunks.partition(chunk), v, Math.min(end, v + Scratch.BLOCK), mine, whole, open, function, result);
        }
    }

    private void pullBlock(
            int partition,
            int from,
            int to,
            Scratch mine,
            boolean whole,
            @Nullable Frontier open,
            EdgeFunction function,
            VertexBits result) {
        if (sumsAll(whole, open, function)) {
            sumBlock(partition, from, to, mine, function, result);
            return;
        }
        int[] targets = mine.targets;
        long[] values = mine.values;
        int count = open == null ? range(from, to, targets) : members(open.words(), from, to, targets);
        int hits = unweighted(function)
                ? pull(partition, whole, function, targets, values, count)
                : pullWeighted(partition, whole, function, targets, values, count);
        if (function.deliver == Deliver.TO_ALL && hits < count) {
            hits = fillGaps(open, from, to, function.fold.identity, targets, values, hits);
        }
        updates.apply(function, hits, open, result, mine);
    }

    /** Whether every vertex gets the sum of the messages of all of its in-neighbours. */
    private boolean sumsAll(boolean whole, @Nullable Frontier open, EdgeFunction function) {
        return whole
                && open == null
                && function.fold == Fold.SUM_DOUBLE
                && function.deliver == Deliver.TO_ALL
                && unweighted(function);
    }

    private boolean unweighted(EdgeFunction function) {
        return function.join == Join.NONE || !topology.in().weighted();
    }

    /** As any other block, but nothing has to say which targets there are: all, and each of them gets a sum. */
    private void sumBlock(int partition, int from, int to, Scratch mine, EdgeFunction function, VertexBits result) {
        if (deviceSums != null) {
            deviceSums.copy(from, to, mine.values);
        } else {
            Pull.sumRange(
                    topology.in().offsets(partition),
                    topology.in().neighbours(partition),
                    window.messages(),
                    topology.partitionStart(partition) - base,
                    from,
                    to,
                    mine.values);
        }
        updates.applyRange(function, from, to, result, mine);
    }

    private int pull(int partition, boolean whole, EdgeFunction function, int[] targets, long[] values, int count) {
        if (function.fold == Fold.FIRST) {
            return pullFirst(partition, whole, messages(function), targets, values, count);
        }
        int[] offsets = topology.in().offsets(partition);
        int[] neighbours = topology.in().neighbours(partition);
        int first = topology.partitionStart(partition) - base;
        return whole
                ? Pull.fromAll(function.fold, offsets, neighbours, window.messages(), first, targets, values, count)
                : Pull.fromMembers(
                        function.fold,
                        offsets,
                        neighbours,
                        window.messages(),
                        window.members(),
                        first,
                        targets,
                        values,
                        count);
    }

    private int pullFirst(int partition, boolean whole, long[] messages, int[] targets, long[] values, int count) {
        int[] firsts = topology.in().firstNeighbours(partition);
        int first = topology.partitionStart(partition) - base;
        return whole
                ? PullFirst.fromAll(firsts, messages, first, targets, values, count)
                : PullFirst.fromMembers(
                        firsts,
                        topology.in().offsets(partition),
                        topology.in().neighbours(partition),
                        messages,
                        window.members(),
                        first,
                        targets,
                        values,
                        count);
    }

    private long[] messages(EdgeFunction function) {
        return function.sendsIds() ? topology.globalIds() : window.messages();
    }

    private int pullWeighted(
            int partition, boolean whole, EdgeFunction function, int[] targets, long[] values, int count) {
        int[] offsets = topology.in().offsets(partition);
        int[] neighbours = topology.in().neighbours(partition);
        Weights weights = topology.in().weights(partition);
        int first = topology.partitionStart(partition) - base;
        return whole && function.fold == Fold.SUM_DOUBLE && function.join == Join.TIMES_DOUBLE
                ? Pull.sumProducts(offsets, neighbours, weights, window.messages(), first, targets, values, count)
                : Calls.of(function)
                        .pull(
                                function,
                                offsets,
                                neighbours,
                                weights,
                                window.messages(),
                                window.members(),
                                whole,
                                first,
                                targets,
                                values,
                                count);
    }

    private static int range(int from, int to, int[] targets) {
        for (int v = from; v < to; v++) {
            targets[v - from] = v;
        }
        return to - from;
    }

    private int members(long[] words, int from, int to, int[] targets) {
        int count = 0;
        int end = to + skew;
        for (int w = (from + skew) >>> 6; w << 6 < end; w++) {
            long word = words[w] & VertexBits.mask(w, from + skew, end);
            while (word != 0) {
                targets[count++] = (w << 6) - skew + Long.numberOfTrailingZeros(word);
                word &= word - 1;
            }
        }
        return count;
    }

    /** Gives the identity to the block's targets that no message came to, from the back so that nothing is overwritten. */
    private int fillGaps(
            @Nullable Frontier open, int from, int to, long identity, int[] targets, long[] values, int hits) {
        int read = hits - 1;
        int write = open == null ? to - from : openIn(open, from, to);
        int count = write;
        for (int v = to - 1; v >= from; v--) {
            if (open != null && !open.contains(v)) {
                continue;
            }
            write--;
            boolean hit = read >= 0 && targets[read] == v;
            values[write] = hit ? values[read] : identity;
            targets[write] = v;
            if (hit) {
                read--;
            }
        }
        return count;
    }

    private static int openIn(Frontier open, int from, int to) {
        int count = 0;
        for (int v = from; v < to; v++) {
            count += open.contains(v) ? 1 : 0;
        }
        return count;
    }
}
