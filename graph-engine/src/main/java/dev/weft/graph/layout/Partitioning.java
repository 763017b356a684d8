package dev.weft.graph.layout;

/**
 * Cuts the internal ids into virtual partitions: contiguous runs of about equal weight, where a vertex weighs its degree plus
 * {@value #VERTEX_WEIGHT}: the work of a vertex in units of an edge, fitted to PageRank on Kronecker 22 (Gemini, OSDI 2016, section 4.2,
 * has 8). A function of the degrees alone.
 */
final class Partitioning {
    static final int MIN_PARTITIONS = 64;
    static final int MAX_PARTITIONS = 4096;
    static final int VERTEX_WEIGHT = 16;
    private static final int VERTICES_PER_PARTITION = 4096;

    private Partitioning() {}

    static int partitionCount(int vertices) {
        int wanted = Math.ceilDiv(vertices, VERTICES_PER_PARTITION);
        int power = wanted <= 1 ? 1 : Integer.highestOneBit(wanted - 1) << 1;
        return Math.clamp(power, MIN_PARTITIONS, MAX_PARTITIONS);
    }

    /** @param degrees in the order of the internal ids */
    static int[] starts(int[] degrees) {
        int partitions = partitionCount(degrees.length);
        var starts = new int[partitions + 1];
        long total = 0;
        for (int degree : degrees) {
            total += degree + VERTEX_WEIGHT;
        }
        long before = 0;
        int partition = 1;
        for (int v = 0; v < degrees.length; v++) {
            before += degrees[v] + VERTEX_WEIGHT;
            while (partition < partitions && before * partitions >= total * partition) {
                starts[partition++] = v + 1;
            }
        }
        while (partition <= partitions) {
            starts[partition++] = degrees.length;
        }
        return starts;
    }
}
