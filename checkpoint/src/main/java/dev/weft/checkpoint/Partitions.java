package dev.weft.checkpoint;

/**
 * The partitions of a program's state that one rank owns: those from {@code first} to before {@code end}, of {@code count} in all. Their number is a
 * matter of the data, not of the ranks, or else the state can't be taken up by another number of ranks.
 */
public record Partitions(int first, int end, int count) {
    public Partitions {
        if (first < 0 || end < first || count < end) {
            throw new IllegalArgumentException("partitions from " + first + " to before " + end + " of " + count);
        }
    }

    public int owned() {
        return end - first;
    }

    public int requireOwned(int partition) {
        if (partition < first || partition >= end) {
            throw new IndexOutOfBoundsException(
                    "partition=" + partition + " is not of those from " + first + " to before " + end);
        }
        return partition;
    }
}
