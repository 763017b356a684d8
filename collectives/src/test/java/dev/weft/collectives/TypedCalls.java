package dev.weft.collectives;

/**
 * Makes the call of {@link Communicator} that belongs to an array's type, so that a test can be written once for all
 * four.
 */
final class TypedCalls {
    private final Communicator communicator;

    TypedCalls(Communicator communicator) {
        this.communicator = communicator;
    }

    void send(Object data, int offset, int count, int destination, int tag) {
        switch (data) {
            case double[] doubles -> communicator.send(doubles, offset, count, destination, tag);
            case long[] longs -> communicator.send(longs, offset, count, destination, tag);
            case int[] ints -> communicator.send(ints, offset, count, destination, tag);
            case byte[] bytes -> communicator.send(bytes, offset, count, destination, tag);
            default -> throw new IllegalArgumentException("not a typed array");
        }
    }

    int receive(Object data, int offset, int capacity, int source, int tag) {
        return switch (data) {
            case double[] doubles -> communicator.receive(doubles, offset, capacity, source, tag);
            case long[] longs -> communicator.receive(longs, offset, capacity, source, tag);
            case int[] ints -> communicator.receive(ints, offset, capacity, source, tag);
            case byte[] bytes -> communicator.receive(bytes, offset, capacity, source, tag);
            default -> throw new IllegalArgumentException("not a typed array");
        };
    }

    void broadcast(Object data, int offset, int count, int root) {
        switch (data) {
            case double[] doubles -> communicator.broadcast(doubles, offset, count, root);
            case long[] longs -> communicator.broadcast(longs, offset, count, root);
            case int[] ints -> communicator.broadcast(ints, offset, count, root);
            case byte[] bytes -> communicator.broadcast(bytes, offset, count, root);
            default -> throw new IllegalArgumentException("not a typed array");
        }
    }

    void allReduce(Object data, int offset, int count, Op op) {
        switch (data) {
            case double[] doubles -> communicator.allReduce(doubles, offset, count, op);
            case long[] longs -> communicator.allReduce(longs, offset, count, op);
            case int[] ints -> communicator.allReduce(ints, offset, count, op);
            case byte[] bytes -> communicator.allReduce(bytes, offset, count, op);
            default -> throw new IllegalArgumentException("not a typed array");
        }
    }

    void exscan(Object data, int offset, int count, Op op) {
        switch (data) {
            case double[] doubles -> communicator.exscan(doubles, offset, count, op);
            case long[] longs -> communicator.exscan(longs, offset, count, op);
            case int[] ints -> communicator.exscan(ints, offset, count, op);
            case byte[] bytes -> communicator.exscan(bytes, offset, count, op);
            default -> throw new IllegalArgumentException("not a typed array");
        }
    }

    void allGather(Object send, int sendOffset, int count, Object receive, int receiveOffset) {
        switch (send) {
            case double[] doubles ->
                communicator.allGather(doubles, sendOffset, count, (double[]) receive, receiveOffset);
            case long[] longs -> communicator.allGather(longs, sendOffset, count, (long[]) receive, receiveOffset);
            case int[] ints -> communicator.allGather(ints, sendOffset, count, (int[]) receive, receiveOffset);
            case byte[] bytes -> communicator.allGather(bytes, sendOffset, count, (byte[]) receive, receiveOffset);
            default -> throw new IllegalArgumentException("not a typed array");
        }
    }

    void allGatherV(Object send, int sendOffset, int[] counts, Object receive, int[] displacements) {
        switch (send) {
            case double[] doubles ->
                communicator.allGatherV(doubles, sendOffset, counts, (double[]) receive, displacements);
            case long[] longs -> communicator.allGatherV(longs, sendOffset, counts, (long[]) receive, displacements);
            case int[] ints -> communicator.allGatherV(ints, sendOffset, counts, (int[]) receive, displacements);
            case byte[] bytes -> communicator.allGatherV(bytes, sendOffset, counts, (byte[]) receive, displacements);
            default -> throw new IllegalArgumentException("not a typed array");
        }
    }

    void allToAll(Object send, int sendOffset, int count, Object receive, int receiveOffset) {
        switch (send) {
            case double[] doubles ->
                communicator.allToAll(doubles, sendOffset, count, (double[]) receive, receiveOffset);
            case long[] longs -> communicator.allToAll(longs, sendOffset, count, (long[]) receive, receiveOffset);
            case int[] ints -> communicator.allToAll(ints, sendOffset, count, (int[]) receive, receiveOffset);
            case byte[] bytes -> communicator.allToAll(bytes, sendOffset, count, (byte[]) receive, receiveOffset);
            default -> throw new IllegalArgumentException("not a typed array");
        }
    }

    void allToAllV(
            Object send,
            int[] sendCounts,
            int[] sendDisplacements,
            Object receive,
            int[] receiveCounts,
            int[] receiveDisplacements) {
        switch (send) {
            case double[] doubles ->
                communicator.allToAllV(
                        doubles,
                        sendCounts,
                        sendDisplacements,
                        (double[]) receive,
                        receiveCounts,
                        receiveDisplacements);
            case long[] longs ->
                communicator.allToAllV(
                        longs, sendCounts, sendDisplacements, (long[]) receive, receiveCounts, receiveDisplacements);
            case int[] ints ->
                communicator.allToAllV(
                        ints, sendCounts, sendDisplacements, (int[]) receive, receiveCounts, receiveDisplacements);
            case byte[] bytes ->
                communicator.allToAllV(
                        bytes, sendCounts, sendDisplacements, (byte[]) receive, receiveCounts, receiveDisplacements);
            default -> throw new IllegalArgumentException("not a typed array");
        }
    }
}
