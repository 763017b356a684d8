package dev.weft.graph.algorithms;

import dev.weft.collectives.Op;
import dev.weft.graph.Fragment;
import dev.weft.graph.Graph;
import dev.weft.runtime.Rank;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/**
 * One level of Louvain: vertices of a weighted graph move between communities. A community is known by a label, the fragment index of the
 * vertex that it began with. A(u, v) is the weight between two vertices, in both orders, and twice the weight of the loops at one vertex.
 *
 * <p>Vertices move in turns: a random quarter of them at a time, all as the communities were when the turn began, so that neither ranks
 * nor threads matter; with other quarters in each iteration, so that two vertices do not follow each other for ever. A vertex none of whose
 * neighbours has moved since it last chose does not choose again (pruning, after Ozaki, Tezuka, Inaba, IJCCE 2016). Totals of communities
 * change without that, so once this brings no more all choose one more time, and the level goes on from there.
 */
final class LouvainLevel {
    private static final int QUARTER_BITS = 2;
    private static final int QUARTERS = 1 << QUARTER_BITS;
    /** An iteration that gains less is the last one, as is a level. */
    static final double LEAST_GAIN = 1e-6;

    private final Rank rank;
    private final Fragment fragment;
    private final double unitsPerWeight;
    private final Tally[] tallies;
    private final int first;
    /** The label of every vertex that the worker's edges lead to. */
    private final int[] community;

    private final int[] next;
    /** As {@link #community}, when the iteration began. */
    private final int[] before;
    /** The turn, from 1, in which a neighbour of each vertex moved last. */
    private final int[] stirred;
    /** The turn in which each local vertex chose last. */
    private final int[] chose;
    /** By label: A(u, v) over all u of the community and all v. */
    private final long[] total;
    /** What this worker has yet to add to {@link #total}; the same array where there is one worker. */
    private final long[] change;
    /** A(u, v) of each vertex u over all v. */
    private final long[] degree;
    /** A(u, u) of each vertex of the worker. */
    private final long[] loops;

    private final double all;
    /** A(u, v) over all u and v of the same community, when the iteration began. */
    private long inside;

    /** Each vertex is a community of its own. Collective. */
    LouvainLevel(Rank rank, Graph graph, double unitsPerWeight, Tally[] tallies) {
        this.rank = rank;
        this.fragment = graph.fragment();
        this.unitsPerWeight = unitsPerWeight;
        this.tallies = tallies;
        this.first = fragment.first();
        this.community = fragment.sharedInts("community");
        this.next = new int[graph.localVertexCount()];
        this.before = fragment.sharedInts("before");
        this.stirred = fragment.sharedInts("stirred");
        this.chose = new int[graph.localVertexCount()];
        this.total = fragment.sharedLongs("total");
        this.change = fragment.workers() == 1 ? total : fragment.sharedLongs("change");
        this.degree = fragment.sharedLongs("degree");
        this.loops = fragment.sharedLongs("loops");
        this.all = weigh();
        fragment.forEachIndex((from, to) -> {
            for (int v = from; v < to; v++) {
                before[v] = v;
                stirred[v] = 0;
            }
        });
        adoptBefore();
        this.inside = loopsOfAll();
    }

    private long loopsOfAll() {
        var sum = new LongAdder();
        eachPartition((_, _, from, to) -> {
            for (int v = from; v < to; v++) {
                sum.add(loops[v]);
            }
        });
        return rank.communicator().allReduce(sum.sum(), Op.SUM);
    }

    private double weigh() {
        var sum = new LongAdder();
        eachPartition((_, links, from, to) -> {
            for (int v = from; v < to; v++) {
                loops[v] = links.loops(v);
                degree[v] = links.others(v) + loops[v];
                sum.add(degree[v]);
            }
        });
        double weight = rank.communicator().allReduce(sum.sum(), Op.SUM);
        if (fragment.workers() > 1 && rank.workerRank() == 0) {
            rank.leaders().allReduce(degree, 0, degree.length, Op.SUM);
        }
        return weight;
    }

    Fragment fragment() {
        return fragment;
    }

    int[] community() {
        return community;
    }

    long[] total() {
        return total;
    }

    long[] degree() {
        return degree;
    }

    long[] loops() {
        return loops;
    }

    Tally[] tallies() {
        return tallies;
    }

    WeightedLinks links(int partition) {
        return WeightedLinks.of(fragment, partition, unitsPerWeight);
    }

    /**
     * Moves vertices until that brings little. Collective.
     *
     * @param single the modularity of single vertices
     * @return the modularity then, not less
     */
    double optimise(double single) {
        double modularity = single;
        boolean lastTime = false;
        for (int iteration = 0; ; iteration++) {
            double after = iterate(iteration, modularity);
            double gain = after - modularity;
            modularity = after;
            if (gain < LEAST_GAIN) {
                if (lastTime) {
                    return modularity;
                }
                lastTime = true;
                Arrays.fill(chose, 0);
            }
        }
    }

    /** Each vertex has its turn once; what makes things worse is undone. */
    private double iterate(int iteration, double modularity) {
        remember();
        for (int quarter = 0; quarter < QUARTERS; quarter++) {
            move(new RandomOrder(iteration), quarter, 1 + QUARTERS * iteration + quarter);
        }
        long gained = insideGained();
        double after = modularity(inside + gained);
        if (after < modularity) {
            adoptBefore();
            return modularity;
        }
        inside += gained;
        return after;
    }

    /** All see what stood before anybody moves. */
    private void remember() {
        fragment.forEachIndex((from, to) -> System.arraycopy(community, from, before, from, to - from));
        rank.communicator().barrier();
    }

    private void move(RandomOrder order, int quarter, int turn) {
        eachPartition((tally, links, from, to) -> {
            for (int v = from; v < to; v++) {
                int i = v - first;
                next[i] = community[v];
                if (stirred[v] >= chose[i] && order.key(fragment.globalId(v)) >>> Long.SIZE - QUARTER_BITS == quarter) {
                    next[i] = best(tally, links, v);
                    chose[i] = turn;
                }
            }
        });
        rank.communicator().barrier();
        eachPartition((_, links, from, to) -> {
            for (int v = from; v < to; v++) {
                if (next[v - first] != community[v]) {
                    Fragment.add(change, community[v], -degree[v]);
                    Fragment.add(change, next[v - first], degree[v]);
                    community[v] = next[v - first];
                    links.stamp(v, stirred, turn);
                }
            }
        });
        tellOthers();
        if (fragment.workers() > 1) {
            fragment.swap(v -> stirred[v], (v, stamp) -> stirred[v] = stamp == turn ? turn : stirred[v]);
            rank.communicator().barrier();
        }
    }

    /**
     * The community that gains most by the vertex: its own if others are no better, else the one with the least label. Of two vertices that
     * are alone the one with the greater label goes to the other, lest they change places.
     */
    private int best(Tally tally, WeightedLinks links, int vertex) {
        long weight = degree[vertex];
        int own = community[vertex];
        links.tally(tally, vertex, community);
        boolean alone = total[own] == weight;
        int best = own;
        double bestGain = tally.of(own) - weight * ((total[own] - weight) / all);
        for (int i = 0; i < tally.size(); i++) {
            int label = tally.key(i);
            double gain = tally.sum(i) - weight * (total[label] / all);
            boolean open = label < own || !(alone && total[label] == degree[label]);
            if (open && label != own && (gain > bestGain || gain == bestGain && best != own && label < best)) {
                best = label;
                bestGain = gain;
            }
        }
        return best;
    }

    /** How much more A is within communities than before the iteration: only edges of those that moved tell. Collective. */
    private long insideGained() {
        var gained = new LongAdder();
        eachPartition((_, links, from, to) -> {
            long sum = 0;
            for (int v = from; v < to; v++) {
                sum += community[v] == before[v] ? 0 : links.insideGained(v, before, community);
            }
            gained.add(sum);
        });
        return rank.communicator().allReduce(gained.sum(), Op.SUM);
    }

    /** That of the communities as they are, each vertex one of its own at the beginning. */
    double modularity() {
        return modularity(inside);
    }

    /** What A is within communities, less what it would be with the same degrees at random. */
    private double modularity(long within) {
        double expected = 0.0;
        for (long each : total) {
            double share = each / all;
            expected += share * share;
        }
        return all == 0 ? 0.0 : within / all - expected;
    }

    /** Puts vertices into the communities that they were in before. Collective. */
    private void adoptBefore() {
        rank.communicator().barrier();
        fragment.forEachIndex((from, to) -> {
            Arrays.fill(total, from, to, 0);
            Arrays.fill(change, from, to, 0);
        });
        rank.communicator().barrier();
        eachPartition((_, _, from, to) -> {
            for (int v = from; v < to; v++) {
                community[v] = before[v];
                Fragment.add(change, community[v], degree[v]);
            }
        });
        tellOthers();
    }

    /** Of several workers each has changed its own vertices and totals. */
    private void tellOthers() {
        rank.communicator().barrier();
        if (fragment.workers() > 1) {
            if (rank.workerRank() == 0) {
                rank.leaders().allReduce(change, 0, change.length, Op.SUM);
            }
            rank.communicator().barrier();
            fragment.forEachIndex((from, to) -> {
                for (int label = from; label < to; label++) {
                    total[label] += change[label];
                    change[label] = 0;
                }
            });
            fragment.swap(v -> community[v], (v, label) -> community[v] = label);
            rank.communicator().barrier();
        }
    }

    private void eachPartition(PartitionBody body) {
        int firstPartition = fragment.firstPartition();
        rank.team().forEachChunk(fragment.endPartition() - firstPartition, (i, thread) -> {
            int partition = firstPartition + i;
            body.run(
                    tallies[thread],
                    links(partition),
                    fragment.partitionStart(partition),
                    fragment.partitionStart(partition + 1));
        });
    }

    /** Work on the vertices of one virtual partition. */
    private interface PartitionBody {
        void run(Tally tally, WeightedLinks links, int from, int to);
    }
}
