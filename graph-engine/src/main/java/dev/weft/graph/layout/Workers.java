package dev.weft.graph.layout;

import dev.weft.collectives.Communicator;
import dev.weft.collectives.Op;
import dev.weft.collectives.Placement;
import dev.weft.graph.source.Share;
import dev.weft.runtime.Shares;
import java.util.Optional;

/** The workers that load a graph together, as the leading rank of one of them sees them. */
public final class Workers {
    private final Shares shares;
    private final int number;
    private final Optional<Communicator> leaders;

    private Workers(Shares shares, int number, Optional<Communicator> leaders) {
        this.shares = shares;
        this.number = number;
        this.leaders = leaders;
    }

    public static Workers alone() {
        return new Workers(Shares.equal(Placement.together(1)), 0, Optional.empty());
    }

    /** @param leaders of all workers, numbered as these */
    public static Workers of(Shares shares, int number, Communicator leaders) {
        return shares.placement().workers() == 1 ? alone() : new Workers(shares, number, Optional.of(leaders));
    }

    public boolean isAlone() {
        return leaders.isEmpty();
    }

    public int count() {
        return shares.placement().workers();
    }

    public int number() {
        return number;
    }

    /** What this worker reads of a source. */
    public Share share() {
        return new Share(number, count());
    }

    public Communicator leaders() {
        return leaders.orElseThrow(() -> new IllegalStateException("there is but one worker"));
    }

    /** The partitions that this worker's ranks own. */
    public PartitionRange held(int partitions) {
        return PartitionRange.of(shares, number, partitions);
    }

    /** The first vertex of each worker, and the number of vertices at the end. */
    int[] vertexStarts(int[] partitionStarts) {
        var starts = new int[count() + 1];
        for (int worker = 0; worker < count(); worker++) {
            PartitionRange range = PartitionRange.of(shares, worker, partitionStarts.length - 1);
            starts[worker] = partitionStarts[range.first()];
            starts[worker + 1] = partitionStarts[range.end()];
        }
        return starts;
    }

    long sum(long value) {
        return isAlone() ? value : leaders().allReduce(value, Op.SUM);
    }

    long largest(long value) {
        return isAlone() ? value : leaders().allReduce(value, Op.MAX);
    }

    /** Adds up the arrays of all workers, in place. */
    void sum(int[] values) {
        if (!isAlone()) {
            leaders().allReduce(values, 0, values.length, Op.SUM);
        }
    }

    /** As {@link #sum(int[])}. */
    void sum(long[] values) {
        if (!isAlone()) {
            leaders().allReduce(values, 0, values.length, Op.SUM);
        }
    }
}
