package dev.weft.collectives;

import dev.weft.collectives.algorithm.Wire;

/** The messages between one rank of each worker; ranks are the workers' places. */
final class LeaderWire implements Wire {
    private final Courier courier;
    private final int[] leaders;
    private final int worker;

    LeaderWire(Courier courier, int workers, int worker) {
        this.courier = courier;
        this.leaders = new int[workers];
        this.worker = worker;
    }

    void lead(int ofWorker, int rank) {
        leaders[ofWorker] = rank;
    }

    @Override
    public int rank() {
        return worker;
    }

    @Override
    public int size() {
        return leaders.length;
    }

    @Override
    public void send(int destination, Object elements, int offset, int count) {
        courier.send(leaders[destination], elements, offset, count);
    }

    @Override
    public void receive(int source, Object elements, int offset, int count) {
        courier.receive(leaders[source], elements, offset, count);
    }

    @Override
    public void exchange(
            int destination,
            Object send,
            int sendOffset,
            int sendCount,
            int source,
            Object receive,
            int receiveOffset,
            int receiveCount) {
        courier.exchange(
                leaders[destination],
                send,
                sendOffset,
                sendCount,
                leaders[source],
                receive,
                receiveOffset,
                receiveCount);
    }

    @Override
    public void startSend(int destination, Object elements, int offset, int count) {
        courier.startSend(leaders[destination], elements, offset, count);
    }

    @Override
    public void startReceive(int source, Object elements, int offset, int count) {
        courier.startReceive(leaders[source], elements, offset, count);
    }

    @Override
    public void awaitAll() {
        courier.awaitAll();
    }

    @Override
    public Object scratch(int place, int elements) {
        return courier.scratch(place, elements);
    }

    @Override
    public void copy(Object from, int fromOffset, Object into, int intoOffset, int count) {
        courier.copy(from, fromOffset, into, intoOffset, count);
    }

    @Override
    public void fold(Object into, int intoOffset, Object from, int fromOffset, int count) {
        courier.fold(into, intoOffset, from, fromOffset, count);
    }

    @Override
    public void foldBefore(Object into, int intoOffset, Object from, int fromOffset, int count) {
        courier.foldBefore(into, intoOffset, from, fromOffset, count);
    }
}
