package dev.weft.graph.layout;

/** Finds the virtual partition of a vertex: a table says where a block of vertices begins, from there on it is a few steps. */
public final class PartitionIndex {
    private static final int BLOCKS_PER_PARTITION = 4;

    private final int[] starts;
    private final int[] firstOfBlock;
    private final int shift;

    PartitionIndex(int[] starts) {
        int vertices = starts[starts.length - 1];
        this.starts = starts;
        this.shift = shift(vertices, BLOCKS_PER_PARTITION * (starts.length - 1));
        this.firstOfBlock = new int[(vertices >>> shift) + 1];
        int partition = 0;
        for (int block = 0; block < firstOfBlock.length; block++) {
            while (partition + 2 < starts.length && starts[partition + 1] <= block << shift) {
                partition++;
            }
            firstOfBlock[block] = partition;
        }
    }

    private static int shift(int vertices, int blocks) {
        int shift = 0;
        while (vertices >>> shift > blocks) {
            shift++;
        }
        return shift;
    }

    public int of(int vertex) {
        int partition = firstOfBlock[vertex >>> shift];
        while (starts[partition + 1] <= vertex) {
            partition++;
        }
        return partition;
    }
}
