package dev.weft.collectives;

import dev.weft.collectives.algorithm.Call;
import dev.weft.collectives.recovery.Decision;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a program holds of one rank: names the type of each call's elements, and hands it on. */
final class TypedCommunicator implements Communicator {
    private static final long ALL_BITS = -1;

    private final RankGroup group;
    private final int rank;
    private final int size;
    private final Courier courier;
    private final Caller caller;
    private final CallForms forms;
    private final Call call = new Call();
    private final double[] doubleCell = new double[1];
    private final long[] longCell = new long[1];
    private @Nullable Background background;

    TypedCommunicator(RankGroup group, Courier courier, Caller caller) {
        this.group = group;
        this.rank = courier.rank();
        this.size = courier.size();
        this.courier = courier;
        this.caller = caller;
        this.forms = new CallForms(rank, size);
    }

    Caller caller() {
        return caller;
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
    public CommunicatorId id() {
        return group.id();
    }

    @Override
    public Traffic traffic() {
        return courier.meter().traffic();
    }

    @Override
    public void calibrate() {
        if (caller.workers() > 1) {
            caller.chooser()
                    .use(new Calibration(this, caller).measure(group.options().costs()));
        }
    }

    @Override
    public void whileWaiting(SideWork work) {
        courier.whileWaiting(work);
    }

    @Override
    public void barrier() {
        forms.barrier(call);
        caller.make(call);
    }

    @Override
    public Request ibarrier() {
        var begun = new Call();
        forms.barrier(begun);
        return begin(begun);
    }

    @Override
    public double allReduce(double value, Op op) {
        doubleCell[0] = value;
        makeScalar(Operation.ALL_REDUCE, ElementType.DOUBLE, doubleCell, op);
        return doubleCell[0];
    }

    @Override
    public long allReduce(long value, Op op) {
        longCell[0] = value;
        makeScalar(Operation.ALL_REDUCE, ElementType.LONG, longCell, op);
        return longCell[0];
    }

    @Override
    public double exscan(double value, Op op, double identity) {
        doubleCell[0] = value;
        makeScalar(Operation.EXSCAN, ElementType.DOUBLE, doubleCell, op);
        return rank == 0 ? identity : doubleCell[0];
    }

    @Override
    public long exscan(long value, Op op, long identity) {
        longCell[0] = value;
        makeScalar(Operation.EXSCAN, ElementType.LONG, longCell, op);
        return rank == 0 ? identity : longCell[0];
    }

    private void makeScalar(Operation operation, ElementType type, Object cell, Op op) {
        forms.combineScalar(call, operation, type, cell, op);
        caller.make(call);
    }

    /** Makes a call in the background, while this rank goes on. */
    private Request begin(Call begun) {
        Background made = background;
        if (made == null) {
            made = new Background(group.shadow().caller(rank), "weft calls of rank " + rank);
            background = made;
        }
        Background.Pending pending = made.begin(begun);
        return new Request() {
            @Override
            public boolean test() {
                courier.progress();
                return pending.isDone();
            }

            @Override
            public int await() {
                courier.awaitDone(pending);
                pending.check();
                return 0;
            }
        };
    }

    @Override
    public void send(double[] data, int offset, int count, int destination, int tag) {
        courier.sendMail(ElementType.DOUBLE, data, offset, count, destination, tag);
    }

    @Override
    public void send(long[] data, int offset, int count, int destination, int tag) {
        courier.sendMail(ElementType.LONG, data, offset, count, destination, tag);
    }

    @Override
    public void send(int[] data, int offset, int count, int destination, int tag) {
        courier.sendMail(ElementType.INT, data, offset, count, destination, tag);
    }

    @Override
    public void send(byte[] data, int offset, int count, int destination, int tag) {
        courier.sendMail(ElementType.BYTE, data, offset, count, destination, tag);
    }

    @Override
    public void send(Buffer data, int destination, int tag) {
        courier.sendMail(data.type(), data.elements(), data.offset(), data.count(), destination, tag);
    }

    @Override
    public int receive(double[] data, int offset, int capacity, int source, int tag) {
        return courier.receiveMail(ElementType.DOUBLE, data, offset, capacity, source, tag);
    }

    @Override
    public int receive(long[] data, int offset, int capacity, int source, int tag) {
        return courier.receiveMail(ElementType.LONG, data, offset, capacity, source, tag);
    }

    @Override
    public int receive(int[] data, int offset, int capacity, int source, int tag) {
        return courier.receiveMail(ElementType.INT, data, offset, capacity, source, tag);
    }

    @Override
    public int receive(byte[] data, int offset, int capacity, int source, int tag) {
        return courier.receiveMail(ElementType.BYTE, data, offset, capacity, source, tag);
    }

    @Override
    public int receive(Buffer data, int source, int tag) {
        return courier.receiveMail(data.type(), data.target(), data.offset(), data.count(), source, tag);
    }

    @Override
    public int sendReceive(
            double[] send,
            int sendOffset,
            int sendCount,
            int destination,
            int sendTag,
            double[] receive,
            int receiveOffset,
            int capacity,
            int source,
            int receiveTag) {
        return courier.exchangeMail(
                ElementType.DOUBLE,
                send,
                sendOffset,
                sendCount,
                destination,
                sendTag,
                receive,
                receiveOffset,
                capacity,
                source,
                receiveTag);
    }

    @Override
    public int sendReceive(
            long[] send,
            int sendOffset,
            int sendCount,
            int destination,
            int sendTag,
            long[] receive,
            int receiveOffset,
            int capacity,
            int source,
            int receiveTag) {
        return courier.exchangeMail(
                ElementType.LONG,
                send,
                sendOffset,
                sendCount,
                destination,
                sendTag,
                receive,
                receiveOffset,
                capacity,
                source,
                receiveTag);
    }

    @Override
    public int sendReceive(
            int[] send,
            int sendOffset,
            int sendCount,
            int destination,
            int sendTag,
            int[] receive,
            int receiveOffset,
            int capacity,
            int source,
            int receiveTag) {
        return courier.exchangeMail(
                ElementType.INT,
                send,
                sendOffset,
                sendCount,
                destination,
                sendTag,
                receive,
                receiveOffset,
                capacity,
                source,
                receiveTag);
    }

    @Override
    public int sendReceive(
            byte[] send,
            int sendOffset,
            int sendCount,
            int destination,
            int sendTag,
            byte[] receive,
            int receiveOffset,
            int capacity,
            int source,
            int receiveTag) {
        return courier.exchangeMail(
                ElementType.BYTE,
                send,
                sendOffset,
                sendCount,
                destination,
                sendTag,
                receive,
                receiveOffset,
                capacity,
                source,
                receiveTag);
    }

    @Override
    public int sendReceive(Buffer send, int destination, int sendTag, Buffer receive, int source, int receiveTag) {
        return courier.exchangeMail(
                send.sameType(receive),
                send.elements(),
                send.offset(),
                send.count(),
                destination,
                sendTag,
                receive.target(),
                receive.offset(),
                receive.count(),
                source,
                receiveTag);
    }

    @Override
    public Request isend(double[] data, int offset, int count, int destination, int tag) {
        return courier.startSending(ElementType.DOUBLE, data, offset, count, destination, tag);
    }

    @Override
    public Request isend(long[] data, int offset, int count, int destination, int tag) {
        return courier.startSending(ElementType.LONG, data, offset, count, destination, tag);
    }

    @Override
    public Request isend(int[] data, int offset, int count, int destination, int tag) {
        return courier.startSending(ElementType.INT, data, offset, count, destination, tag);
    }

    @Override
    public Request isend(byte[] data, int offset, int count, int destination, int tag) {
        return courier.startSending(ElementType.BYTE, data, offset, count, destination, tag);
    }

    @Override
    public Request isend(Buffer data, int destination, int tag) {
        return courier.startSending(data.type(), data.elements(), data.offset(), data.count(), destination, tag);
    }

    @Override
    public Request ireceive(double[] data, int offset, int capacity, int source, int tag) {
        return courier.startReceiving(ElementType.DOUBLE, data, offset, capacity, source, tag);
    }

    @Override
    public Request ireceive(long[] data, int offset, int capacity, int source, int tag) {
        return courier.startReceiving(ElementType.LONG, data, offset, capacity, source, tag);
    }

    @Override
    public Request ireceive(int[] data, int offset, int capacity, int source, int tag) {
        return courier.startReceiving(ElementType.INT, data, offset, capacity, source, tag);
    }

    @Override
    public Request ireceive(byte[] data, int offset, int capacity, int source, int tag) {
        return courier.startReceiving(ElementType.BYTE, data, offset, capacity, source, tag);
    }

    @Override
    public Request ireceive(Buffer data, int source, int tag) {
        return courier.startReceiving(data.type(), data.target(), data.offset(), data.count(), source, tag);
    }

    @Override
    public void broadcast(double[] data, int offset, int count, int root) {
        forms.broadcast(call, ElementType.DOUBLE, data, offset, count, root);
        caller.make(call);
    }

    @Override
    public void broadcast(long[] data, int offset, int count, int root) {
        forms.broadcast(call, ElementType.LONG, data, offset, count, root);
        caller.make(call);
    }

    @Override
    public void broadcast(int[] data, int offset, int count, int root) {
        forms.broadcast(call, ElementType.INT, data, offset, count, root);
        caller.make(call);
    }

    @Override
    public void broadcast(byte[] data, int offset, int count, int root) {
        forms.broadcast(call, ElementType.BYTE, data, offset, count, root);
        caller.make(call);
    }

    @Override
    public void broadcast(Buffer data, int root) {
        forms.broadcast(
                call, data.type(), rank == root ? data.elements() : data.target(), data.offset(), data.count(), root);
        caller.make(call);
    }

    @Override
    public Request ibroadcast(Buffer data, int root) {
        var begun = new Call();
        forms.broadcast(
                begun, data.type(), rank == root ? data.elements() : data.target(), data.offset(), data.count(), root);
        return begin(begun);
    }

    @Override
    public void reduce(double[] data, int offset, int count, Op op, int root) {
        forms.reduce(call, ElementType.DOUBLE, data, offset, count, op, root);
        caller.make(call);
    }

    @Override
    public void reduce(long[] data, int offset, int count, Op op, int root) {
        forms.reduce(call, ElementType.LONG, data, offset, count, op, root);
        caller.make(call);
    }

    @Override
    public void reduce(int[] data, int offset, int count, Op op, int root) {
        forms.reduce(call, ElementType.INT, data, offset, count, op, root);
        caller.make(call);
    }

    @Override
    public void reduce(byte[] data, int offset, int count, Op op, int root) {
        forms.reduce(call, ElementType.BYTE, data, offset, count, op, root);
        caller.make(call);
    }

    @Override
    public void reduce(Buffer data, Op op, int root) {
        forms.reduce(
                call,
                data.type(),
                rank == root ? data.target() : data.elements(),
                data.offset(),
                data.count(),
                op,
                root);
        caller.make(call);
    }

    @Override
    public Request ireduce(Buffer data, Op op, int root) {
        var begun = new Call();
        forms.reduce(
                begun,
                data.type(),
                rank == root ? data.target() : data.elements(),
                data.offset(),
                data.count(),
                op,
                root);
        return begin(begun);
    }

    @Override
    public void allReduce(double[] data, int offset, int count, Op op) {
        forms.combine(call, Operation.ALL_REDUCE, ElementType.DOUBLE, data, offset, count, op);
        caller.make(call);
    }

    @Override
    public void allReduce(long[] data, int offset, int count, Op op) {
        forms.combine(call, Operation.ALL_REDUCE, ElementType.LONG, data, offset, count, op);
        caller.make(call);
    }

    @Override
    public void allReduce(int[] data, int offset, int count, Op op) {
        forms.combine(call, Operation.ALL_REDUCE, ElementType.INT, data, offset, count, op);
        caller.make(call);
    }

    @Override
    public void allReduce(byte[] data, int offset, int count, Op op) {
        forms.combine(call, Operation.ALL_REDUCE, ElementType.BYTE, data, offset, count, op);
        caller.make(call);
    }

    @Override
    public void allReduce(Buffer data, Op op) {
        forms.combine(call, Operation.ALL_REDUCE, data.type(), data.target(), data.offset(), data.count(), op);
        caller.make(call);
    }

    @Override
    public Request iallReduce(Buffer data, Op op) {
        var begun = new Call();
        forms.combine(begun, Operation.ALL_REDUCE, data.type(), data.target(), data.offset(), data.count(), op);
        return begin(begun);
    }

    @Override
    public void reduceScatter(double[] send, int sendOffset, int count, double[] receive, int receiveOffset, Op op) {
        forms.reduceScatter(call, ElementType.DOUBLE, send, sendOffset, count, receive, receiveOffset, op);
        caller.make(call);
    }

    @Override
    public void reduceScatter(long[] send, int sendOffset, int count, long[] receive, int receiveOffset, Op op) {
        forms.reduceScatter(call, ElementType.LONG, send, sendOffset, count, receive, receiveOffset, op);
        caller.make(call);
    }

    @Override
    public void reduceScatter(int[] send, int sendOffset, int count, int[] receive, int receiveOffset, Op op) {
        forms.reduceScatter(call, ElementType.INT, send, sendOffset, count, receive, receiveOffset, op);
        caller.make(call);
    }

    @Override
    public void reduceScatter(byte[] send, int sendOffset, int count, byte[] receive, int receiveOffset, Op op) {
        forms.reduceScatter(call, ElementType.BYTE, send, sendOffset, count, receive, receiveOffset, op);
        caller.make(call);
    }

    @Override
    public void reduceScatter(Buffer send, Buffer receive, Op op) {
        receive.holds(send.countForEach(size));
        forms.reduceScatter(
                call,
                send.sameType(receive),
                send.elements(),
                send.offset(),
                send.countForEach(size),
                receive.target(),
                receive.offset(),
                op);
        caller.make(call);
    }

    @Override
    public Request ireduceScatter(Buffer send, Buffer receive, Op op) {
        receive.holds(send.countForEach(size));
        var begun = new Call();
        forms.reduceScatter(
                begun,
                send.sameType(receive),
                send.elements(),
                send.offset(),
                send.countForEach(size),
                receive.target(),
                receive.offset(),
                op);
        return begin(begun);
    }

    @Override
    public void gather(double[] send, int sendOffset, int count, double[] receive, int receiveOffset, int root) {
        forms.gather(call, ElementType.DOUBLE, send, sendOffset, count, receive, receiveOffset, root);
        caller.make(call);
    }

    @Override
    public void gather(long[] send, int sendOffset, int count, long[] receive, int receiveOffset, int root) {
        forms.gather(call, ElementType.LONG, send, sendOffset, count, receive, receiveOffset, root);
        caller.make(call);
    }

    @Override
    public void gather(int[] send, int sendOffset, int count, int[] receive, int receiveOffset, int root) {
        forms.gather(call, ElementType.INT, send, sendOffset, count, receive, receiveOffset, root);
        caller.make(call);
    }

    @Override
    public void gather(byte[] send, int sendOffset, int count, byte[] receive, int receiveOffset, int root) {
        forms.gather(call, ElementType.BYTE, send, sendOffset, count, receive, receiveOffset, root);
        caller.make(call);
    }

    @Override
    public void gather(Buffer send, Buffer receive, int root) {
        if (rank == root) {
            receive.holds((long) send.count() * size);
        }
        forms.gather(
                call,
                send.sameType(receive),
                send.elements(),
                send.offset(),
                send.count(),
                rank == root ? receive.target() : receive.elements(),
                receive.offset(),
                root);
        caller.make(call);
    }

    @Override
    public Request igather(Buffer send, Buffer receive, int root) {
        if (rank == root) {
            receive.holds((long) send.count() * size);
        }
        var begun = new Call();
        forms.gather(
                begun,
                send.sameType(receive),
                send.elements(),
                send.offset(),
                send.count(),
                rank == root ? receive.target() : receive.elements(),
                receive.offset(),
                root);
        return begin(begun);
    }

    @Override
    public void gatherV(
            double[] send, int sendOffset, int count, double[] receive, int[] counts, int[] displacements, int root) {
        forms.gatherV(call, ElementType.DOUBLE, send, sendOffset, count, receive, 0, counts, displacements, root);
        caller.make(call);
    }

    @Override
    public void gatherV(
            long[] send, int sendOffset, int count, long[] receive, int[] counts, int[] displacements, int root) {
        forms.gatherV(call, ElementType.LONG, send, sendOffset, count, receive, 0, counts, displacements, root);
        caller.make(call);
    }

    @Override
    public void gatherV(
            int[] send, int sendOffset, int count, int[] receive, int[] counts, int[] displacements, int root) {
        forms.gatherV(call, ElementType.INT, send, sendOffset, count, receive, 0, counts, displacements, root);
        caller.make(call);
    }

    @Override
    public void gatherV(
            byte[] send, int sendOffset, int count, byte[] receive, int[] counts, int[] displacements, int root) {
        forms.gatherV(call, ElementType.BYTE, send, sendOffset, count, receive, 0, counts, displacements, root);
        caller.make(call);
    }

    @Override
    public void gatherV(Buffer send, Buffer receive, int[] counts, int[] displacements, int root) {
        if (rank == root) {
            receive.holds("displacements", displacements, "counts", counts);
        }
        forms.gatherV(
                call,
                send.sameType(receive),
                send.elements(),
                send.offset(),
                send.count(),
                rank == root ? receive.target() : receive.elements(),
                receive.offset(),
                counts,
                displacements,
                root);
        caller.make(call);
    }

    @Override
    public Request igatherV(Buffer send, Buffer receive, int[] counts, int[] displacements, int root) {
        if (rank == root) {
            receive.holds("displacements", displacements, "counts", counts);
        }
        var begun = new Call();
        forms.gatherV(
                begun,
                send.sameType(receive),
                send.elements(),
                send.offset(),
                send.count(),
                rank == root ? receive.target() : receive.elements(),
                receive.offset(),
                counts,
                displacements,
                root);
        return begin(begun);
    }

    @Override
    public void scatter(double[] send, int sendOffset, int count, double[] receive, int receiveOffset, int root) {
        forms.scatter(call, ElementType.DOUBLE, send, sendOffset, count, receive, receiveOffset, root);
        caller.make(call);
    }

    @Override
    public void scatter(long[] send, int sendOffset, int count, long[] receive, int receiveOffset, int root) {
        forms.scatter(call, ElementType.LONG, send, sendOffset, count, receive, receiveOffset, root);
        caller.make(call);
    }

    @Override
    public void scatter(int[] send, int sendOffset, int count, int[] receive, int receiveOffset, int root) {
        forms.scatter(call, ElementType.INT, send, sendOffset, count, receive, receiveOffset, root);
        caller.make(call);
    }

    @Override
    public void scatter(byte[] send, int sendOffset, int count, byte[] receive, int receiveOffset, int root) {
        forms.scatter(call, ElementType.BYTE, send, sendOffset, count, receive, receiveOffset, root);
        caller.make(call);
    }

    @Override
    public void scatter(Buffer send, Buffer receive, int root) {
        if (rank == root) {
            send.holds((long) receive.count() * size);
        }
        forms.scatter(
                call,
                send.sameType(receive),
                send.elements(),
                send.offset(),
                receive.count(),
                receive.target(),
                receive.offset(),
                root);
        caller.make(call);
    }

    @Override
    public Request iscatter(Buffer send, Buffer receive, int root) {
        if (rank == root) {
            send.holds((long) receive.count() * size);
        }
        var begun = new Call();
        forms.scatter(
                begun,
                send.sameType(receive),
                send.elements(),
                send.offset(),
                receive.count(),
                receive.target(),
                receive.offset(),
                root);
        return begin(begun);
    }

    @Override
    public void scatterV(
            double[] send,
            int[] counts,
            int[] displacements,
            double[] receive,
            int receiveOffset,
            int count,
            int root) {
        forms.scatterV(call, ElementType.DOUBLE, send, 0, counts, displacements, receive, receiveOffset, count, root);
        caller.make(call);
    }

    @Override
    public void scatterV(
            long[] send, int[] counts, int[] displacements, long[] receive, int receiveOffset, int count, int root) {
        forms.scatterV(call, ElementType.LONG, send, 0, counts, displacements, receive, receiveOffset, count, root);
        caller.make(call);
    }

    @Override
    public void scatterV(
            int[] send, int[] counts, int[] displacements, int[] receive, int receiveOffset, int count, int root) {
        forms.scatterV(call, ElementType.INT, send, 0, counts, displacements, receive, receiveOffset, count, root);
        caller.make(call);
    }

    @Override
    public void scatterV(
            byte[] send, int[] counts, int[] displacements, byte[] receive, int receiveOffset, int count, int root) {
        forms.scatterV(call, ElementType.BYTE, send, 0, counts, displacements, receive, receiveOffset, count, root);
        caller.make(call);
    }

    @Override
    public void scatterV(Buffer send, int[] counts, int[] displacements, Buffer receive, int root) {
        if (rank == root) {
            send.holds("displacements", displacements, "counts", counts);
        }
        forms.scatterV(
                call,
                send.sameType(receive),
                send.elements(),
                send.offset(),
                counts,
                displacements,
                receive.target(),
                receive.offset(),
                receive.count(),
                root);
        caller.make(call);
    }

    @Override
    public Request iscatterV(Buffer send, int[] counts, int[] displacements, Buffer receive, int root) {
        if (rank == root) {
            send.holds("displacements", displacements, "counts", counts);
        }
        var begun = new Call();
        forms.scatterV(
                begun,
                send.sameType(receive),
                send.elements(),
                send.offset(),
                counts,
                displacements,
                receive.target(),
                receive.offset(),
                receive.count(),
                root);
        return begin(begun);
    }

    @Override
    public void allGather(double[] send, int sendOffset, int count, double[] receive, int receiveOffset) {
        forms.allGather(call, ElementType.DOUBLE, send, sendOffset, count, receive, receiveOffset);
        caller.make(call);
    }

    @Override
    public void allGather(long[] send, int sendOffset, int count, long[] receive, int receiveOffset) {
        forms.allGather(call, ElementType.LONG, send, sendOffset, count, receive, receiveOffset);
        caller.make(call);
    }

    @Override
    public void allGather(int[] send, int sendOffset, int count, int[] receive, int receiveOffset) {
        forms.allGather(call, ElementType.INT, send, sendOffset, count, receive, receiveOffset);
        caller.make(call);
    }

    @Override
    public void allGather(byte[] send, int sendOffset, int count, byte[] receive, int receiveOffset) {
        forms.allGather(call, ElementType.BYTE, send, sendOffset, count, receive, receiveOffset);
        caller.make(call);
    }

    @Override
    public void allGather(Buffer send, Buffer receive) {
        receive.holds((long) send.count() * size);
        forms.allGather(
                call,
                send.sameType(receive),
                send.elements(),
                send.offset(),
                send.count(),
                receive.target(),
                receive.offset());
        caller.make(call);
    }

    @Override
    public Request iallGather(Buffer send, Buffer receive) {
        receive.holds((long) send.count() * size);
        var begun = new Call();
        forms.allGather(
                begun,
                send.sameType(receive),
                send.elements(),
                send.offset(),
                send.count(),
                receive.target(),
                receive.offset());
        return begin(begun);
    }

    @Override
    public void allGatherV(double[] send, int sendOffset, int[] counts, double[] receive, int[] displacements) {
        forms.allGatherV(call, ElementType.DOUBLE, send, sendOffset, counts, receive, 0, displacements);
        caller.make(call);
    }

    @Override
    public void allGatherV(long[] send, int sendOffset, int[] counts, long[] receive, int[] displacements) {
        forms.allGatherV(call, ElementType.LONG, send, sendOffset, counts, receive, 0, displacements);
        caller.make(call);
    }

    @Override
    public void allGatherV(int[] send, int sendOffset, int[] counts, int[] receive, int[] displacements) {
        forms.allGatherV(call, ElementType.INT, send, sendOffset, counts, receive, 0, displacements);
        caller.make(call);
    }

    @Override
    public void allGatherV(byte[] send, int sendOffset, int[] counts, byte[] receive, int[] displacements) {
        forms.allGatherV(call, ElementType.BYTE, send, sendOffset, counts, receive, 0, displacements);
        caller.make(call);
    }

    @Override
    public void allGatherV(Buffer send, int[] counts, Buffer receive, int[] displacements) {
        send.holds(rank < counts.length ? counts[rank] : 0);
        receive.holds("displacements", displacements, "counts", counts);
        forms.allGatherV(
                call,
                send.sameType(receive),
                send.elements(),
                send.offset(),
                counts,
                receive.target(),
                receive.offset(),
                displacements);
        caller.make(call);
    }

    @Override
    public Request iallGatherV(Buffer send, int[] counts, Buffer receive, int[] displacements) {
        send.holds(rank < counts.length ? counts[rank] : 0);
        receive.holds("displacements", displacements, "counts", counts);
        var begun = new Call();
        forms.allGatherV(
                begun,
                send.sameType(receive),
                send.elements(),
                send.offset(),
                counts,
                receive.target(),
                receive.offset(),
                displacements);
        return begin(begun);
    }

    @Override
    public void allToAll(double[] send, int sendOffset, int count, double[] receive, int receiveOffset) {
        forms.allToAll(call, ElementType.DOUBLE, send, sendOffset, count, receive, receiveOffset);
        caller.make(call);
    }

    @Override
    public void allToAll(long[] send, int sendOffset, int count, long[] receive, int receiveOffset) {
        forms.allToAll(call, ElementType.LONG, send, sendOffset, count, receive, receiveOffset);
        caller.make(call);
    }

    @Override
    public void allToAll(int[] send, int sendOffset, int count, int[] receive, int receiveOffset) {
        forms.allToAll(call, ElementType.INT, send, sendOffset, count, receive, receiveOffset);
        caller.make(call);
    }

    @Override
    public void allToAll(byte[] send, int sendOffset, int count, byte[] receive, int receiveOffset) {
        forms.allToAll(call, ElementType.BYTE, send, sendOffset, count, receive, receiveOffset);
        caller.make(call);
    }

    @Override
    public void allToAll(Buffer send, Buffer receive) {
        receive.holds(send.count());
        forms.allToAll(
                call,
                send.sameType(receive),
                send.elements(),
                send.offset(),
                send.countForEach(size),
                receive.target(),
                receive.offset());
        caller.make(call);
    }

    @Override
    public Request iallToAll(Buffer send, Buffer receive) {
        receive.holds(send.count());
        var begun = new Call();
        forms.allToAll(
                begun,
                send.sameType(receive),
                send.elements(),
                send.offset(),
                send.countForEach(size),
                receive.target(),
                receive.offset());
        return begin(begun);
    }

    @Override
    public void allToAllV(
            double[] send,
            int[] sendCounts,
            int[] sendDisplacements,
            double[] receive,
            int[] receiveCounts,
            int[] receiveDisplacements) {
        forms.allToAllV(
                call,
                ElementType.DOUBLE,
                send,
                0,
                sendCounts,
                sendDisplacements,
                receive,
                0,
                receiveCounts,
                receiveDisplacements);
        caller.make(call);
    }

    @Override
    public void allToAllV(
            long[] send,
            int[] sendCounts,
            int[] sendDisplacements,
            long[] receive,
            int[] receiveCounts,
            int[] receiveDisplacements) {
        forms.allToAllV(
                call,
                ElementType.LONG,
                send,
                0,
                sendCounts,
                sendDisplacements,
                receive,
                0,
                receiveCounts,
                receiveDisplacements);
        caller.make(call);
    }

    @Override
    public void allToAllV(
            int[] send,
            int[] sendCounts,
            int[] sendDisplacements,
            int[] receive,
            int[] receiveCounts,
            int[] receiveDisplacements) {
        forms.allToAllV(
                call,
                ElementType.INT,
                send,
                0,
                sendCounts,
                sendDisplacements,
                receive,
                0,
                receiveCounts,
                receiveDisplacements);
        caller.make(call);
    }

    @Override
    public void allToAllV(
            byte[] send,
            int[] sendCounts,
            int[] sendDisplacements,
            byte[] receive,
            int[] receiveCounts,
            int[] receiveDisplacements) {
        forms.allToAllV(
                call,
                ElementType.BYTE,
                send,
                0,
                sendCounts,
                sendDisplacements,
                receive,
                0,
                receiveCounts,
                receiveDisplacements);
        caller.make(call);
    }

    @Override
    public void allToAllV(
            Buffer send,
            int[] sendCounts,
            int[] sendDisplacements,
            Buffer receive,
            int[] receiveCounts,
            int[] receiveDisplacements) {
        send.holds("sendDisplacements", sendDisplacements, "sendCounts", sendCounts);
        receive.holds("receiveDisplacements", receiveDisplacements, "receiveCounts", receiveCounts);
        forms.allToAllV(
                call,
                send.sameType(receive),
                send.elements(),
                send.offset(),
                sendCounts,
                sendDisplacements,
                receive.target(),
                receive.offset(),
                receiveCounts,
                receiveDisplacements);
        caller.make(call);
    }

    @Override
    public Request iallToAllV(
            Buffer send,
            int[] sendCounts,
            int[] sendDisplacements,
            Buffer receive,
            int[] receiveCounts,
            int[] receiveDisplacements) {
        send.holds("sendDisplacements", sendDisplacements, "sendCounts", sendCounts);
        receive.holds("receiveDisplacements", receiveDisplacements, "receiveCounts", receiveCounts);
        var begun = new Call();
        forms.allToAllV(
                begun,
                send.sameType(receive),
                send.elements(),
                send.offset(),
                sendCounts,
                sendDisplacements,
                receive.target(),
                receive.offset(),
                receiveCounts,
                receiveDisplacements);
        return begin(begun);
    }

    @Override
    public void scan(double[] data, int offset, int count, Op op) {
        forms.combine(call, Operation.SCAN, ElementType.DOUBLE, data, offset, count, op);
        caller.make(call);
    }

    @Override
    public void scan(long[] data, int offset, int count, Op op) {
        forms.combine(call, Operation.SCAN, ElementType.LONG, data, offset, count, op);
        caller.make(call);
    }

    @Override
    public void scan(int[] data, int offset, int count, Op op) {
        forms.combine(call, Operation.SCAN, ElementType.INT, data, offset, count, op);
        caller.make(call);
    }

    @Override
    public void scan(byte[] data, int offset, int count, Op op) {
        forms.combine(call, Operation.SCAN, ElementType.BYTE, data, offset, count, op);
        caller.make(call);
    }

    @Override
    public void scan(Buffer data, Op op) {
        forms.combine(call, Operation.SCAN, data.type(), data.target(), data.offset(), data.count(), op);
        caller.make(call);
    }

    @Override
    public Request iscan(Buffer data, Op op) {
        var begun = new Call();
        forms.combine(begun, Operation.SCAN, data.type(), data.target(), data.offset(), data.count(), op);
        return begin(begun);
    }

    @Override
    public void exscan(double[] data, int offset, int count, Op op) {
        forms.combine(call, Operation.EXSCAN, ElementType.DOUBLE, data, offset, count, op);
        caller.make(call);
    }

    @Override
    public void exscan(long[] data, int offset, int count, Op op) {
        forms.combine(call, Operation.EXSCAN, ElementType.LONG, data, offset, count, op);
        caller.make(call);
    }

    @Override
    public void exscan(int[] data, int offset, int count, Op op) {
        forms.combine(call, Operation.EXSCAN, ElementType.INT, data, offset, count, op);
        caller.make(call);
    }

    @Override
    public void exscan(byte[] data, int offset, int count, Op op) {
        forms.combine(call, Operation.EXSCAN, ElementType.BYTE, data, offset, count, op);
        caller.make(call);
    }

    @Override
    public void exscan(Buffer data, Op op) {
        forms.combine(call, Operation.EXSCAN, data.type(), data.target(), data.offset(), data.count(), op);
        caller.make(call);
    }

    @Override
    public Request iexscan(Buffer data, Op op) {
        var begun = new Call();
        forms.combine(begun, Operation.EXSCAN, data.type(), data.target(), data.offset(), data.count(), op);
        return begin(begun);
    }

    @Override
    public Communicator split(int colour, int key) {
        if (colour < 0) {
            throw new IllegalArgumentException(
                    "colour=%d < 0: pass 0 or more, one of its own to stay alone".formatted(colour));
        }
        long[] all = new long[3 * size];
        long[] mine = {colour, key, group.links().newContext()};
        forms.allGather(call, ElementType.LONG, mine, 0, 3, all, 0);
        call.fingerprint = Fingerprint.of(Operation.SPLIT);
        caller.make(call);
        int[] members = IntStream.range(0, size)
                .filter(peer -> all[3 * peer] == colour)
                .boxed()
                .sorted((one, other) -> Long.compare(all[3 * one + 1], all[3 * other + 1]))
                .mapToInt(Integer::intValue)
                .toArray();
        return joined(all[3 * members[0] + 2], members);
    }

    @Override
    public Communicator dup() {
        return split(0, rank);
    }

    private Communicator joined(long context, int[] members) {
        RankGroup made = group.subgroup(context, members);
        int rankThere = IntStream.range(0, members.length)
                .filter(each -> members[each] == rank)
                .findFirst()
                .orElseThrow();
        group.leavesToo(rank, made, rankThere);
        return made.communicator(rankThere);
    }

    @Override
    public void close() {
        group.closed(rank);
    }

    @Override
    public void revoke() {
        group.revoke(rank);
    }

    @Override
    public long agree(long flags) {
        return decide("agree()", flags).flags();
    }

    /** Survivors agree on who they are, then the lowest names the new communicator; again, if it gets lost meanwhile. */
    @Override
    public Communicator shrink() {
        Decision decision = decide("shrink()", ALL_BITS);
        while (true) {
            int[] members = without(decision);
            decision = decide("shrink()", members[0] == rank ? group.links().newContext() : ALL_BITS);
            if (decision.flags() != ALL_BITS) {
                return joined(decision.flags(), without(decision));
            }
        }
    }

    private int[] without(Decision decision) {
        return IntStream.range(0, size)
                .filter(each -> !decision.lost().contains(each))
                .toArray();
    }

    private Decision decide(String method, long flags) {
        long number = group.agreements().propose(rank, flags);
        return courier.awaitDecision(group.agreements(), method, number);
    }
}
