package dev.weft.graph.layout;

import java.util.Arrays;

/**
 * One thread's way to sort the neighbour lists of a weighted graph: ascending by neighbour, parallel edges ascending by weight. Neighbour
 * and weight are sorted as one {@code long} where both fit; else the neighbour with the entry's place, and then the weights of each
 * neighbour by themselves.
 */
final class EntrySort {
    private static final long LOW = 0xffff_ffffL;

    private long[] keys = {};
    private double[] unsorted = {};

    /** @param starts of the lists, and the end of the last */
    void sort(int[] starts, int[] neighbours, Weights weights) {
        for (int i = 0; i + 1 < starts.length; i++) {
            int from = starts[i];
            int to = starts[i + 1];
            if (to - from > 1) {
                reserve(to - from);
                switch (weights) {
                    case Weights.Bytes(byte[] values) -> sort(neighbours, values, from, to);
                    case Weights.Ints(int[] values) -> sort(neighbours, values, from, to);
                    case Weights.Doubles(double[] values) -> sort(neighbours, values, from, to);
                }
            }
        }
    }

    private void reserve(int count) {
        if (keys.length < count) {
            keys = new long[count + count / 4];
        }
    }

    private void sort(int[] neighbours, byte[] weights, int from, int to) {
        long[] keys = this.keys;
        for (int e = from; e < to; e++) {
            keys[e - from] = (long) neighbours[e] << Byte.SIZE | weights[e] & 0xff;
        }
        Arrays.sort(keys, 0, to - from);
        for (int e = from; e < to; e++) {
            neighbours[e] = (int) (keys[e - from] >>> Byte.SIZE);
            weights[e] = (byte) keys[e - from];
        }
    }

    private void sort(int[] neighbours, int[] weights, int from, int to) {
        long[] keys = this.keys;
        for (int e = from; e < to; e++) {
            keys[e - from] = (long) neighbours[e] << Integer.SIZE | (weights[e] ^ Integer.MIN_VALUE) & LOW;
        }
        Arrays.sort(keys, 0, to - from);
        for (int e = from; e < to; e++) {
            neighbours[e] = (int) (keys[e - from] >>> Integer.SIZE);
            weights[e] = (int) keys[e - from] ^ Integer.MIN_VALUE;
        }
    }

    private void sort(int[] neighbours, double[] weights, int from, int to) {
        long[] keys = this.keys;
        if (unsorted.length < to - from) {
            unsorted = new double[keys.length];
        }
        System.arraycopy(weights, from, unsorted, 0, to - from);
        for (int e = from; e < to; e++) {
            keys[e - from] = (long) neighbours[e] << Integer.SIZE | (e - from);
        }
        Arrays.sort(keys, 0, to - from);
        for (int e = from; e < to; e++) {
            neighbours[e] = (int) (keys[e - from] >>> Integer.SIZE);
            weights[e] = unsorted[(int) keys[e - from]];
        }
        sortParallelEdges(neighbours, weights, from, to);
    }

    private static void sortParallelEdges(int[] neighbours, double[] weights, int from, int to) {
        int first = from;
        for (int e = from + 1; e <= to; e++) {
            if (e == to || neighbours[e] != neighbours[first]) {
                if (e - first > 1) {
                    Arrays.sort(weights, first, e);
                }
                first = e;
            }
        }
    }
}
