package dev.weft.graph.algorithms;

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
 * <p>Labels are kept as places among the ids, which have the same order. A vertex none of whose neighbours has changed in the last round
 * keeps its label without counting, and rounds end when no vertex has changed: the result is that of all rounds.
 */
public final class Cdlp implements Program {
    @Override
    public void run(Rank rank) {
        Graph graph = Graph.load(rank);
        Fragment fragment = graph.fragment();
        var rounds = new Rounds(fragment);
        rank.communicator().barrier();
        for (long _ : graph.steps(rank.arg("iterations", 10))) {
            long changes = rounds.propagate();
            if (rank.communicator().allReduce(changes, Op.SUM) == 0) {
                break;
            }
        }
        long[] label = graph.newLongs(0);
        graph.forEach(v -> label[v] = rounds.label(fragment.first() + v));
        graph.result("label", label);
    }

    private static final class Rounds {
        private final Fragment fragment;
        private final ConcurrentLinkedQueue<LabelTally> tallies = new ConcurrentLinkedQueue<>();
        /** The vertices whose labels the last round changed: at first all. */
        private final long[] changed;

        private int[] label;
        private int[] next;

        Rounds(Fragment fragment) {
            this.fragment = fragment;
            this.changed = fragment.sharedLongs("changed", (fragment.size() + 63) >>> 6);
            this.label = fragment.sharedInts("label");
            this.next = fragment.sharedInts("next label");
            fragment.forEachIndex((from, to) -> {
                for (int position = from; position < to; position++) {
                    label[fragment.atPosition(position)] = position;
                    Fragment.putBits(changed, position >>> 6, 1L << position, -1L);
                }
            });
        }

        /** The id that a vertex of this rank has as its label. */
        long label(int vertex) {
            return fragment.globalId(fragment.atPosition(label[vertex]));
        }

        /** One round; returns how many of this rank's vertices have changed their labels. */
        long propagate() {
            var changes = new AtomicLong();
            fragment.forEachPiece((p, from, to) -> changes.addAndGet(relabel(p, from, to)));
            fragment.syncMirrors(next);
            fragment.forEachIndex(this::markChanged);
            int[] before = label;
            label = next;
            next = before;
            return changes.get();
        }

        private int relabel(int partition, int from, int to) {
            LabelTally pooled = tallies.poll();
            LabelTally tally = pooled != null ? pooled : new LabelTally();
            int[] label = this.label;
            int[] next = this.next;
            int changes = 0;
            for (int v = from; v < to; v++) {
                next[v] = hasChangedNeighbour(partition, v) ? mostFrequent(partition, v, tally) : label[v];
                changes += next[v] == label[v] ? 0 : 1;
            }
            tallies.add(tally);
            return changes;
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

        /** Of a vertex that has neighbours. */
        private int mostFrequent(int partition, int vertex, LabelTally tally) {
            int i = vertex - fragment.partitionStart(partition);
            int from = fragment.outOffsets(partition)[i];
            int to = fragment.outOffsets(partition)[i + 1];
            int inFrom = fragment.directed() ? fragment.inOffsets(partition)[i] : 0;
            int inTo = fragment.directed() ? fragment.inOffsets(partition)[i + 1] : 0;
            tally.begin((long) to - from + inTo - inFrom);
            if (!tally.add(label, fragment.outNeighbours(partition), from, to)) {
                boolean _ = tally.add(label, fragment.inNeighbours(partition), inFrom, inTo);
            }
            return tally.mostFrequent();
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
