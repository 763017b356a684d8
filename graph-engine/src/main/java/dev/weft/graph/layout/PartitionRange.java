package dev.weft.graph.layout;

import dev.weft.collectives.Placement;
import dev.weft.runtime.Shares;

/** The virtual partitions from {@code first} to before {@code end}. */
public record PartitionRange(int first, int end) {
    /** Those that the ranks of a worker own. */
    public static PartitionRange of(Shares shares, int worker, int partitions) {
        Placement placement = shares.placement();
        return new PartitionRange(
                shares.start(placement.first(worker), partitions), shares.start(placement.end(worker), partitions));
    }

    boolean contains(int partition) {
        return partition >= first && partition < end;
    }

    public int size() {
        return end - first;
    }
}
