package dev.weft.graph.layout;

import dev.weft.runtime.ThreadTeam;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the {@link SimpleView} of a topology a topology of its own, undirected and without weights, over the same vertices in the same
 * order and partitions. It takes 4 bytes for each neighbour of the view and 16 for each vertex, but shares the arrays of partitions that are simple already.
 */
public final class SimpleTopology {
    private static final int[] ABSENT = {};

    private final Topology topology;
    private final SimpleView view;
    private final ThreadTeam team;
    private final int[][] offsets;
    private final int[][] neighbours;
    private final int[][] firstNeighbours;
    private final int[] degrees;

    private SimpleTopology(Topology topology, ThreadTeam team) {
        this.topology = topology;
        this.view = new SimpleView(topology);
        this.team = team;
        this.offsets = new int[topology.partitionCount()][];
        this.neighbours = new int[topology.partitionCount()][];
        this.firstNeighbours = new int[topology.partitionCount()][];
        this.degrees = new int[topology.vertexCount()];
        Arrays.fill(offsets, ABSENT);
        Arrays.fill(neighbours, ABSENT);
        Arrays.fill(firstNeighbours, ABSENT);
    }

    /** The same topology, if it is simple and undirected on all workers. */
    public static Topology of(Topology topology, Workers workers, ThreadTeam team) {
        return new SimpleTopology(topology, team).build(workers);
    }

    private Topology build(Workers workers) {
        PartitionRange held = topology.held();
        var others = new AtomicInteger();
        team.forEachChunk(held.size(), (i, _) -> {
            int partition = held.first() + i;
            if (view.isAsStored(partition)) {
                share(partition);
            } else {
                others.incrementAndGet();
                simplify(partition);
            }
        });
        if (workers.sum(others.get()) == 0) {
            return topology;
        }
        workers.sum(degrees);
        var adjacency = new Adjacency(
                offsets,
                neighbours,
                firstNeighbours,
                new Weights[0],
                degrees,
                Adjacency.entriesBefore(degrees, topology.vertices().partitionStarts()));
        long edges = adjacency.entries(0, topology.partitionCount()) / 2;
        return new Topology(vertices(), held, adjacency, adjacency, edges, topology.skippedLines());
    }

    private VertexTables vertices() {
        VertexTables given = topology.vertices();
        return new VertexTables(
                given.ids(),
                /* directed= */ false,
                given.internalIds(),
                given.globalIds(),
                given.partitionStarts(),
                degrees,
                degrees);
    }

    private void share(int partition) {
        offsets[partition] = topology.out().offsets(partition);
        neighbours[partition] = topology.out().neighbours(partition);
        firstNeighbours[partition] = topology.out().firstNeighbours(partition);
        int first = topology.partitionStart(partition);
        int end = topology.partitionStart(partition + 1);
        System.arraycopy(topology.out().degrees(), first, degrees, first, end - first);
    }

    private void simplify(int partition) {
        int first = topology.partitionStart(partition);
        int end = topology.partitionStart(partition + 1);
        var list = new int[view.longest(partition)];
        var starts = new int[end - first + 1];
        var entries = new int[1024];
        for (int v = first; v < end; v++) {
            int length = view.read(partition, v, list);
            int at = starts[v - first];
            entries = withRoom(entries, at, length, partition);
            for (int i = 0; i < length; i++) {
                entries[at + i] = list[i] & ~SimpleView.BOTH_WAYS;
            }
            starts[v - first + 1] = at + length;
            degrees[v] = length;
        }
        offsets[partition] = starts;
        neighbours[partition] = Arrays.copyOf(entries, starts[end - first]);
        firstNeighbours[partition] = Adjacency.firsts(starts, neighbours[partition]);
    }

    private static int[] withRoom(int[] entries, int used, int more, int partition) {
        long needed = (long) used + more;
        if (needed <= entries.length) {
            return entries;
        }
        if (needed > Integer.MAX_VALUE - 8) {
            throw Layout.tooManyEdges(partition);
        }
        return Arrays.copyOf(entries, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * entries.length)));
    }
}
