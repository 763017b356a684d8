package dev.weft.collectives;

/** One rank of a {@link LaneGroup}: hands each call to its family. */
final class LaneCalls implements Calls {
    private final Courier courier;
    private final LaneBarrier barrier;
    private final LaneBroadcast broadcast;
    private final LaneGathers gathers;
    private final LaneExchanges exchanges;
    private final LaneReductions reductions;
    private final LanePointToPoint pointToPoint;

    LaneCalls(Courier courier) {
        this.courier = courier;
        barrier = new LaneBarrier(courier);
        broadcast = new LaneBroadcast(courier);
        gathers = new LaneGathers(courier);
        exchanges = new LaneExchanges(courier);
        reductions = new LaneReductions(courier, gathers);
        pointToPoint = new LanePointToPoint(courier);
    }

    @Override
    public Traffic traffic() {
        return courier.traffic();
    }

    @Override
    public void barrier() {
        barrier.barrier();
    }

    @Override
    public void broadcast(ElementType type, Object data, int offset, int count, int root) {
        broadcast.broadcast(type, data, offset, count, root);
    }

    @Override
    public void allGather(ElementType type, Object send, int sendOffset, int count, Object receive, int receiveOffset) {
        gathers.allGather(type, send, sendOffset, count, receive, receiveOffset);
    }

    @Override
    public void allGatherV(
            ElementType type, Object send, int sendOffset, int[] counts, Object receive, int[] displacements) {
        gathers.allGatherV(type, send, sendOffset, counts, receive, displacements);
    }

    @Override
    public void allToAll(ElementType type, Object send, int sendOffset, int count, Object receive, int receiveOffset) {
        exchanges.allToAll(type, send, sendOffset, count, receive, receiveOffset);
    }

    @Override
    public void allToAllV(
            ElementType type,
            Object send,
            int[] sendCounts,
            int[] sendDisplacements,
            Object receive,
            int[] receiveCounts,
            int[] receiveDisplacements) {
        exchanges.allToAllV(type, send, sendCounts, sendDisplacements, receive, receiveCounts, receiveDisplacements);
    }

    @Override
    public void allReduce(ElementType type, Object data, int offset, int count, Op op) {
        reductions.allReduce(type, data, offset, count, op);
    }

    @Override
    public void exscan(ElementType type, Object data, int offset, int count, Op op) {
        reductions.exscan(type, data, offset, count, op);
    }

    @Override
    public void allReduceScalar(ElementType type, Object cell, Op op) {
        reductions.allReduceScalar(type, cell, op);
    }

    @Override
    public void exscanScalar(ElementType type, Object cell, Op op) {
        reductions.exscanScalar(type, cell, op);
    }

    @Override
    public void send(ElementType type, Object data, int offset, int count, int destination, int tag) {
        pointToPoint.send(type, data, offset, count, destination, tag);
    }

    @Override
    public int receive(ElementType type, Object data, int offset, int capacity, int source, int tag) {
        return pointToPoint.receive(type, data, offset, capacity, source, tag);
    }
}
