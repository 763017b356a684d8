package dev.weft.collectives;

import java.lang.reflect.Array;

/**
 * The calls of a communicator on an array of any type: by its overload where there is one, else, and if asked for, by
 * {@link Buffer}.
 */
final class TypedCalls {
    private final Communicator communicator;
    private final int size;
    private final boolean byBuffer;

    TypedCalls(Communicator communicator, boolean byBuffer) {
        this.communicator = communicator;
        this.size = communicator.size();
        this.byBuffer = byBuffer;
    }

    private static Buffer buffer(Object array, int offset, int count) {
        return switch (array) {
            case double[] doubles -> Buffer.of(doubles, offset, count);
            case long[] longs -> Buffer.of(longs, offset, count);
            case int[] ints -> Buffer.of(ints, offset, count);
            case byte[] bytes -> Buffer.of(bytes, offset, count);
            case float[] floats -> Buffer.of(floats, offset, count);
            case short[] shorts -> Buffer.of(shorts, offset, count);
            default -> throw new IllegalArgumentException("not an array of elements");
        };
    }

    private static int length(Object array) {
        return Array.getLength(array);
    }

    /** A block for each rank where the array has the room, which only the root's has. */
    private int all(Object array, int offset, int count) {
        return offset + count * size <= length(array) ? count * size : 0;
    }

    void send(Object data, int offset, int count, int destination, int tag) {
        if (byBuffer) {
            communicator.send(buffer(data, offset, count), destination, tag);
            return;
        }
        switch (data) {
            case double[] doubles -> communicator.send(doubles, offset, count, destination, tag);
            case long[] longs -> communicator.send(longs, offset, count, destination, tag);
            case int[] ints -> communicator.send(ints, offset, count, destination, tag);
            case byte[] bytes -> communicator.send(bytes, offset, count, destination, tag);
            default -> communicator.send(buffer(data, offset, count), destination, tag);
        }
    }

    int receive(Object data, int offset, int capacity, int source, int tag) {
        if (byBuffer) {
            return communicator.receive(buffer(data, offset, capacity), source, tag);
        }
        return switch (data) {
            case double[] doubles -> communicator.receive(doubles, offset, capacity, source, tag);
            case long[] longs -> communicator.receive(longs, offset, capacity, source, tag);
            case int[] ints -> communicator.receive(ints, offset, capacity, source, tag);
            case byte[] bytes -> communicator.receive(bytes, offset, capacity, source, tag);
            default -> communicator.receive(buffer(data, offset, capacity), source, tag);
        };
    }

    void broadcast(Object data, int offset, int count, int root) {
        if (byBuffer) {
            communicator.broadcast(buffer(data, offset, count), root);
            return;
        }
        switch (data) {
            case double[] doubles -> communicator.broadcast(doubles, offset, count, root);
            case long[] longs -> communicator.broadcast(longs, offset, count, root);
            case int[] ints -> communicator.broadcast(ints, offset, count, root);
            case byte[] bytes -> communicator.broadcast(bytes, offset, count, root);
            default -> communicator.broadcast(buffer(data, offset, count), root);
        }
    }

    void reduce(Object data, int offset, int count, Op op, int root) {
        if (byBuffer) {
            communicator.reduce(buffer(data, offset, count), op, root);
            return;
        }
        switch (data) {
            case double[] doubles -> communicator.reduce(doubles, offset, count, op, root);
            case long[] longs -> communicator.reduce(longs, offset, count, op, root);
            case int[] ints -> communicator.reduce(ints, offset, count, op, root);
            case byte[] bytes -> communicator.reduce(bytes, offset, count, op, root);
            default -> communicator.reduce(buffer(data, offset, count), op, root);
        }
    }

    void allReduce(Object data, int offset, int count, Op op) {
        if (byBuffer) {
            communicator.allReduce(buffer(data, offset, count), op);
            return;
        }
        switch (data) {
            case double[] doubles -> communicator.allReduce(doubles, offset, count, op);
            case long[] longs -> communicator.allReduce(longs, offset, count, op);
            case int[] ints -> communicator.allReduce(ints, offset, count, op);
            case byte[] bytes -> communicator.allReduce(bytes, offset, count, op);
            default -> communicator.allReduce(buffer(data, offset, count), op);
        }
    }

    void scan(Object data, int offset, int count, Op op) {
        if (byBuffer) {
            communicator.scan(buffer(data, offset, count), op);
            return;
        }
        switch (data) {
            case double[] doubles -> communicator.scan(doubles, offset, count, op);
            case long[] longs -> communicator.scan(longs, offset, count, op);
            case int[] ints -> communicator.scan(ints, offset, count, op);
            case byte[] bytes -> communicator.scan(bytes, offset, count, op);
            default -> communicator.scan(buffer(data, offset, count), op);
        }
    }

    void exscan(Object data, int offset, int count, Op op) {
        if (byBuffer) {
            communicator.exscan(buffer(data, offset, count), op);
            return;
        }
        switch (data) {
            case double[] doubles -> communicator.exscan(doubles, offset, count, op);
            case long[] longs -> communicator.exscan(longs, offset, count, op);
            case int[] ints -> communicator.exscan(ints, offset, count, op);
            case byte[] bytes -> communicator.exscan(bytes, offset, count, op);
            default -> communicator.exscan(buffer(data, offset, count), op);
        }
    }

    void reduceScatter(Object send, int sendOffset, int count, Object receive, int receiveOffset, Op op) {
        if (byBuffer) {
            communicator.reduceScatter(
                    buffer(send, sendOffset, count * size), buffer(receive, receiveOffset, count), op);
            return;
        }
        switch (send) {
            case double[] doubles ->
                communicator.reduceScatter(doubles, sendOffset, count, (double[]) receive, receiveOffset, op);
            case long[] longs ->
                communicator.reduceScatter(longs, sendOffset, count, (long[]) receive, receiveOffset, op);
            case int[] ints -> communicator.reduceScatter(ints, sendOffset, count, (int[]) receive, receiveOffset, op);
            case byte[] bytes ->
                communicator.reduceScatter(bytes, sendOffset, count, (byte[]) receive, receiveOffset, op);
            default ->
                communicator.reduceScatter(
                        buffer(send, sendOffset, count * size), buffer(receive, receiveOffset, count), op);
        }
    }

    void gather(Object send, int sendOffset, int count, Object receive, int receiveOffset, int root) {
        if (byBuffer) {
            communicator.gather(
                    buffer(send, sendOffset, count),
                    buffer(receive, receiveOffset, all(receive, receiveOffset, count)),
                    root);
            return;
        }
        switch (send) {
            case double[] doubles ->
                communicator.gather(doubles, sendOffset, count, (double[]) receive, receiveOffset, root);
            case long[] longs -> communicator.gather(longs, sendOffset, count, (long[]) receive, receiveOffset, root);
            case int[] ints -> communicator.gather(ints, sendOffset, count, (int[]) receive, receiveOffset, root);
            case byte[] bytes -> communicator.gather(bytes, sendOffset, count, (byte[]) receive, receiveOffset, root);
            default ->
                communicator.gather(
                        buffer(send, sendOffset, count),
                        buffer(receive, receiveOffset, all(receive, receiveOffset, count)),
                        root);
        }
    }

    void gatherV(Object send, int sendOffset, int count, Object receive, int[] counts, int[] displacements, int root) {
        if (byBuffer) {
            communicator.gatherV(
                    buffer(send, sendOffset, count), buffer(receive, 0, length(receive)), counts, displacements, root);
            return;
        }
        switch (send) {
            case double[] doubles ->
                communicator.gatherV(doubles, sendOffset, count, (double[]) receive, counts, displacements, root);
            case long[] longs ->
                communicator.gatherV(longs, sendOffset, count, (long[]) receive, counts, displacements, root);
            case int[] ints ->
                communicator.gatherV(ints, sendOffset, count, (int[]) receive, counts, displacements, root);
            case byte[] bytes ->
                communicator.gatherV(bytes, sendOffset, count, (byte[]) receive, counts, displacements, root);
            default ->
                communicator.gatherV(
                        buffer(send, sendOffset, count),
                        buffer(receive, 0, length(receive)),
                        counts,
                        displacements,
                        root);
        }
    }

    void scatter(Object send, int sendOffset, int count, Object receive, int receiveOffset, int root) {
        if (byBuffer) {
            communicator.scatter(
                    buffer(send, sendOffset, all(send, sendOffset, count)),
                    buffer(receive, receiveOffset, count),
                    root);
            return;
        }
        switch (send) {
            case double[] doubles ->
                communicator.scatter(doubles, sendOffset, count, (double[]) receive, receiveOffset, root);
            case long[] longs -> communicator.scatter(longs, sendOffset, count, (long[]) receive, receiveOffset, root);
            case int[] ints -> communicator.scatter(ints, sendOffset, count, (int[]) receive, receiveOffset, root);
            case byte[] bytes -> communicator.scatter(bytes, sendOffset, count, (byte[]) receive, receiveOffset, root);
            default ->
                communicator.scatter(
                        buffer(send, sendOffset, all(send, sendOffset, count)),
                        buffer(receive, receiveOffset, count),
                        root);
        }
    }

    void scatterV(
            Object send, int[] counts, int[] displacements, Object receive, int receiveOffset, int count, int root) {
        if (byBuffer) {
            communicator.scatterV(
                    buffer(send, 0, length(send)), counts, displacements, buffer(receive, receiveOffset, count), root);
            return;
        }
        switch (send) {
            case double[] doubles ->
                communicator.scatterV(doubles, counts, displacements, (double[]) receive, receiveOffset, count, root);
            case long[] longs ->
                communicator.scatterV(longs, counts, displacements, (long[]) receive, receiveOffset, count, root);
            case int[] ints ->
                communicator.scatterV(ints, counts, displacements, (int[]) receive, receiveOffset, count, root);
            case byte[] bytes ->
                communicator.scatterV(bytes, counts, displacements, (byte[]) receive, receiveOffset, count, root);
            default ->
                communicator.scatterV(
                        buffer(send, 0, length(send)),
                        counts,
                        displacements,
                        buffer(receive, receiveOffset, count),
                        root);
        }
    }

    void allGather(Object send, int sendOffset, int count, Object receive, int receiveOffset) {
        if (byBuffer) {
            communicator.allGather(buffer(send, sendOffset, count), buffer(receive, receiveOffset, count * size));
            return;
        }
        switch (send) {
            case double[] doubles ->
                communicator.allGather(doubles, sendOffset, count, (double[]) receive, receiveOffset);
            case long[] longs -> communicator.allGather(longs, sendOffset, count, (long[]) receive, receiveOffset);
            case int[] ints -> communicator.allGather(ints, sendOffset, count, (int[]) receive, receiveOffset);
            case byte[] bytes -> communicator.allGather(bytes, sendOffset, count, (byte[]) receive, receiveOffset);
            default ->
                communicator.allGather(buffer(send, sendOffset, count), buffer(receive, receiveOffset, count * size));
        }
    }

    void allGatherV(Object send, int sendOffset, int[] counts, Object receive, int[] displacements) {
        if (byBuffer) {
            communicator.allGatherV(
                    buffer(send, sendOffset, counts[communicator.rank()]),
                    counts,
                    buffer(receive, 0, length(receive)),
                    displacements);
            return;
        }
        switch (send) {
            case double[] doubles ->
                communicator.allGatherV(doubles, sendOffset, counts, (double[]) receive, displacements);
            case long[] longs -> communicator.allGatherV(longs, sendOffset, counts, (long[]) receive, displacements);
            case int[] ints -> communicator.allGatherV(ints, sendOffset, counts, (int[]) receive, displacements);
            case byte[] bytes -> communicator.allGatherV(bytes, sendOffset, counts, (byte[]) receive, displacements);
            default ->
                communicator.allGatherV(
                        buffer(send, sendOffset, counts[communicator.rank()]),
                        counts,
                        buffer(receive, 0, length(receive)),
                        displacements);
        }
    }

    void allToAll(Object send, int sendOffset, int count, Object receive, int receiveOffset) {
        if (byBuffer) {
            communicator.allToAll(buffer(send, sendOffset, count * size), buffer(receive, receiveOffset, count * size));
            return;
        }
        switch (send) {
            case double[] doubles ->
                communicator.allToAll(doubles, sendOffset, count, (double[]) receive, receiveOffset);
            case long[] longs -> communicator.allToAll(longs, sendOffset, count, (long[]) receive, receiveOffset);
            case int[] ints -> communicator.allToAll(ints, sendOffset, count, (int[]) receive, receiveOffset);
            case byte[] bytes -> communicator.allToAll(bytes, sendOffset, count, (byte[]) receive, receiveOffset);
            default ->
                communicator.allToAll(
                        buffer(send, sendOffset, count * size), buffer(receive, receiveOffset, count * size));
        }
    }

    void allToAllV(
            Object send,
            int[] sendCounts,
            int[] sendDisplacements,
            Object receive,
            int[] receiveCounts,
            int[] receiveDisplacements) {
        if (byBuffer) {
            communicator.allToAllV(
                    buffer(send, 0, length(send)),
                    sendCounts,
                    sendDisplacements,
                    buffer(receive, 0, length(receive)),
                    receiveCounts,
                    receiveDisplacements);
            return;
        }
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
            default ->
                communicator.allToAllV(
                        buffer(send, 0, length(send)),
                        sendCounts,
                        sendDisplacements,
                        buffer(receive, 0, length(receive)),
                        receiveCounts,
                        receiveDisplacements);
        }
    }
}
