package dev.weft.collectives;

/** What a program holds of one rank: names the type of each call's array and hands it on. */
final class TypedCommunicator implements Communicator {
    private final int rank;
    private final int size;
    private final Calls calls;
    private final double[] doubleCell = new double[1];
    private final long[] longCell = new long[1];

    TypedCommunicator(int rank, int size, Calls calls) {
        this.rank = rank;
        this.size = size;
        this.calls = calls;
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Traffic traffic() {
        return calls.traffic();
    }

    @Override
    public void barrier() {
        calls.barrier();
    }

    @Override
    public double allReduce(double value, Op op) {
        doubleCell[0] = value;
        calls.allReduceScalar(ElementType.DOUBLE, doubleCell, op);
        return doubleCell[0];
    }

    @Override
    public double exscan(double value, Op op, double identity) {
        doubleCell[0] = value;
        calls.exscanScalar(ElementType.DOUBLE, doubleCell, op);
        return rank == 0 ? identity : doubleCell[0];
    }

    @Override
    public long allReduce(long value, Op op) {
        longCell[0] = value;
        calls.allReduceScalar(ElementType.LONG, longCell, op);
        return longCell[0];
    }

    @Override
    public long exscan(long value, Op op, long identity) {
        longCell[0] = value;
        calls.exscanScalar(ElementType.LONG, longCell, op);
        return rank == 0 ? identity : longCell[0];
    }

    @Override
    public void send(double[] data, int offset, int count, int destination, int tag) {
        calls.send(ElementType.DOUBLE, data, offset, count, destination, tag);
    }

    @Override
    public void send(long[] data, int offset, int count, int destination, int tag) {
        calls.send(ElementType.LONG, data, offset, count, destination, tag);
    }

    @Override
    public void send(int[] data, int offset, int count, int destination, int tag) {
        calls.send(ElementType.INT, data, offset, count, destination, tag);
    }

    @Override
    public void send(byte[] data, int offset, int count, int destination, int tag) {
        calls.send(ElementType.BYTE, data, offset, count, destination, tag);
    }

    @Override
    public int receive(double[] data, int offset, int capacity, int source, int tag) {
        return calls.receive(ElementType.DOUBLE, data, offset, capacity, source, tag);
    }

    @Override
    public int receive(long[] data, int offset, int capacity, int source, int tag) {
        return calls.receive(ElementType.LONG, data, offset, capacity, source, tag);
    }

    @Override
    public int receive(int[] data, int offset, int capacity, int source, int tag) {
        return calls.receive(ElementType.INT, data, offset, capacity, source, tag);
    }

    @Override
    public int receive(byte[] data, int offset, int capacity, int source, int tag) {
        return calls.receive(ElementType.BYTE, data, offset, capacity, source, tag);
    }

    @Override
    public void broadcast(double[] data, int offset, int count, int root) {
        calls.broadcast(ElementType.DOUBLE, data, offset, count, root);
    }

    @Override
    public void broadcast(long[] data, int offset, int count, int root) {
        calls.broadcast(ElementType.LONG, data, offset, count, root);
    }

    @Override
    public void broadcast(int[] data, int offset, int count, int root) {
        calls.broadcast(ElementType.INT, data, offset, count, root);
    }

    @Override
    public void broadcast(byte[] data, int offset, int count, int root) {
        calls.broadcast(ElementType.BYTE, data, offset, count, root);
    }

    @Override
    public void allReduce(double[] data, int offset, int count, Op op) {
        calls.allReduce(ElementType.DOUBLE, data, offset, count, op);
    }

    @Override
    public void allReduce(long[] data, int offset, int count, Op op) {
        calls.allReduce(ElementType.LONG, data, offset, count, op);
    }

    @Override
    public void allReduce(int[] data, int offset, int count, Op op) {
        calls.allReduce(ElementType.INT, data, offset, count, op);
    }

    @Override
    public void allReduce(byte[] data, int offset, int count, Op op) {
        calls.allReduce(ElementType.BYTE, data, offset, count, op);
    }

    @Override
    public void allGather(double[] send, int sendOffset, int count, double[] receive, int receiveOffset) {
        calls.allGather(ElementType.DOUBLE, send, sendOffset, count, receive, receiveOffset);
    }

    @Override
    public void allGather(long[] send, int sendOffset, int count, long[] receive, int receiveOffset) {
        calls.allGather(ElementType.LONG, send, sendOffset, count, receive, receiveOffset);
    }

    @Override
    public void allGather(int[] send, int sendOffset, int count, int[] receive, int receiveOffset) {
        calls.allGather(ElementType.INT, send, sendOffset, count, receive, receiveOffset);
    }

    @Override
    public void allGather(byte[] send, int sendOffset, int count, byte[] receive, int receiveOffset) {
        calls.allGather(ElementType.BYTE, send, sendOffset, count, receive, receiveOffset);
    }

    @Override
    public void allGatherV(double[] send, int sendOffset, int[] counts, double[] receive, int[] displacements) {
        calls.allGatherV(ElementType.DOUBLE, send, sendOffset, counts, receive, displacements);
    }

    @Override
    public void allGatherV(long[] send, int sendOffset, int[] counts, long[] receive, int[] displacements) {
        calls.allGatherV(ElementType.LONG, send, sendOffset, counts, receive, displacements);
    }

    @Override
    public void allGatherV(int[] send, int sendOffset, int[] counts, int[] receive, int[] displacements) {
        calls.allGatherV(ElementType.INT, send, sendOffset, counts, receive, displacements);
    }

    @Override
    public void allGatherV(byte[] send, int sendOffset, int[] counts, byte[] receive, int[] displacements) {
        calls.allGatherV(ElementType.BYTE, send, sendOffset, counts, receive, displacements);
    }

    @Override
    public void allToAll(double[] send, int sendOffset, int count, double[] receive, int receiveOffset) {
        calls.allToAll(ElementType.DOUBLE, send, sendOffset, count, receive, receiveOffset);
    }

    @Override
    public void allToAll(long[] send, int sendOffset, int count, long[] receive, int receiveOffset) {
        calls.allToAll(ElementType.LONG, send, sendOffset, count, receive, receiveOffset);
    }

    @Override
    public void allToAll(int[] send, int sendOffset, int count, int[] receive, int receiveOffset) {
        calls.allToAll(ElementType.INT, send, sendOffset, count, receive, receiveOffset);
    }

    @Override
    public void allToAll(byte[] send, int sendOffset, int count, byte[] receive, int receiveOffset) {
        calls.allToAll(ElementType.BYTE, send, sendOffset, count, receive, receiveOffset);
    }

    @Override
    public void allToAllV(
            double[] send,
            int[] sendCounts,
            int[] sendDisplacements,
            double[] receive,
            int[] receiveCounts,
            int[] receiveDisplacements) {
        calls.allToAllV(
                ElementType.DOUBLE, send, sendCounts, sendDisplacements, receive, receiveCounts, receiveDisplacements);
    }

    @Override
    public void allToAllV(
            long[] send,
            int[] sendCounts,
            int[] sendDisplacements,
            long[] receive,
            int[] receiveCounts,
            int[] receiveDisplacements) {
        calls.allToAllV(
                ElementType.LONG, send, sendCounts, sendDisplacements, receive, receiveCounts, receiveDisplacements);
    }

    @Override
    public void allToAllV(
            int[] send,
            int[] sendCounts,
            int[] sendDisplacements,
            int[] receive,
            int[] receiveCounts,
            int[] receiveDisplacements) {
        calls.allToAllV(
                ElementType.INT, send, sendCounts, sendDisplacements, receive, receiveCounts, receiveDisplacements);
    }

    @Override
    public void allToAllV(
            byte[] send,
            int[] sendCounts,
            int[] sendDisplacements,
            byte[] receive,
            int[] receiveCounts,
            int[] receiveDisplacements) {
        calls.allToAllV(
                ElementType.BYTE, send, sendCounts, sendDisplacements, receive, receiveCounts, receiveDisplacements);
    }

    @Override
    public void exscan(double[] data, int offset, int count, Op op) {
        calls.exscan(ElementType.DOUBLE, data, offset, count, op);
    }

    @Override
    public void exscan(long[] data, int offset, int count, Op op) {
        calls.exscan(ElementType.LONG, data, offset, count, op);
    }

    @Override
    public void exscan(int[] data, int offset, int count, Op op) {
        calls.exscan(ElementType.INT, data, offset, count, op);
    }

    @Override
    public void exscan(byte[] data, int offset, int count, Op op) {
        calls.exscan(ElementType.BYTE, data, offset, count, op);
    }
}
