package dev.weft.graph;

import dev.weft.collectives.Op;
import dev.weft.graph.layout.Adjacency;
import dev.weft.graph.layout.Topology;
import dev.weft.graph.layout.Weights;
import dev.weft.runtime.Rank;
import dev.weft.runtime.Shares;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A rank's adjacency as plain arrays, for algorithms that work on more than messages between neighbours. Here a vertex is a fragment
 * index, from 0 to {@link #size()} - 1, the same on all workers. This rank owns those from {@link #first()} to before {@link #end()}, cut into the virtual partitions from {@link #firstPartition()} to before {@link #endPartition()}; local vertex v
 * is fragment index {@code first() + v}.
 *
 * <p>{@link #sharedInts} and {@link #sharedLongs} are arrays over fragment indices that all ranks of the worker see and may write to at
 * the same time, by the atomic methods here; a barrier or a step boundary makes plain writes visible. Each worker has its own: with
 * several workers ({@link #workers()}), {@link #syncMirrors}, {@link #addMirrors} and {@link #swap} tell them of each other's, at the
 * vertices where edges lead from one to another: a worker <em>mirrors</em> a vertex of another one if an edge joins it with one of its own.
 */
public final class Fragment {
    private static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private final Graph graph;
    private final Rank rank;
    private final Topology topology;
    private final int firstPartition;
    private final int endPartition;
    private @Nullable BorderSwap border;
    private @Nullable MirrorSync mirrorSync;

    Fragment(Graph graph, Rank rank, Topology topology, int firstPartition, int endPartition) {
        this.graph = graph;
        this.rank = rank;
        this.topology = topology;
        this.firstPartition = firstPartition;
        this.endPartition = endPartition;
    }

    public int size() {
        return topology.vertexCount();
    }

    public int first() {
        return graph.base();
    }

    public int end() {
        return graph.base() + graph.localVertexCount();
    }

    public int firstPartition() {
        return firstPartition;
    }

    public int endPartition() {
        return endPartition;
    }

    /** The first fragment index of a partition. */
    public int partitionStart(int partition) {
        return topology.partitionStart(partition);
    }

    /**
     * Where each vertex's outgoing edges begin: those of the partition's i-th vertex are the entries from {@code outOffsets(p)[i]} to
     * before {@code outOffsets(p)[i + 1]} of {@link #outNeighbours}.
     */
    public int[] outOffsets(int partition) {
        return topology.out().offsets(partition);
    }

    /** Fragment indices of the targets, ascending for each source. Not to be written to. */
    public int[] outNeighbours(int partition) {
        return topology.out().neighbours(partition);
    }

    /**
     * The first two of each vertex's {@link #outNeighbours}, side by side for all vertices of the partition: those of the i-th vertex at
     * {@code 2 * i} and {@code 2 * i + 1}, -1 where there is none. For algorithms that often need no more than these.
     */
    public int[] firstOutNeighbours(int partition) {
        return topology.out().firstNeighbours(partition);
    }

    public int[] firstInNeighbours(int partition) {
        return topology.in().firstNeighbours(partition);
    }

    /** As {@link #outOffsets}, for incoming edges; of an undirected graph the same array. */
    public int[] inOffsets(int partition) {
        return topology.in().offsets(partition);
    }

    public int[] inNeighbours(int partition) {
        return topology.in().neighbours(partition);
    }

    /**
     * The weights of the edges in {@link #outNeighbours}; parallel edges stand in the order of their weights.
     *
     * @throws IllegalStateException if the graph has no weights
     */
    public EdgeWeights outWeights(int partition) {
        return weights(topology.out(), partition);
    }

    /** As {@link #outWeights}, for {@link #inNeighbours}. */
    public EdgeWeights inWeights(int partition) {
        return weights(topology.in(), partition);
    }

    private static EdgeWeights weights(Adjacency adjacency, int partition) {
        if (!adjacency.weighted()) {
            throw new IllegalStateException("the graph has no weights: load it with weighted=true (--weighted),"
                    + " or ask Graph.weighted() first");
        }
        return switch (adjacency.weights(partition)) {
            case Weights.Bytes(byte[] values) -> new EdgeWeights.Bytes(values);
            case Weights.Ints(int[] values) -> new EdgeWeights.Ints(values);
            case Weights.Doubles(double[] values) -> new EdgeWeights.Doubles(values);
        };
    }

    public boolean weighted() {
        return topology.weighted();
    }

    public boolean directed() {
        return topology.directed();
    }

    /** The input's id of a fragment index. */
    public long globalId(int index) {
        return topology.globalIds()[index];
    }

    /** The fragment index of the vertex whose id is at this place (from 0) among all ids in ascending order. */
    public int atPosition(int position) {
        return topology.internalIds()[position];
    }

    /**
     * For each vertex the neighbours before it in the order of fragment indices, also of mirrored vertices: see {@link ForwardLists}.
     * Collective.
     */
    public ForwardLists forwardLists() {
        return forwardLists(ForwardExchange.ROUND_ENTRIES);
    }

    /** @param roundEntries that workers exchange at once */
    ForwardLists forwardLists(int roundEntries) {
        if (workers() == 1) {
            return WorkerTeam.lead(rank, graph.key() + "/forward", team -> ForwardLists.of(topology, team));
        }
        Mirrors mirrors = mirrors();
        return WorkerTeam.lead(
                rank,
                graph.key() + "/forward",
                team -> ForwardLists.of(topology, mirrors, rank.leaders(), roundEntries, team));
    }

    /** Runs {@code body} for each of the rank's pieces, on all its threads. Local. */
    public void forEachPiece(PieceBody body) {
        Chunks chunks = graph.chunks();
        int base = graph.base();
        rank.team()
                .forEachChunk(
                        chunks.count(),
                        (chunk, _) ->
                                body.run(chunks.partition(chunk), base + chunks.from(chunk), base + chunks.to(chunk)));
    }

    /**
     * Runs {@code body} for this rank's part of all fragment indices, on all its threads: the ranks of a worker together have all of
     * them. With one worker these are the rank's pieces. Local.
     */
    public void forEachIndex(IndexBody body) {
        if (workers() == 1) {
            forEachPiece((_, from, to) -> body.run(from, to));
            return;
        }
        int first = part(rank.workerRank());
        int end = part(rank.workerRank() + 1);
        rank.team().forEachChunk(Math.ceilDiv(end - first, Chunks.MAX_VERTICES), (chunk, _) -> {
            int from = first + chunk * Chunks.MAX_VERTICES;
            body.run(from, Math.min(end, from + Chunks.MAX_VERTICES));
        });
    }

    /** As {@link #forEachIndex}, for those indices only whose vertices other workers own. */
    public void forEachIndexOfOthers(IndexBody body) {
        int first = topology.partitionStart(topology.held().first());
        int end = topology.partitionStart(topology.held().end());
        forEachIndex((from, to) -> {
            if (from < first) {
                body.run(from, Math.min(to, first));
            }
            if (to > end) {
                body.run(Math.max(from, end), to);
            }
        });
    }

    /**
     * Runs {@code body} for each piece of any of the worker's ranks, once, on all their threads: whoever is free takes the next one. For
     * work that is not spread as edges are; it writes to shared arrays. Collective.
     */
    public void forEachPieceOfWorker(PieceBody body) {
        AtomicInteger next = graph.shared("next piece", AtomicInteger::new);
        Chunks chunks = graph.shared(
                "pieces",
                () -> Chunks.of(
                        topology, topology.held().first(), topology.held().end()));
        int base = topology.partitionStart(topology.held().first());
        rank.communicator().barrier();
        if (rank.workerRank() == 0) {
            next.set(0);
        }
        rank.communicator().barrier();
        rank.team().forEachChunk(rank.team().size(), (_, _) -> {
            int chunk;
            while ((chunk = next.getAndIncrement()) < chunks.count()) {
                rank.fence().check();
                body.run(chunks.partition(chunk), base + chunks.from(chunk), base + chunks.to(chunk));
            }
        });
    }

    private int part(int number) {
        return (int) ((long) size() * number / rank.workerRanks());
    }

    /** Workers that the graph is spread over, each with shared arrays of its own. */
    public int workers() {
        return rank.placement().workers();
    }

    /**
     * Tells workers of each other's values: each vertex that an edge joins with a vertex of another worker has a value in both of these
     * workers, and each of them takes the other's, from all threads. With one worker nothing is to be told. Collective.
     */
    public void swap(IntUnaryOperator value, Taker taker) {
        if (workers() > 1) {
            if (border == null) {
                border = border();
            }
            border.run(value, taker);
        }
    }

    /**
     * Gives the workers that mirror a vertex the value that its owner has. All ranks of a worker see these values afterwards, and what
     * the others have written to the array; with one worker that is all. Collective.
     */
    public void syncMirrors(int[] shared) {
        if (workers() > 1) {
            mirrorSync().toMirrors(shared);
        }
        rank.communicator().barrier();
    }

    /** As {@link #syncMirrors(int[])}. */
    public void syncMirrors(long[] shared) {
        if (workers() > 1) {
            mirrorSync().toMirrors(shared);
        }
        rank.communicator().barrier();
    }

    /** As {@link #syncMirrors(int[])}. */
    public void syncMirrors(double[] shared) {
        if (workers() > 1) {
            mirrorSync().toMirrors(shared);
        }
        rank.communicator().barrier();
    }

    /**
     * Adds what other workers have for a vertex that they mirror to what its owner has; mirrored values stay as
     * they are. All ranks may write to the array before, and see the sums afterwards. Collective.
     */
    public void addMirrors(long[] shared) {
        rank.communicator().barrier();
        if (workers() > 1) {
            mirrorSync().addToOwners(shared);
            rank.communicator().barrier();
        }
    }

    private MirrorSync mirrorSync() {
        if (mirrorSync == null) {
            Mirrors mirrors = mirrors();
            mirrorSync = new MirrorSync(
                    rank.communicator(),
                    rank.team(),
                    Legs.sent(mirrors, topology, rank.shares(), rank.number()),
                    Legs.received(mirrors, topology, rank.shares(), rank.number()));
        }
        return mirrorSync;
    }

    private Mirrors mirrors() {
        return WorkerTeam.lead(
                rank, graph.key() + "/border", team -> Mirrors.either(topology, rank.shares(), rank.worker(), team));
    }

    private BorderSwap border() {
        Shares shares = rank.shares();
        Mirrors mirrors = mirrors();
        return new BorderSwap(
                rank.communicator(),
                rank.team(),
                Legs.sent(mirrors, topology, shares, rank.number()),
                Legs.received(mirrors, topology, shares, rank.number()));
    }

    /** The least value of each element of an array of all workers, in place. Collective; the array is the worker's, a barrier went before. */
    public void lowerToLeast(long[] shared) {
        if (workers() > 1) {
            if (rank.workerRank() == 0) {
                rank.leaders().allReduce(shared, 0, shared.length, Op.MIN);
            }
            rank.communicator().barrier();
        }
    }

    /** An array over all fragment indices, one for all ranks of the worker; zeros at the first call with its name. Collective. */
    public int[] sharedInts(String name) {
        return graph.shared("fragment/" + name, () -> new int[size()]);
    }

    public long[] sharedLongs(String name) {
        return graph.shared("fragment/" + name, () -> new long[size()]);
    }

    /** As {@link #sharedLongs}. */
    public double[] sharedDoubles(String name) {
        return graph.shared("fragment/" + name, () -> new double[size()]);
    }

    /** As {@link #sharedLongs}, but of another length. */
    public long[] sharedLongs(String name, int length) {
        return graph.shared("fragment/" + name, () -> new long[length]);
    }

    /** Puts {@code bits} where {@code mask} is set in a word of a bit set, and leaves those beside them to other threads. */
    public static void putBits(long[] words, int word, long mask, long bits) {
        VertexBits.replaceShared(words, word, mask, bits);
    }

    /** Adds to an element. */
    public static void add(long[] array, int index, long value) {
        long _ = (long) LONGS.getAndAdd(array, index, value);
    }

    /** Puts {@code value} in place of {@code expected}; false if something else stood there. */
    public static boolean compareAndSet(int[] array, int index, int expected, int value) {
        return INTS.compareAndSet(array, index, expected, value);
    }

    /** Lowers an element to {@code value} if it is higher. */
    public static void lower(long[] array, int index, long value) {
        long seen = (long) LONGS.getVolatile(array, index);
        while (value < seen && !LONGS.compareAndSet(array, index, seen, value)) {
            seen = (long) LONGS.getVolatile(array, index);
        }
    }

    /** Takes what another worker has for a vertex. */
    @FunctionalInterface
    public interface Taker {
        void take(int index, int value);
    }

    /** Work on some fragment indices. */
    @FunctionalInterface
    public interface IndexBody {
        /**
         * @param from first fragment index
         * @param to the index after the last
         */
        void run(int from, int to);
    }

    /** Work on one piece of a virtual partition. */
    @FunctionalInterface
    public interface PieceBody {
        /**
         * @param from first fragment index
         * @param to the index after the last
         */
        void run(int partition, int from, int to);
    }
}
