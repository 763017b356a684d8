package dev.weft.graph;

import dev.weft.graph.layout.Topology;
import dev.weft.runtime.Rank;
import dev.weft.runtime.Shares;
import dev.weft.runtime.ThreadTeam;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import java.util.stream.LongStream;

/**
 * Sums, counts, least and greatest values over all vertices. A floating sum has one leaf for each virtual partition, summed in order, then a
 * fixed binary tree over the leaves.
 */
final class PartitionSums {
    private final Rank rank;
    private final Topology topology;
    private final ThreadTeam team;
    private final int firstPartition;
    private final int endPartition;
    private final int base;
    private final double[] own;
    private final double[] leaves;
    private final long[] counts;
    private final int[] leafCounts;
    private final int[] leafStarts;

    PartitionSums(Rank rank, Topology topology, ThreadTeam team) {
        int ranks = rank.count();
        Shares shares = rank.shares();
        this.rank = rank;
        this.topology = topology;
        this.team = team;
        this.firstPartition = shares.start(rank.number(), topology.partitionCount());
        this.endPartition = shares.start(rank.number() + 1, topology.partitionCount());
        this.base = topology.partitionStart(firstPartition);
        this.own = new double[endPartition - firstPartition];
        this.leaves = new double[topology.partitionCount()];
        this.counts = new long[endPartition - firstPartition];
        this.leafCounts = new int[ranks];
        this.leafStarts = new int[ranks];
        for (int r = 0; r < ranks; r++) {
            leafStarts[r] = shares.start(r, topology.partitionCount());
            leafCounts[r] = shares.start(r + 1, topology.partitionCount()) - leafStarts[r];
        }
    }

    double sum(IntToDoubleFunction value) {
        Calls calls = Calls.of(value);
        team.forEachChunk(own.length, (i, _) -> own[i] = calls.sum(value, start(i), start(i + 1)));
        rank.communicator().allGatherV(own, 0, leafCounts, leaves, leafStarts);
        return tree(leaves);
    }

    /** Of the rank's i-th partition. */
    private int start(int i) {
        return topology.partitionStart(firstPartition + i) - base;
    }

    /** The number of partitions is a power of two, so that every pair is whole. */
    private static double tree(double[] leaves) {
        for (int width = leaves.length / 2; width >= 1; width /= 2) {
            for (int i = 0; i < width; i++) {
                leaves[i] = leaves[2 * i] + leaves[2 * i + 1];
            }
        }
        return leaves[0];
    }

    long localCount(IntPredicate condition) {
        Calls calls = Calls.of(condition);
        team.forEachChunk(counts.length, (i, _) -> counts[i] = calls.count(condition, start(i), start(i + 1)));
        return LongStream.of(counts).sum();
    }

    long localMin(IntToLongFunction value) {
        Calls calls = Calls.of(value);
        team.forEachChunk(counts.length, (i, _) -> counts[i] = calls.min(value, start(i), start(i + 1)));
        return LongStream.of(counts).min().orElse(Long.MAX_VALUE);
    }

    long localMax(IntToLongFunction value) {
        Calls calls = Calls.of(value);
        team.forEachChunk(counts.length, (i, _) -> counts[i] = calls.max(value, start(i), start(i + 1)));
        return LongStream.of(counts).max().orElse(Long.MIN_VALUE);
    }
}
