package dev.weft.graph.layout;

import dev.weft.collectives.Placement;

/** The virtual partitions from {@code first} to before {@code end}. */
public record PartitionRange(int first, int end) {
    /** Those of part {@code part}, where {@code parts} parts share them as {@link Topology#shareStart} says. */
    static int shareStart(int partitions, int part, int parts) {
        return (int) ((long) partitions * part / parts);
    }

    /** Those that the ranks of a worker own. */
    public static PartitionRange of(Placement placement, int worker, int partitions) {
        return new PartitionRange(
                shareStart(partitions, placement.first(worker), placement.ranks()),
                shareStart(partitions, placement.end(worker), placement.ranks()));
    }

    boolean contains(int partition) {
        return partition >= first && partition < end;
    }

    public int size() {
        return end - first;
    }
}
