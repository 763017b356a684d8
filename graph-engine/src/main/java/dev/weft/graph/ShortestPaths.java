package dev.weft.graph;

import dev.weft.graph.layout.Adjacency;
import dev.weft.graph.layout.PartitionIndex;
import dev.weft.graph.layout.Topology;
import dev.weft.graph.layout.Weights;
import dev.weft.runtime.Rank;
import dev.weft.runtime.UsageException;
import org.jspecify.annotations.Nullable;

/** A rank's means to find shortest paths in a graph: whether its weights are lengths, which buckets fit, and who settles them. */
final class ShortestPaths {
    private static final int VERTICES_A_SAMPLE = 64;

    private final Graph graph;
    private final Adjacency out;
    private final PartitionIndex partitions;
    private final Topology topology;
    private final DeltaStepping stepping;
    private double fittingWidth;
    private @Nullable Buckets current;

    /** Collective. */
    ShortestPaths(Graph graph, Rank rank, Topology topology) {
        if (!topology.out().weighted() && graph.edgeEntries() > 0) {
            throw new UsageException("this graph has no weights, which shortest paths need: load it with --weighted");
        }
        this.graph = graph;
        this.topology = topology;
        this.out = topology.out();
        this.partitions = topology.partitionIndex();
        if (out.weighted()) {
            requireLengths();
        }
        int told = rank.placement().workers() == 1 ? 0 : topology.vertexCount();
        this.stepping = new DeltaStepping(
                rank, topology, partitions, graph.shared("wave", () -> new Wave(rank.workerRanks(), told)));
    }

    private void requireLengths() {
        long negative = graph.count(this::hasNegative);
        if (negative > 0) {
            throw new UsageException(
                    "edges that leave " + negative
                            + " vertices have negative weights: lengths of paths can't be found in buckets, use edgeMin with a frontier");
        }
    }

    private boolean hasNegative(int vertex) {
        int partition = partitions.of(graph.base() + vertex);
        Weights weights = out.weights(partition);
        if (weights instanceof Weights.Bytes) {
            return false;
        }
        int at = graph.base() + vertex - topology.partitionStart(partition);
        int[] offsets = out.offsets(partition);
        for (int i = offsets[at]; i < offsets[at + 1]; i++) {
            if (weights.at(i) < 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * The mean weight, of the first edge of one vertex in {@value #VERTICES_A_SAMPLE}, over the mean degree: that many edges on average leave
     * a vertex for its own bucket that few are passed on twice (Meyer and Sanders have the largest weight over the largest degree, for
     * weights that spread evenly). Collective at the first call.
     */
    private double fittingWidth() {
        if (fittingWidth == 0) {
            long sampled = graph.count(this::isSampled);
            double sum = graph.sum(v -> isSampled(v) ? firstWeight(v) : 0);
            double meanDegree = (double) graph.edgeEntries() / Math.max(1, graph.vertexCount());
            double width = sum / Math.max(1, sampled) / Math.max(1, meanDegree);
            fittingWidth = width == 0 ? 1 : topology.hasWholeWeights() ? Math.max(1, Math.rint(width)) : width;
        }
        return fittingWidth;
    }

    private boolean isSampled(int vertex) {
        return (graph.base() + vertex) % VERTICES_A_SAMPLE == 0 && graph.outDegree(vertex) > 0;
    }

    private double firstWeight(int vertex) {
        int partition = partitions.of(graph.base() + vertex);
        int at = graph.base() + vertex - topology.partitionStart(partition);
        return out.weights(partition).at(out.offsets(partition)[at]);
    }

    /**
     * The members of {@code from} wait, at their distances. Collective.
     *
     * @param width of a bucket; 0 for one that fits the weights
     */
    Buckets begin(Frontier from, double[] distance, double width) {
        if (!(width >= 0 && width < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "width=" + width + ": give a positive number, in the unit of the weights");
        }
        var buckets = new Buckets(graph, width == 0 ? fittingWidth() : width);
        current = buckets;
        stepping.begin(distance, buckets.width());
        long negative = graph.count(v -> from.contains(v) && !(distance[v] >= 0));
        if (negative > 0) {
            throw new IllegalArgumentException(
                    negative + " vertices to begin with have a negative distance: buckets begin at 0");
        }
        graph.eachInOrder(from, stepping::add);
        buckets.next(stepping.next(0));
        return buckets;
    }

    /** Collective. */
    void settle(Buckets buckets) {
        if (buckets != current) {
            throw new IllegalStateException(
                    "newer buckets of this graph have taken the place of these: use one at a time");
        }
        if (!buckets.isEmpty()) {
            buckets.next(stepping.settle(buckets.next()));
        }
    }

    /** The buckets as they were when this one was next. Collective. */
    void restore(Buckets buckets, long bucket) {
        if (buckets != current) {
            throw new IllegalStateException("newer buckets of this graph have taken the place of these");
        }
        stepping.restore(bucket);
        buckets.next(bucket == Bins.NONE ? Bins.NONE : stepping.next(bucket));
    }
}
