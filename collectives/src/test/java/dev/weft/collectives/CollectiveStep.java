package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * One collective call with the elements that each rank gives, all of it a function of the seed. Every rank makes the
 * call and compares what it got, and what stands around it, with {@link SerialModel}.
 */
record CollectiveStep(long seed, int size, Operation operation, ElementType type, int count) {
    static final List<Operation> OPERATIONS = List.of(
            Operation.BARRIER,
            Operation.BROADCAST,
            Operation.ALL_REDUCE,
            Operation.ALL_GATHER,
            Operation.ALL_GATHER_V,
            Operation.ALL_TO_ALL,
            Operation.ALL_TO_ALL_V,
            Operation.EXSCAN,
            Operation.SEND);

    private static final List<ElementType> TYPES = List.of(ElementType.values());
    private static final List<Op> ANY_OP = List.of(Op.values());
    private static final List<Op> FLOATING_OP = List.of(Op.SUM, Op.PRODUCT, Op.MIN, Op.MAX);
    private static final double[] ODD_DOUBLES = {
        0.0, -0.0, Double.NaN, Double.longBitsToDouble(0xfff8000000000001L), Double.NEGATIVE_INFINITY, Double.MIN_VALUE
    };

    /** Where every rank gets something from each of the others, the largest counts are shared among them. */
    static CollectiveStep random(Random random, int size, int[] counts) {
        Operation operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
        ElementType type = TYPES.get(random.nextInt(TYPES.size()));
        int count = counts[random.nextInt(counts.length)];
        boolean perPeer =
                operation.method().startsWith("allGather") || operation.method().startsWith("allToAll");
        return new CollectiveStep(
                random.nextLong(), size, operation, type, perPeer && count > 10_000 ? count / size : count);
    }

    void play(Communicator communicator) {
        var calls = new TypedCalls(communicator);
        int rank = communicator.rank();
        switch (operation) {
            case BARRIER -> communicator.barrier();
            case BROADCAST -> broadcast(calls, rank);
            case ALL_REDUCE -> allReduce(communicator, calls, rank);
            case EXSCAN -> exscan(communicator, calls, rank);
            case ALL_GATHER -> allGather(calls, rank);
            case ALL_GATHER_V -> allGatherV(calls, rank);
            case ALL_TO_ALL -> allToAll(calls, rank);
            case ALL_TO_ALL_V -> allToAllV(calls, rank);
            case SEND, RECEIVE -> passAlong(calls, rank);
        }
    }

    private void broadcast(TypedCalls calls, int rank) {
        int root = choice(size);
        var data = new Area(type, count, offset(rank), i -> element(rank, i));
        calls.broadcast(data.array(), data.offset(), count, root);
        data.checkIs(this, rank, elements(root, count));
    }

    private void allReduce(Communicator communicator, TypedCalls calls, int rank) {
        var data = new Area(type, count, offset(rank), i -> element(rank, i));
        calls.allReduce(data.array(), data.offset(), count, op());
        data.checkIs(this, rank, SerialModel.fold(type, op(), allElements(), 0, size));
        if (count == 1) {
            checkScalar(
                    rank, allReduceScalar(communicator, rank), SerialModel.fold(type, op(), allElements(), 0, size));
        }
    }

    private void exscan(Communicator communicator, TypedCalls calls, int rank) {
        var data = new Area(type, count, offset(rank), i -> element(rank, i));
        calls.exscan(data.array(), data.offset(), count, op());
        long[] expected = rank == 0 ? elements(0, count) : SerialModel.fold(type, op(), allElements(), 0, rank);
        data.checkIs(this, rank, expected);
        if (count == 1) {
            checkScalar(rank, exscanScalar(communicator, rank), rank == 0 ? new long[] {bits(42)} : expected);
        }
    }

    private long allReduceScalar(Communicator communicator, int rank) {
        return switch (type) {
            case DOUBLE ->
                Double.doubleToRawLongBits(communicator.allReduce(Double.longBitsToDouble(element(rank, 0)), op()));
            case LONG -> communicator.allReduce(element(rank, 0), op());
            case INT, BYTE -> SerialModel.fold(type, op(), allElements(), 0, size)[0];
        };
    }

    private long exscanScalar(Communicator communicator, int rank) {
        return switch (type) {
            case DOUBLE ->
                Double.doubleToRawLongBits(communicator.exscan(Double.longBitsToDouble(element(rank, 0)), op(), 42.0));
            case LONG -> communicator.exscan(element(rank, 0), op(), 42L);
            case INT, BYTE -> rank == 0 ? bits(42) : SerialModel.fold(type, op(), allElements(), 0, rank)[0];
        };
    }

    private long bits(int value) {
        return type == ElementType.DOUBLE ? Double.doubleToRawLongBits(value) : value;
    }

    private void checkScalar(int rank, long actual, long[] expected) {
        assertThat(actual).as("scalar of %s on rank %d", this, rank).isEqualTo(expected[0]);
    }

    private void allGather(TypedCalls calls, int rank) {
        var send = new Area(type, count, offset(rank), i -> element(rank, i));
        var receive = new Area(type, count * size, offset(rank), i -> 0);
        calls.allGather(send.array(), send.offset(), count, receive.array(), receive.offset());
        send.checkIs(this, rank, elements(rank, count));
        long[] expected = new long[count * size];
        for (int source = 0; source < size; source++) {
            System.arraycopy(elements(source, count), 0, expected, source * count, count);
        }
        receive.checkIs(this, rank, expected);
    }

    /** Blocks lie in descending rank order, with a gap of 1 between them. */
    private void allGatherV(TypedCalls calls, int rank) {
        int[] counts = counts(0);
        int[] displacements = displacements(counts);
        int total = Arrays.stream(counts).sum() + size;
        int offset = offset(rank);
        var send = new Area(type, counts[rank], offset, i -> element(rank, i));
        var receive = new Area(type, total, offset, i -> 0);
        long[] expected = new long[total];
        for (int source = 0; source < size; source++) {
            System.arraycopy(elements(source, counts[source]), 0, expected, displacements[source], counts[source]);
        }
        calls.allGatherV(
                send.array(), send.offset(), counts, receive.array(), shifted(displacements, receive.offset()));
        send.checkIs(this, rank, elements(rank, counts[rank]));
        receive.checkIs(this, rank, expected);
    }

    private void allToAll(TypedCalls calls, int rank) {
        var send = new Area(type, count * size, offset(rank), i -> element(rank, i));
        var receive = new Area(type, count * size, offset(rank), i -> 0);
        calls.allToAll(send.array(), send.offset(), count, receive.array(), receive.offset());
        send.checkIs(this, rank, elements(rank, count * size));
        long[] expected = new long[count * size];
        for (int source = 0; source < size; source++) {
            System.arraycopy(elements(source, count * size), rank * count, expected, source * count, count);
        }
        receive.checkIs(this, rank, expected);
    }

    private void allToAllV(TypedCalls calls, int rank) {
        int[] sendCounts = counts(rank);
        int[] sendDisplacements = displacements(sendCounts);
        int sendTotal = Arrays.stream(sendCounts).sum() + size;
        int[] receiveCounts = new int[size];
        Arrays.setAll(receiveCounts, source -> counts(source)[rank]);
        int[] receiveDisplacements = displacements(receiveCounts);
        int receiveTotal = Arrays.stream(receiveCounts).sum() + size;
        long[] expected = new long[receiveTotal];
        for (int source = 0; source < size; source++) {
            int[] theirs = counts(source);
            long[] given = elements(source, Arrays.stream(theirs).sum() + size);
            System.arraycopy(given, displacements(theirs)[rank], expected, receiveDisplacements[source], theirs[rank]);
        }
        var send = new Area(type, sendTotal, offset(rank), i -> element(rank, i));
        var receive = new Area(type, receiveTotal, offset(rank), i -> 0);
        calls.allToAllV(
                send.array(),
                sendCounts,
                shifted(sendDisplacements, send.offset()),
                receive.array(),
                receiveCounts,
                shifted(receiveDisplacements, receive.offset()));
        send.checkIs(this, rank, elements(rank, sendTotal));
        receive.checkIs(this, rank, expected);
    }

    /** A message from rank 0 to rank 1, on to rank 2 and so on; alone, to oneself. */
    private void passAlong(TypedCalls calls, int rank) {
        int tag = choice(1000);
        var data = new Area(type, count, offset(rank), i -> element(rank, i));
        if (size == 1) {
            calls.send(data.array(), data.offset(), count, 0, tag);
        }
        if (rank > 0 || size == 1) {
            int received = calls.receive(data.array(), data.offset(), count, Math.max(0, rank - 1), tag);
            assertThat(received).as("%s on rank %d", this, rank).isEqualTo(count);
        }
        if (rank < size - 1) {
            calls.send(data.array(), data.offset(), count, rank + 1, tag);
        }
        data.checkIs(this, rank, elements(0, count));
    }

    private Op op() {
        List<Op> ops = type == ElementType.DOUBLE ? FLOATING_OP : ANY_OP;
        return ops.get(choice(ops.size()));
    }

    private int choice(int bound) {
        return new SplittableRandom(seed).nextInt(bound);
    }

    private int offset(int rank) {
        return new SplittableRandom(seed + rank).nextInt(5);
    }

    /** What a rank gives to each rank: from 0 to twice the step's count. */
    private int[] counts(int rank) {
        return new SplittableRandom(seed ^ rank).ints(size, 0, 2 * count + 1).toArray();
    }

    private static int[] displacements(int[] counts) {
        int[] displacements = new int[counts.length];
        for (int rank = counts.length - 2; rank >= 0; rank--) {
            displacements[rank] = displacements[rank + 1] + counts[rank + 1] + 1;
        }
        return displacements;
    }

    private static int[] shifted(int[] displacements, int offset) {
        return Arrays.stream(displacements)
                .map(displacement -> displacement + offset)
                .toArray();
    }

    private long[][] allElements() {
        long[][] all = new long[size][];
        Arrays.setAll(all, rank -> elements(rank, count));
        return all;
    }

    private long[] elements(int rank, int length) {
        long[] elements = new long[length];
        Arrays.setAll(elements, i -> element(rank, i));
        return elements;
    }

    private long element(int rank, int i) {
        long mixed = (seed + rank * 31L + i) * 0x9e3779b97f4a7c15L;
        long random = mixed ^ mixed >>> 29;
        return switch (type) {
            case DOUBLE ->
                Double.doubleToRawLongBits(
                        random % 16 == 0
                                ? ODD_DOUBLES[(int) (random >>> 4 & 0xffff) % ODD_DOUBLES.length]
                                : random * 0x1p-60);
            case LONG -> random;
            case INT -> (int) random;
            case BYTE -> (byte) random;
        };
    }
}
