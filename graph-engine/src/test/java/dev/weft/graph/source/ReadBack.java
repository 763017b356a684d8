package dev.weft.graph.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.runtime.testing.ThreadRanks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** A source's edges by the input's ids, in ascending order: what a test compares. */
record ReadBack(List<Long> ids, List<Edge> edges, boolean directed, boolean weighted) {

    /** @param weight 0 in a graph without weights */
    record Edge(long source, long target, double weight) implements Comparable<Edge> {
        private static final Comparator<Edge> ORDER = Comparator.comparingLong(Edge::source)
                .thenComparingLong(Edge::target)
                .thenComparingDouble(Edge::weight);

        Edge(long source, long target) {
            this(source, target, 0);
        }

        @Override
        public int compareTo(Edge other) {
            return ORDER.compare(this, other);
        }

        Edge turned() {
            return new Edge(/* source= */ target, /* target= */ source, weight);
        }

        /** The same undirected edge, from its smaller end. */
        Edge ordered() {
            return new Edge(Math.min(source, target), Math.max(source, target), weight);
        }
    }

    static ReadBack of(GraphSource source, int threads) {
        return of(source, threads, Share.WHOLE);
    }

    static ReadBack of(GraphSource source, int threads, Share share) {
        var read = new ArrayList<ReadBack>();
        ThreadRanks.run(1, threads, () -> rank -> {
            try (EdgeBag bag = source.read(rank.team(), (_, _) -> {}, share)) {
                read.add(of(bag));
            }
        });
        return read.getFirst();
    }

    private static ReadBack of(EdgeBag bag) {
        List<Long> ids = IntStream.range(0, bag.ids().size())
                .mapToObj(i -> bag.ids().id(i))
                .toList();
        assertThat(ids).isSorted().doesNotHaveDuplicates();
        var edges = new ArrayList<Edge>();
        for (int b = 0; b < bag.blockCount(); b++) {
            for (long i = 0; i < bag.block(b).byteSize() / Long.BYTES; i++) {
                long edge = bag.block(b).getAtIndex(EdgeBag.EDGE, i);
                double weight = bag.weighted() ? bag.weights(b).getAtIndex(EdgeBag.WEIGHT, i) : 0;
                edges.add(new Edge(ids.get(EdgeBag.source(edge)), ids.get(EdgeBag.target(edge)), weight));
            }
        }
        assertThat(bag.edgeCount()).isEqualTo(edges.size());
        edges.sort(null);
        return new ReadBack(ids, edges, bag.directed(), bag.weighted());
    }

    /** The edges of all shares together. */
    static List<Edge> ofShares(GraphSource source, int threads, int shares) {
        return IntStream.range(0, shares)
                .mapToObj(i -> of(source, threads, new Share(i, shares)))
                .flatMap(read -> read.edges().stream())
                .sorted()
                .toList();
    }
}
