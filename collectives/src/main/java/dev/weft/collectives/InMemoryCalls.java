package dev.weft.collectives;

import java.util.List;

/** One rank of an {@link InMemoryGroup}: hands each call to its family. */
final class InMemoryCalls implements Calls {
    private final Meter meter;
    private final Exchanges exchanges;
    private final Reductions reductions;
    private final PointToPoint pointToPoint;

    InMemoryCalls(MemoryMember mine, List<MemoryMember> members, Failure failure, Waiting waiting) {
        meter = new Meter(waiting);
        var rounds = new Rounds(mine, members, failure, waiting, meter);
        exchanges = new Exchanges(mine, members, failure, rounds, meter);
        reductions = new Reductions(mine, members, failure, rounds, meter);
        pointToPoint = new PointToPoint(mine, members, failure, waiting, meter);
    }

    @Override
    public Traffic traffic() {
        return meter.traffic();
    }

    @Override
    public void barrier() {
        exchanges.barrier();
    }

    @Override
    public void broadcast(ElementType type, Object data, int offset, int count, int root) {
        exchanges.broadcast(type, data, offset, count, root);
    }

    @Override
    public void allGather(ElementType type, Object send, int sendOffset, int count, Object receive, int receiveOffset) {
        exchanges.allGather(type, send, sendOffset, count, receive, receiveOffset);
    }

    @Override
    public void allGatherV(
            ElementType type, Object send, int sendOffset, int[] counts, Object receive, int[] displacements) {
        exchanges.allGatherV(type, send, sendOffset, counts, receive, displacements);
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
