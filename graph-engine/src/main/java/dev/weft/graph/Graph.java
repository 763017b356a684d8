package dev.weft.graph;

import dev.weft.checkpoint.Partitions;
import dev.weft.collectives.Op;
import dev.weft.graph.layout.SimpleTopology;
import dev.weft.graph.layout.Topology;
import dev.weft.graph.layout.Workers;
import dev.weft.runtime.Column;
import dev.weft.runtime.LoadedSizes;
import dev.weft.runtime.Rank;
import dev.weft.runtime.Steps;
import dev.weft.runtime.ThreadTeam;
import dev.weft.runtime.UsageException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A graph as one rank sees it. Every {@code int} vertex is a local index of a vertex that this rank owns, from 0 to
 * {@code localVertexCount() - 1}; {@link #globalId} is the input's own id. A rank may own nothing.
 *
 * <p>{@link #forEach} is local. {@link #sum}, {@link #count}, {@link #min}, {@link #max}, {@link #edgeMap}, {@link #steps},
 * {@link #vertices} and {@link #result} are collective: every rank calls them in the same order. Results are a function of graph and
 * program alone: the same bits for any number of ranks and threads.
 */
public final class Graph {
    /** What {@link Rank#progress} is told while {@link #result} puts values into the order of input ids. */
    public static final String ORDERING_RESULTS = "ordering results";

    /** Words of a bit set that a thread counts at a time. */
    private static final int COUNTED_WORDS = 1 << 10;

    private final Rank rank;
    private final Topology topology;
    private final String key;
    private final Window window;
    private final ThreadTeam team;
    private final long[] globalIds;
    private final int firstPartition;
    private final int endPartition;
    private final int base;
    private final int localVertexCount;
    private final Chunks chunks;
    private final PartitionSums sums;
    private final long edgeEntries;
    private final VertexBits noBits;
    private final VertexBits allBits;
    /** The reversed and the simple graph's, too. */
    private final ArrayDeque<VertexBits> spareBits;

    private @Nullable EdgeMap edgeMap;
    private @Nullable ShortestPaths shortestPaths;
    private @Nullable Graph reversed;
    private @Nullable Graph simple;

    /** @param key tells apart what the ranks share for this graph and for others */
    Graph(Rank rank, LoadedTopology loaded, String key) {
        this(
                rank,
                loaded.topology(),
                key,
                rank.shared(key + "/window", () -> Window.of(loaded.topology())),
                SharedTeam.of(rank),
                new ArrayDeque<>());
        rank.loaded(new LoadedSizes(
                topology.vertexCount(),
                topology.edgeCount(),
                localVertexCount,
                topology.in().entries(firstPartition, endPartition),
                rank.workerRank() == 0 ? loaded.bytesRead() : 0));
    }

    private Graph(
            Rank rank,
            Topology topology,
            String key,
            Window window,
            ThreadTeam team,
            ArrayDeque<VertexBits> spareBits) {
        this.rank = rank;
        this.topology = topology;
        this.key = key;
        this.window = window;
        this.team = team;
        this.spareBits = spareBits;
        this.globalIds = topology.globalIds();
        this.firstPartition = rank.shares().start(rank.number(), topology.partitionCount());
        this.endPartition = rank.shares().start(rank.number() + 1, topology.partitionCount());
        this.base = topology.partitionStart(firstPartition);
        this.localVertexCount = topology.partitionStart(endPartition) - base;
        this.chunks = Chunks.of(topology, firstPartition, endPartition);
        this.sums = new PartitionSums(rank, topology, team);
        this.edgeEntries = topology.out().entries(0, topology.partitionCount());
        this.noBits = emptyBits();
        this.allBits = emptyBits();
        allBits.addRange(skew(), localVertexCount + skew());
    }

    /**
     * Loads the graph that the job's arguments name: {@code graph} (a file, a binary graph's folder,
     * {@code kronecker:…}, {@code jdk:}, or {@link Edges} in local mode, which say themselves what follows), {@code vertices}, {@code directed}, {@code weighted}, {@code columns} and
     * {@code bad-lines} (fail, or skip, which counts them in the result {@code skipped_lines}). Of any graph,
     * {@code duplicates} (keep, drop all but the lightest, sum their weights) and {@code self-loops} (keep, drop) say which edges stay:
     * degrees, counts and the order of vertices are those of the edges that do. Collective.
     *
     * @throws UsageException if there is no such argument or the input can't be used
     */
    public static Graph load(Rank rank) {
        return GraphLoader.load(rank);
    }

    /** Makes a graph of edges in memory, the same on every rank. Collective. */
    public static Graph of(Rank rank, Edges edges) {
        return GraphLoader.of(rank, edges);
    }

    /** Of the whole graph. */
    public long vertexCount() {
        return topology.vertexCount();
    }

    /** Of the whole graph, each undirected edge counted once. */
    public long edgeCount() {
        return topology.edgeCount();
    }

    public boolean directed() {
        return topology.directed();
    }

    /** Lines of its files that were skipped, of the whole graph. */
    long skippedLines() {
        return topology.skippedLines();
    }

    /** Whether edges have weights. */
    public boolean weighted() {
        return topology.weighted();
    }

    /**
     * The same vertices with every edge turned round; of an undirected graph itself. Frontiers, arrays and local indices are those of this
     * graph. Costs no copy.
     */
    public Graph reversed() {
        if (!directed()) {
            return this;
        }
        if (reversed == null) {
            reversed = new Graph(rank, topology.reversed(), key + "/reversed", window, team, spareBits);
            reversed.reversed = this;
        }
        return reversed;
    }

    /**
     * The same vertices without directions, parallel edges and self-loops: the neighbours of a vertex are all others that an edge joins it
     * with, each once. If this graph is so already, it is itself, with its weights if it has any. Another one has no weights and takes 4
     * bytes for each neighbour; arrays and local indices are those of this graph, frontiers aren't. Collective.
     */
    public Graph simple() {
        if (simple == null) {
            Topology view = WorkerTeam.lead(rank, key + "/simple", team -> {
                Workers workers = Workers.of(rank.shares(), rank.worker(), rank.leaders());
                return SimpleTopology.of(topology, workers, team);
            });
            simple = view == topology ? this : new Graph(rank, view, key + "/simple", window, team, spareBits);
        }
        return simple;
    }

    /** Whether this is the other graph, or that one with its edges turned round. */
    boolean hasVerticesOf(Graph other) {
        return other == this || other == reversed;
    }

    public int localVertexCount() {
        return localVertexCount;
    }

    /** The input's id of a local vertex. */
    public long globalId(int vertex) {
        return globalIds[base + vertex];
    }

    public int outDegree(int vertex) {
        return topology.out().degrees()[base + vertex];
    }

    public int inDegree(int vertex) {
        return topology.in().degrees()[base + vertex];
    }

    /** An array with a value for each local vertex. */
    public double[] newDoubles(double initial) {
        var values = new double[localVertexCount];
        forEachChunk((from, to) -> Arrays.fill(values, from, to, initial));
        return values;
    }

    public long[] newLongs(long initial) {
        var values = new long[localVertexCount];
        forEachChunk((from, to) -> Arrays.fill(values, from, to, initial));
        return values;
    }

    /** The step boundaries of a loop without a limit; leave it with {@code break}. */
    public GraphSteps steps() {
        return saved(rank.steps());
    }

    /** The step boundaries of a loop of at most {@code limit} steps. */
    public GraphSteps steps(long limit) {
        return saved(rank.steps(limit));
    }

    private GraphSteps saved(Steps steps) {
        var starts = new int[endPartition - firstPartition + 1];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = topology.partitionStart(firstPartition + i) - base;
        }
        return new GraphSteps(
                this, steps, new Partitions(firstPartition, endPartition, topology.partitionCount()), starts);
    }

    /** What tells this graph from others: its size, and a mixture of its vertices' ids and degrees. */
    String identity() {
        return shared("identity", () -> TopologyIdentity.of(topology));
    }

    /** Calls {@code action} for each local vertex, on all threads of the rank, and of ranks of its worker that wait for it. */
    public void forEach(IntConsumer action) {
        Calls calls = Calls.of(action);
        forEachChunk((from, to) -> calls.each(action, from, to));
    }

    /** Calls {@code action} for each local vertex of the set, on all threads of the rank if there are many. */
    public void forEach(Frontier members, IntConsumer action) {
        members.requireGraph(this);
        VertexBits bits = members.bits();
        Calls calls = Calls.of(action);
        if (members.areFew()) {
            calls.eachMember(action, bits, skew(), skew(), localVertexCount + skew());
        } else {
            forEachChunk((from, to) -> calls.eachMember(action, bits, skew(), from + skew(), to + skew()));
        }
    }

    /** Calls {@code action} for each local vertex of the set, in ascending order, on the calling thread. */
    void eachInOrder(Frontier members, IntConsumer action) {
        Calls.of(action).eachMember(action, members.bits(), skew(), skew(), localVertexCount + skew());
    }

    /** The sum over all vertices of all ranks: one sum for each virtual partition, in order, then a fixed binary tree. */
    public double sum(IntToDoubleFunction value) {
        return sums.sum(value);
    }

    /** How many vertices of all ranks the condition holds for. */
    public long count(IntPredicate condition) {
        return rank.communicator().allReduce(sums.localCount(condition), Op.SUM);
    }

    /** The least value of all vertices of all ranks, {@link Long#MAX_VALUE} if there is none. */
    public long min(IntToLongFunction value) {
        return rank.communicator().allReduce(sums.localMin(value), Op.MIN);
    }

    /** The greatest value of all vertices of all ranks, {@link Long#MIN_VALUE} if there is none. */
    public long max(IntToLongFunction value) {
        return rank.communicator().allReduce(sums.localMax(value), Op.MAX);
    }

    /** Every vertex. */
    public Frontier all() {
        return Frontier.sharing(this, allBits, topology.vertexCount(), edgeEntries);
    }

    /** No vertex. */
    public Frontier none() {
        return Frontier.sharing(this, noBits, 0, 0);
    }

    /**
     * The vertices with these input ids. Collective.
     *
     * @throws UsageException if the graph has no vertex with such an id, naming it
     */
    public Frontier vertices(long... ids) {
        VertexBits bits = emptyBits();
        for (long id : ids) {
            int local = topology.internalIds()[IdSearch.position(topology.ids(), id)] - base;
            if (local >= 0 && local < localVertexCount) {
                bits.add(local + skew());
            }
        }
        var frontier = Frontier.owning(this, bits);
        long[] counts = agreedCounts(bits);
        frontier.agreed(counts[0], counts[1]);
        return frontier;
    }

    /**
     * Sends messages along all edges that leave {@code from}; see {@link EdgeFunction}. Collective.
     *
     * @return the targets whose update returned true
     */
    public Frontier edgeMap(Frontier from, EdgeFunction function) {
        return edgeMap(from, null, function, null);
    }

    /**
     * As {@link #edgeMap(Frontier, EdgeFunction)}, for targets in {@code open} only; those whose update returned true leave {@code open}.
     */
    public Frontier edgeMap(Frontier from, Frontier open, EdgeFunction function) {
        return edgeMap(from, open, function, null);
    }

    /** Sends a row of floats along all edges that leave {@code from}; see {@link RowFunction}. Collective. */
    public Frontier edgeMap(Frontier from, RowFunction function) {
        rank.fence().check();
        from.requireGraph(this);
        requireWeights(function.weight != Weight.NONE);
        return edgeMap().run(from, function);
    }

    Frontier edgeMap(Frontier from, @Nullable Frontier open, EdgeFunction function, @Nullable Direction forced) {
        rank.fence().check();
        from.requireGraph(this);
        if (open != null) {
            open.requireGraph(this);
        }
        requireWeights(function.join != Join.NONE);
        return edgeMap().run(from, open, function, forced);
    }

    /**
     * Has edge maps of this graph add up on the ranks' GPUs (see {@link Rank#devices}), where they add up doubles without weights: from all
     * vertices, to all ({@link Deliver#TO_ALL}). These sums then differ from the CPU's by rounding, and are the same bits for any number of
     * ranks, workers and GPUs. If the job has GPUs, its result {@code device} says what it was. Collective.
     *
     * @return whether the GPUs do
     * @throws UsageException if it should be the GPU and a rank has none that can be used, or not enough memory on it
     */
    public boolean sumOn(Processor processor) {
        rank.fence().check();
        DeviceSums sums = new DeviceOffer(rank, topology, firstPartition, endPartition).take(processor);
        if (sums != null || edgeMap != null) {
            edgeMap().sumOn(sums);
        }
        return sums != null;
    }

    private void requireWeights(boolean wanted) {
        if (wanted && !topology.out().weighted() && edgeEntries > 0) {
            throw new UsageException(
                    "this graph has no weights, which the edge function asks for: load it with --weighted");
        }
    }

    private EdgeMap edgeMap() {
        if (edgeMap == null) {
            edgeMap = new EdgeMap(this, rank, topology, chunks);
        }
        return edgeMap;
    }

    /**
     * {@code state[target] = min(state[target], state[source] joined with the weight)} along all edges that leave {@code from}, with the
     * states as they were before. Collective.
     *
     * @param state one for each local vertex
     * @param weight {@link Weight#NONE}, {@link Weight#PLUS} or {@link Weight#TIMES}
     * @return the targets whose state was lowered
     */
    public Frontier edgeMin(Frontier from, double[] state, Weight weight) {
        requireOneForEach("state", state);
        return edgeMap(from, new EdgeMin.OfDoubles(state, declared(weight)));
    }

    /** As {@link #edgeMin(Frontier, double[], Weight)}; of a fractional weight the whole part counts. */
    public Frontier edgeMin(Frontier from, long[] state, Weight weight) {
        requireOneForEach("state", state.length);
        return edgeMap(from, new EdgeMin.OfLongs(state, declared(weight)));
    }

    private static Weight declared(Weight weight) {
        if (weight == Weight.FUNCTION) {
            throw new IllegalArgumentException(
                    "Weight.FUNCTION has no function here: use edgeMap with an edge function");
        }
        return weight;
    }

    /**
     * Buckets in which the members of {@code from} wait with their distances, to be settled by {@link #edgeMin(Buckets)}. Newer buckets take
     * the place of older ones. Collective.
     *
     * @param distance one for each local vertex, not negative
     * @param width of a bucket, in the unit of the weights
     * @throws UsageException if the graph has no weights or negative ones
     */
    public Buckets buckets(Frontier from, double[] distance, double width) {
        if (!(width > 0)) {
            throw new IllegalArgumentException(
                    "width=" + width + ": give a positive number, in the unit of the weights");
        }
        return shortestPaths().begin(requireMine(from), requireOneForEach("distance", distance), width);
    }

    /** As {@link #buckets(Frontier, double[], double)}, with a width that fits the weights and degrees. */
    public Buckets buckets(Frontier from, double[] distance) {
        return shortestPaths().begin(requireMine(from), requireOneForEach("distance", distance), 0);
    }

    /**
     * Settles the lowest bucket: {@code distance[target] = min(distance[target], distance[source] + weight)} along all edges that leave its
     * vertices, again and again while that lowers a distance into the same bucket. Afterwards the distances in the bucket are final, and
     * they are the same bits for any number of ranks and threads. Collective.
     */
    public void edgeMin(Buckets buckets) {
        rank.fence().check();
        buckets.requireGraph(this);
        shortestPaths().settle(buckets);
    }

    ShortestPaths shortestPaths() {
        if (shortestPaths == null) {
            shortestPaths = new ShortestPaths(this, rank, topology);
        }
        return shortestPaths;
    }

    private Frontier requireMine(Frontier frontier) {
        frontier.requireGraph(this);
        return frontier;
    }

    /** This rank's adjacency, for algorithms that no edge map fits. */
    public Fragment fragment() {
        return new Fragment(this, rank, topology, firstPartition, endPartition);
    }

    /** Names a result with a value for each vertex. Collective. */
    public void result(String name, double[] values) {
        requireOneForEach("result " + name, values.length);
        rank.progress(ORDERING_RESULTS, 0);
        OwnedIds owned = ownedIds();
        double[][] parts = shared("parts/" + name, () -> new double[rank.count()][]);
        double[] ordered = shared("result/" + name, () -> new double[owned.ids().size()]);
        parts[rank.number()] = values;
        rank.communicator().barrier();
        new ResultOrder(rank, topology, owned).fill(parts, ordered);
        publish(name, new Column.Doubles(owned.ids(), ordered));
    }

    public void result(String name, long[] values) {
        requireOneForEach("result " + name, values.length);
        rank.progress(ORDERING_RESULTS, 0);
        OwnedIds owned = ownedIds();
        long[][] parts = shared("parts/" + name, () -> new long[rank.count()][]);
        long[] ordered = shared("result/" + name, () -> new long[owned.ids().size()]);
        parts[rank.number()] = values;
        rank.communicator().barrier();
        new ResultOrder(rank, topology, owned).fill(parts, ordered);
        publish(name, new Column.Longs(owned.ids(), ordered));
    }

    private OwnedIds ownedIds() {
        return shared("ids", () -> OwnedIds.of(topology));
    }

    private void requireOneForEach(String name, int length) {
        if (length != localVertexCount) {
            throw new IllegalArgumentException(name + ": values.length=" + length + " != localVertexCount="
                    + localVertexCount + ", give one value for each local vertex");
        }
    }

    private double[] requireOneForEach(String name, double[] values) {
        requireOneForEach(name, values.length);
        return values;
    }

    private void publish(String name, Column column) {
        rank.communicator().barrier();
        if (rank.workerRank() == 0) {
            rank.result(name, column);
        }
    }

    Rank rank() {
        return rank;
    }

    Topology topology() {
        return topology;
    }

    /** One object of this graph for all ranks of the worker, as {@link Rank#shared}. */
    <T> T shared(String name, Supplier<? extends T> create) {
        return rank.shared(key + "/" + name, create);
    }

    int base() {
        return base;
    }

    String key() {
        return key;
    }

    Window window() {
        return window;
    }

    /** The position of local vertex 0 in the first word of this rank's bit sets. */
    int skew() {
        return base & 63;
    }

    Chunks chunks() {
        return chunks;
    }

    /** Entries of the whole adjacency in one direction. */
    long edgeEntries() {
        return edgeEntries;
    }

    VertexBits allBits() {
        return allBits;
    }

    VertexBits noBits() {
        return noBits;
    }

    /** An empty set of this rank's vertices. */
    VertexBits emptyBits() {
        VertexBits spare = spareBits.poll();
        return spare != null ? spare : new VertexBits(localVertexCount + skew());
    }

    /** For loops whose body doesn't care which of the worker's threads runs it, or has a place for each. */
    ThreadTeam team() {
        return team;
    }

    /** Takes back a set that nobody uses any more. */
    void recycle(VertexBits bits) {
        bits.clear();
        spareBits.push(bits);
    }

    /** The members of all ranks' parts, and the edges that leave them. Collective. */
    long[] agreedCounts(VertexBits bits) {
        var counted = new long[2];
        int words = bits.words().length;
        if (bits.wordsNoted() <= COUNTED_WORDS) {
            count(bits, 0, words, counted);
        } else {
            countTogether(bits, words, counted);
        }
        return agreedCounts(counted[0], counted[1]);
    }

    private void countTogether(VertexBits bits, int words, long[] counted) {
        var pieces = new long[Math.ceilDiv(words, COUNTED_WORDS)][2];
        team.forEachChunk(pieces.length, (piece, _) -> {
            int from = piece * COUNTED_WORDS;
            count(bits, from, Math.min(words, from + COUNTED_WORDS), pieces[piece]);
        });
        for (long[] piece : pieces) {
            counted[0] += piece[0];
            counted[1] += piece[1];
        }
    }

    /** Members and edges that leave them, added to {@code counted}. */
    private void count(VertexBits bits, int from, int to, long[] counted) {
        int[] degrees = topology.out().degrees();
        long[] words = bits.words();
        int first = base - skew();
        long count = 0;
        long sum = 0;
        for (int w = bits.next(from, to); w < to; w = bits.next(w + 1, to)) {
            count += Long.bitCount(words[w]);
            for (long word = words[w]; word != 0; word &= word - 1) {
                sum += degrees[first + (w << 6) + Long.numberOfTrailingZeros(word)];
            }
        }
        counted[0] += count;
        counted[1] += sum;
    }

    long[] agreedCounts(long members, long edges) {
        long[] counts = {members, edges};
        rank.communicator().allReduce(counts, 0, 2, Op.SUM);
        return counts;
    }

    void forEachChunk(RangeBody body) {
        team.forEachChunk(chunks.count(), (chunk, _) -> body.run(chunks.from(chunk), chunks.to(chunk)));
    }

    @FunctionalInterface
    interface RangeBody {
        void run(int from, int to);
    }
}
