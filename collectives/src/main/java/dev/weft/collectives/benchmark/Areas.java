package dev.weft.collectives.benchmark;

import java.util.Arrays;

/**
 * The arrays of one rank for calls of one kernel.
 *
 * @param count the length of a block
 * @param counts that length once for each rank
 * @param displacements where each rank's block begins
 */
record Areas(int count, double[] send, double[] receive, int[] counts, int[] displacements) {
    /** The value that a rank sends at an index. */
    interface Values {
        double at(int rank, int index);
    }

    static Areas of(Kernel kernel, int bytes, int rank, int ranks, Values values) {
        int count = kernel.shape().blockLength(bytes, ranks);
        var send = new double[count * kernel.shape().sentBlocks(ranks)];
        Arrays.setAll(send, index -> values.at(rank, index));
        var counts = new int[ranks];
        Arrays.fill(counts, count);
        var displacements = new int[ranks];
        Arrays.setAll(displacements, other -> other * count);
        return new Areas(count, send, new double[count * kernel.result().blocks(ranks)], counts, displacements);
    }

    /** For calls that work in place. */
    void copySentToReceived() {
        System.arraycopy(send, 0, receive, 0, send.length);
    }
}
