package dev.weft.graph.algorithms;

import dev.weft.collectives.Communicator;
import dev.weft.collectives.Op;
import dev.weft.graph.Fragment;
import dev.weft.graph.Graph;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Community detection by label propagation (Raghavan, Albert, Kumara, Phys. Rev. E 2007) as LDBC Graphalytics makes it deterministic: every
 * vertex begins with its own id as its label; in a round each takes the label that most of its neighbours had before it, of several the
 * smallest. In a directed graph a neighbour counts once for an edge to it and once for one from it. Parallel edges count each, and a self-loop makes
 * a vertex its own neighbour; a vertex without neighbours keeps its label. Result: {@code label}.
 *
 * <p>Labels are kept as places among the ids, which have the same order. As soon as few labels change, a vertex none of whose neighbours
 * has changed in the last round keeps its label without counting, and rounds end when no vertex has changed: the result is that of all
 * rounds.
 */
public final class Cdlp implements Program {
    /** Where at most one in so many entries names a vertex that has changed, it pays to ask first who has to look. */
    private static final int FEW = 8;

    @Override
    public void run(Rank rank) {
        Graph graph = Graph.load(rank);
        Fragment fragment = graph.fragment();
        var rounds = new Rounds(fragment, rank.workerRanks() * rank.team().size());
        long entries = rounds.countEntries(rank.communicator());
        long seen = entries;
        var steps = graph.steps(rank.arg("iterations", 10)).savingShared("label", rounds::labels, rounds::restored);
        for (long _ : steps) {
            if (seen <= entries / FEW) {
                rounds.markWhoLooks();
                rank.communicator().barrier();
            }
            seen = rank.communicator().allReduce(rounds.propagate(), Op.SUM);
            if (seen == 0) {
                break;
            }
        }
        long[] label = graph.newLongs(0);
        graph.forEach(v -> label[v] = rounds.label(fragment.first() + v));
        graph.result("label", label);
    }

    private static final class Rounds {
        private final Fragment fragment;
        private final int threadsOfWorker;
        private final ConcurrentLinkedQueue<LabelTally> tallies = new ConcurrentLinkedQueue<>();
        /** With one worker, the last round in which a vertex had to look at its neighbours, since one of them had changed. */
        private final int[] looks;
        /** With several, the vertices whose labels the last round changed. */
        private final long[] changed;

        private int[] label;
        /** The labels before the last round, and while one runs those after it. */
        private int[] next;

        private long entriesOfAll;
        private int round;
        /** Whether only vertices with a neighbour that has changed look at their neighbours in the next round. */
        private boolean few;

        Rounds(Fragment fragment, int threadsOfWorker) {
            this.fragment = fragment;
            this.threadsOfWorker = threadsOfWorker;
            boolean alone = fragment.workers() == 1;
            this.looks = alone ? fragment.sharedInts("looks") : new int[0];
            this.changed = alone ? new long[0] : fragment.sharedLongs("changed", (fragment.size() + 63) >>> 6);
            this.label = fragment.sharedInts("label");
            this.next = fragment.sharedInts("next label");
            fragment.forEachIndex((from, to) -> {
                for (int position = from; position < to; position++) {
                    label[fragment.atPosition(position)] = position;
                }
            });
        }

        /** Takes, and returns, how many entries the lists of all vertices have. Collective. */
        long countEntries(Communicator communicator) {
            entriesOfAll = communicator.allReduce(entries(), Op.SUM);
            return entriesOfAll;
        }

        private long entries() {
            var sum = new AtomicLong();
            fragment.forEachPiece((p, from, to) -> {
                long entries = 0;
                for (int v = from; v < to; v++) {
                    entries += degree(p, v);
                }
                sum.addAndGet(entries);
            });
            return sum.get();
        }

        private long degree(int partition, int vertex) {
            int i = vertex - fragment.partitionStart(partition);
            int[] out = fragment.outOffsets(partition);
            int[] in = fragment.inOffsets(partition);
            return (long) out[i + 1] - out[i] + (fragment.directed() ? in[i + 1] - in[i] : 0);
        }

        int[] labels() {
            return label;
        }

        /** The labels of this rank's vertices are those of a later round. Collective. */
        void restored() {
            round = 1;
            fragment.syncMirrors(label);
        }

        /** The id that a vertex of this rank has as its label. */
        long label(int vertex) {
            return fragment.globalId(fragment.atPosition(label[vertex]));
        }

        /** Lets the next round look only where labels have changed. */
        void markWhoLooks() {
            few = true;
            if (fragment.workers() == 1) {
                fragment.forEachPiece(this::markNeighboursOfChanged);
            } else {
                fragment.forEachIndex(this::markChanged);
            }
        }

        private void markNeighboursOfChanged(int partition, int from, int to) {
            int start = fragment.partitionStart(partition);
            int[] out = fragment.outOffsets(partition);
            int[] in = fragment.inOffsets(partition);
            for (int v = from; v < to; v++) {
                if (label[v] != next[v]) {
                    int i = v - start;
                    markAll(fragment.outNeighbours(partition), out[i], out[i + 1]);
                    if (fragment.directed()) {
                        markAll(fragment.inNeighbours(partition), in[i], in[i + 1]);
                    }
                }
            }
        }

        private void markAll(int[] neighbours, int from, int to) {
            for (int i = from; i < to; i++) {
                looks[neighbours[i]] = round;
            }
        }

        /** One round; returns how many entries the lists of this rank's vertices have that have changed their labels. */
        long propagate() {
            var seen = new AtomicLong();
            fragment.forEachPiece((p, from, to) -> seen.addAndGet(relabel(p, from, to)));
            fragment.syncMirrors(next);
            int[] before = label;
            label = next;
            next = before;
            round++;
            few = false;
            return seen.get();
        }

        private long relabel(int partition, int from, int to) {
            LabelTally pooled = tallies.poll();
            LabelTally tally = pooled != null ? pooled : newTally();
            int[] label = this.label;
            int[] next = this.next;
            long seen = 0;
            for (int v = from; v < to; v++) {
                int mine = label[v];
                int most = !few || looks(partition, v) ? mostFrequent(partition, v, tally) : mine;
                next[v] = most;
                seen += most == mine ? 0 : degree(partition, v);
            }
            tallies.add(tally);
            return seen;
        }

        private boolean looks(int partition, int vertex) {
            return fragment.workers() == 1 ? looks[vertex] == round : hasChangedNeighbour(partition, vertex);
        }

        private boolean hasChangedNeighbour(int partition, int vertex) {
            int i = vertex - fragment.partitionStart(partition);
            int[] out = fragment.outOffsets(partition);
            if (anyChanged(fragment.outNeighbours(partition), out[i], out[i + 1])) {
                return true;
            }
            int[] in = fragment.inOffsets(partition);
            return fragment.directed() && anyChanged(fragment.inNeighbours(partition), in[i], in[i + 1]);
        }

        private boolean anyChanged(int[] neighbours, int from, int to) {
            long[] changed = this.changed;
            for (int i = from; i < to; i++) {
                int neighbour = neighbours[i];
                if ((changed[neighbour >>> 6] >>> neighbour & 1L) != 0) {
                    return true;
                }
            }
            return false;
        }

        /** A number for each label is fastest; those of all threads together are to take no more memory than the worker's neighbour lists. */
        private LabelTally newTally() {
            boolean affordable = (long) fragment.size() * threadsOfWorker * fragment.workers() <= entriesOfAll;
            return affordable ? new LabelCounts(fragment.size()) : new LabelTable();
        }

        private int mostFrequent(int partition, int vertex, LabelTally tally) {
            int i = vertex - fragment.partitionStart(partition);
            int from = fragment.outOffsets(partition)[i];
            int to = fragment.outOffsets(partition)[i + 1];
            int inFrom = fragment.directed() ? fragment.inOffsets(partition)[i] : 0;
            int inTo = fragment.directed() ? fragment.inOffsets(partition)[i + 1] : 0;
            long neighbours = (long) to - from + inTo - inFrom;
            if (neighbours == 0) {
                return label[vertex];
            }
            if (round == 0 && !fragment.directed()) {
                return leastOfMostParallel(fragment.outNeighbours(partition), from, to);
            }
            tally.begin(neighbours);
            if (!tally.add(label, fragment.outNeighbours(partition), from, to)) {
                boolean _ = tally.add(label, fragment.inNeighbours(partition), inFrom, inTo);
            }
            return tally.mostFrequent();
        }

        /** While all labels differ, only parallel edges bring one twice, and they stand side by side. */
        private int leastOfMostParallel(int[] neighbours, int from, int to) {
            int[] label = this.label;
            long best = 0;
            int last = -1;
            long times = 0;
            for (int i = from; i < to; i++) {
                int neighbour = neighbours[i];
                times = neighbour == last ? times + 1 : 1;
                last = neighbour;
                best = Math.max(best, times << 32 | (Integer.MAX_VALUE - label[neighbour]));
            }
            return Integer.MAX_VALUE - (int) best;
        }

        private void markChanged(int from, int to) {
            for (int v = from; v < to; ) {
                int end = Math.min(to, (v | 63) + 1);
                int word = v >>> 6;
                long mask = 0;
                long bits = 0;
                for (; v < end; v++) {
                    mask |= 1L << v;
                    bits |= (label[v] == next[v] ? 0L : 1L) << v;
                }
                Fragment.putBits(changed, word, mask, bits);
            }
        }
    }
}
