package dev.weft.graph.algorithms;

import dev.weft.collectives.Op;
import dev.weft.graph.EdgeWeights;
import dev.weft.graph.Fragment;
import dev.weft.graph.Graph;
import dev.weft.runtime.Rank;
import dev.weft.runtime.UsageException;
import java.util.concurrent.atomic.LongAccumulator;

/**
 * Weights of edges as whole numbers of a unit, so that their sums are exact whatever the order. The unit is a power of two that lets the
 * sum of all weights stay below 2^52, which a {@code double} holds: weights that are whole numbers are exact in most graphs.
 */
sealed interface EdgeUnits {
    double MOST_UNITS = 0x1p52;

    long at(int entry);

    /** Of a graph without weights. */
    record Ones() implements EdgeUnits {
        @Override
        public long at(int entry) {
            return 1;
        }
    }

    record Scaled(EdgeWeights weights, double unitsPerWeight) implements EdgeUnits {
        @Override
        public long at(int entry) {
            return (long) (weights.at(entry) * unitsPerWeight + 0.5);
        }
    }

    /**
     * How many units a weight of 1 has. Collective.
     *
     * @throws UsageException if a weight is negative
     */
    static double perWeight(Rank rank, Graph graph) {
        if (!graph.weighted()) {
            return 1.0;
        }
        double heaviest = heaviest(rank, graph.fragment());
        double entries = 2.0 * Math.max(1, graph.edgeCount());
        int exponent = Math.getExponent(MOST_UNITS / Math.max(Double.MIN_NORMAL, heaviest) / entries);
        return Math.scalb(1.0, Math.min(exponent, Double.MAX_EXPONENT));
    }

    private static double heaviest(Rank rank, Fragment fragment) {
        int first = fragment.firstPartition();
        var most = new LongAccumulator(Math::max, 0);
        rank.team().forEachChunk(fragment.endPartition() - first, (i, _) -> {
            EdgeWeights weights = fragment.outWeights(first + i);
            double heaviest = 0.0;
            for (int entry = 0; entry < fragment.outNeighbours(first + i).length; entry++) {
                heaviest = Math.max(heaviest, weights.at(entry) < 0 ? Double.POSITIVE_INFINITY : weights.at(entry));
            }
            most.accumulate(Double.doubleToRawLongBits(heaviest));
        });
        double heaviest = Double.longBitsToDouble(rank.communicator().allReduce(most.get(), Op.MAX));
        if (heaviest == Double.POSITIVE_INFINITY) {
            throw new UsageException("an edge has a negative weight, and modularity has no meaning for it:"
                    + " give weights from 0 on, or leave --weighted out");
        }
        return heaviest;
    }
}
