package dev.weft.graph.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/** Compares all that topologies hold. */
public final class TopologyAssert {
    private TopologyAssert() {}

    public static void assertSame(Topology actual, Topology expected, String context) {
        assertThat(actual.held()).as(context).isEqualTo(expected.held());
        assertThat(actual.edgeCount()).as(context).isEqualTo(expected.edgeCount());
        assertThat(actual.skippedLines()).as(context).isEqualTo(expected.skippedLines());
        assertThat(actual.directed()).as(context).isEqualTo(expected.directed());
        assertThat(actual.weightForm()).as(context).isEqualTo(expected.weightForm());
        assertThat(actual.internalIds()).as(context).isEqualTo(expected.internalIds());
        assertThat(actual.globalIds()).as(context).isEqualTo(expected.globalIds());
        assertThat(actual.vertices().partitionStarts())
                .as(context)
                .isEqualTo(expected.vertices().partitionStarts());
        assertThat(actual.ids().size()).as(context).isEqualTo(expected.ids().size());
        for (int i = 0; i < expected.ids().size(); i++) {
            assertThat(actual.ids().id(i)).as(context).isEqualTo(expected.ids().id(i));
            assertThat(actual.ids().name(i))
                    .as(context)
                    .isEqualTo(expected.ids().name(i));
        }
        assertSame(actual.in(), expected.in(), expected, context + " in");
        assertSame(actual.out(), expected.out(), expected, context + " out");
        assertThat(actual.in() == actual.out()).as(context).isEqualTo(!expected.directed());
    }

    private static void assertSame(Adjacency actual, Adjacency expected, Topology topology, String context) {
        assertThat(actual.degrees()).as(context).isEqualTo(expected.degrees());
        for (int p = 0; p < topology.partitionCount(); p++) {
            assertThat(actual.offsets(p)).as(context).isEqualTo(expected.offsets(p));
            assertThat(actual.neighbours(p)).as(context).isEqualTo(expected.neighbours(p));
            assertThat(actual.firstNeighbours(p)).as(context).isEqualTo(expected.firstNeighbours(p));
            assertThat(actual.entries(0, p + 1)).as(context).isEqualTo(expected.entries(0, p + 1));
            if (topology.weighted()) {
                int entries = expected.neighbours(p).length;
                assertThat(weights(actual.weights(p), entries))
                        .as(context)
                        .isEqualTo(weights(expected.weights(p), entries));
            }
        }
    }

    private static double[] weights(Weights weights, int entries) {
        var values = new double[entries];
        Arrays.setAll(values, weights::at);
        return values;
    }
}
