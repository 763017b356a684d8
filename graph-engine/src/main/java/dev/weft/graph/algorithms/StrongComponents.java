package dev.weft.graph.algorithms;

import dev.weft.graph.Frontier;
import dev.weft.graph.Graph;
import dev.weft.graph.LongEdgeFunction;
import dev.weft.graph.Op;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;

/**
 * Strongly connected components by Multistep (Slota, Rajamanickam, Madduri, IPDPS 2014): trim vertices that no edge leads to, or from,
 * which are components of their own; take out the component of one vertex of high degree, what it reaches and is reached from; then
 * colour the others, round by round. Results: {@code component}, the smallest id of the component that a vertex is in, and
 * {@code components}, how many there are, and {@code rounds}, how often vertices were coloured. Of an undirected graph these are the
 * weakly connected components.
 */
public final class StrongComponents implements Program {
    @Override
    public void run(Rank rank) {
        Graph graph = Graph.load(rank);
        var search = new Search(graph);
        search.trim();
        if (!search.remaining.isEmpty()) {
            search.takeComponentOfPivot();
        }
        long rounds = 0;
        while (!search.remaining.isEmpty()) {
            search.takeComponentsOfColours();
            rounds++;
        }
        int first = graph.fragment().first();
        graph.result("component", GroupNames.of(rank, graph, search.root));
        rank.result("components", graph.count(v -> search.root[v] == first + v));
        rank.result("rounds", rounds);
    }

    private static final class Search {
        private static final RandomOrder ORDER = new RandomOrder(1);

        private final Graph graph;
        private final Graph reversed;
        private final int first;
        /** Vertices whose component isn't known. */
        private final Frontier remaining;
        /** Edges that lead to a vertex from remaining ones, and from it to them. */
        private final int[] incoming;

        private final int[] outgoing;
        /** The fragment index of one vertex of the component. */
        private final int[] root;

        private final long[] colour;

        Search(Graph graph) {
            this.graph = graph;
            this.reversed = graph.reversed();
            this.first = graph.fragment().first();
            this.remaining = graph.all();
            this.incoming = new int[graph.localVertexCount()];
            this.outgoing = new int[graph.localVertexCount()];
            this.root = new int[graph.localVertexCount()];
            this.colour = graph.newLongs(0);
            graph.forEach(v -> {
                incoming[v] = graph.inDegree(v);
                outgoing[v] = graph.outDegree(v);
            });
        }

        void trim() {
            Frontier alone = remaining.filter(v -> incoming[v] == 0 || outgoing[v] == 0);
            graph.forEach(alone, v -> root[v] = first + v);
            remove(alone);
        }

        /** Takes vertices out of the remaining ones, and those that then have no edge to, or from, a remaining one. */
        private void remove(Frontier found) {
            remaining.removeAll(found);
            Frontier gone = found;
            for (long _ : graph.steps()) {
                if (gone.isEmpty() || remaining.isEmpty()) {
                    break;
                }
                Frontier alone = graph.edgeMap(gone, remaining, new Loss(incoming));
                Frontier alsoAlone = reversed.edgeMap(gone, remaining, new Loss(outgoing));
                alone.addAll(alsoAlone);
                alsoAlone.clear();
                gone.become(alone);
            }
            gone.clear();
        }

        /** Edges between a vertex and remaining ones become fewer; the last one's loss leaves it alone. */
        private final class Loss extends LongEdgeFunction {
            private final int[] edges;

            Loss(int[] edges) {
                super(Op.SUM);
                this.edges = edges;
            }

            @Override
            protected long message(int source) {
                return 1;
            }

            @Override
            protected boolean update(int target, long lost) {
                edges[target] -= (int) lost;
                if (edges[target] == 0) {
                    root[target] = first + target;
                }
                return edges[target] == 0;
            }
        }

        /** What the pivot reaches, and of this what reaches the pivot. */
        void takeComponentOfPivot() {
            long most = graph.max(this::pairs);
            long id = graph.min(v -> pairs(v) == most ? graph.globalId(v) : Long.MAX_VALUE);
            Frontier pivot = graph.vertices(id);
            int index = (int) graph.max(v -> pivot.contains(v) ? first + v : -1);
            Frontier reached = reach(graph, pivot, remaining, new Reaching());
            Frontier component = reach(reversed, pivot, reached, new Reaching());
            graph.forEach(component, v -> root[v] = index);
            pivot.clear();
            reached.clear();
            remove(component);
        }

        private long pairs(int vertex) {
            return remaining.contains(vertex) ? (long) incoming[vertex] * outgoing[vertex] : -1;
        }

        /**
         * Each vertex takes the greatest colour of all that reach it. One that keeps its own is the root of a component: the vertices of
         * its colour that reach it.
         */
        void takeComponentsOfColours() {
            graph.forEach(remaining, v -> colour[v] = ownColour(v));
            Frontier changed = remaining.copy();
            Frontier targets = graph.none();
            for (long _ : graph.steps()) {
                if (changed.isEmpty()) {
                    break;
                }
                targets.become(remaining.copy());
                changed.become(graph.edgeMap(changed, targets, new Raise()));
            }
            targets.clear();
            Frontier roots = remaining.filter(v -> colour[v] == ownColour(v));
            Frontier components = reach(reversed, roots, remaining, new VisitColour());
            graph.forEach(components, v -> root[v] = (int) colour[v]);
            roots.clear();
            remove(components);
        }

        /** Random, lest the ids of a long path rise along it; the lower half says whose it is. */
        private long ownColour(int vertex) {
            int index = first + vertex;
            return ORDER.key(index) & 0xffffffff00000000L | index;
        }

        /** The vertices {@code within} that {@code from} reaches by way of vertices that {@code visit} says true for, and {@code from}. */
        private static Frontier reach(Graph graph, Frontier from, Frontier within, LongEdgeFunction visit) {
            Frontier open = within.copy();
            open.removeAll(from);
            Frontier frontier = from.copy();
            for (long _ : graph.steps()) {
                if (frontier.isEmpty()) {
                    break;
                }
                frontier.become(graph.edgeMap(frontier, open, visit));
            }
            Frontier reached = within.copy();
            reached.removeAll(open);
            open.clear();
            return reached;
        }

        private final class Raise extends LongEdgeFunction {
            Raise() {
                super(Op.MAX);
            }

            @Override
            protected long message(int source) {
                return colour[source];
            }

            @Override
            protected boolean update(int target, long greatest) {
                boolean higher = greatest > colour[target];
                colour[target] = Math.max(greatest, colour[target]);
                return higher;
            }
        }

        /** Colours only rise along edges, so that against them the least of several is the target's own, if any is. */
        private final class VisitColour extends LongEdgeFunction {
            VisitColour() {
                super(Op.MIN);
            }

            @Override
            protected long message(int source) {
                return colour[source];
            }

            @Override
            protected boolean update(int target, long least) {
                return least == colour[target];
            }
        }
    }
}
