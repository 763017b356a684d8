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
    static final List<Operation> OPERATIONS = Arrays.stream(Operation.values())
            .filter(operation -> !List.of(Operation.RECEIVE, Operation.SPLIT, Operation.AGREE)
                    .contains(operation))
            .toList();

    /** Neither associative nor commutative: only a fold in rank order gives its result. */
    private static final Op OWN_ON_DOUBLES = Op.ofDoubles("RIGHT MINUS LEFT", (left, right) -> right - left);

    private static final Op OWN_ON_LONGS = Op.ofLongs("RIGHT MINUS LEFT", (left, right) -> right - left);

    private static final List<ElementType> TYPES = List.of(ElementType.values());
    private static final List<Op> INTEGER_OP = List.of(
            Op.SUM, Op.PRODUCT, Op.MIN, Op.MAX, Op.AND, Op.OR, Op.XOR, OWN_ON_LONGS, Op.MIN_LOCATION, Op.MAX_LOCATION);
    private static final List<Op> FLOATING_OP =
            List.of(Op.SUM, Op.PRODUCT, Op.MIN, Op.MAX, OWN_ON_DOUBLES, Op.MIN_LOCATION, Op.MAX_LOCATION);
    private static final double[] ODD_DOUBLES = {
        0.0, -0.0, Double.NaN, Double.longBitsToDouble(0xfff8000000000001L), Double.NEGATIVE_INFINITY, Double.MIN_VALUE
    };

    /** Where every rank gets something from each of the others, the largest counts are shared among them. */
    static CollectiveStep random(Random random, int size, int[] counts) {
        return random(random, size, OPERATIONS.get(random.nextInt(OPERATIONS.size())), counts);
    }

    static CollectiveStep random(Random random, int size, Operation operation, int[] counts) {
        ElementType type = TYPES.get(random.nextInt(TYPES.size()));
        int count = counts[random.nextInt(counts.length)];
        boolean once = List.of(
                        Operation.BROADCAST, Operation.REDUCE, Operation.ALL_REDUCE, Operation.SCAN, Operation.EXSCAN)
                .contains(operation);
        return new CollectiveStep(
                random.nextLong(), size, operation, type, !once && count > 10_000 ? count / size : count);
    }

    void play(Communicator communicator) {
        var calls = new TypedCalls(communicator, (seed & 1) == 0);
        int rank = communicator.rank();
        switch (operation) {
            case BARRIER -> communicator.barrier();
            case BROADCAST -> broadcast(calls, rank);
            case REDUCE -> reduce(calls, rank);
            case ALL_REDUCE -> allReduce(communicator, calls, rank);
            case REDUCE_SCATTER -> reduceScatter(calls, rank);
            case SCAN -> scan(calls, rank);
            case EXSCAN -> exscan(communicator, calls, rank);
            case GATHER -> gather(calls, rank);
            case GATHER_V -> gatherV(calls, rank);
            case SCATTER -> scatter(calls, rank);
            case SCATTER_V -> scatterV(calls, rank);
            case ALL_GATHER -> allGather(calls, rank);
            case ALL_GATHER_V -> allGatherV(calls, rank);
            case ALL_TO_ALL -> allToAll(calls, rank);
            case ALL_TO_ALL_V -> allToAllV(calls, rank);
            case SEND -> passAlong(calls, rank);
            case RECEIVE, SPLIT, AGREE -> throw new IllegalStateException(operation.method());
        }
    }

    private void reduce(TypedCalls calls, int rank) {
        int root = choice(size);
        var data = new Area(type, folded(), offset(rank), i -> element(rank, i));
        calls.reduce(data.array(), data.offset(), folded(), op(), root);
        data.checkIs(
                this,
                rank,
                rank == root ? SerialModel.fold(type, op(), allElements(folded()), 0, size) : elements(rank, folded()));
    }

    private void reduceScatter(TypedCalls calls, int rank) {
        int block = folded();
        var send = new Area(type, block * size, offset(rank), i -> element(rank, i));
        var receive = new Area(type, block, offset(rank), i -> 0);
        calls.reduceScatter(send.array(), send.offset(), block, receive.array(), receive.offset(), op());
        send.checkIs(this, rank, elements(rank, block * size));
        long[] all = SerialModel.fold(type, op(), allElements(block * size), 0, size);
        receive.checkIs(this, rank, Arrays.copyOfRange(all, rank * block, (rank + 1) * block));
        var both = new Area(type, block * size, offset(rank), i -> element(rank, i));
        calls.reduceScatter(both.array(), both.offset(), block, both.array(), both.offset(), op());
        long[] inPlace = elements(rank, block * size);
        System.arraycopy(all, rank * block, inPlace, 0, block);
        both.checkIs(this, rank, inPlace);
    }

    private void scan(TypedCalls calls, int rank) {
        var data = new Area(type, folded(), offset(rank), i -> element(rank, i));
        calls.scan(data.array(), data.offset(), folded(), op());
        data.checkIs(this, rank, SerialModel.fold(type, op(), allElements(folded()), 0, rank + 1));
    }

    private void gather(TypedCalls calls, int rank) {
        int root = choice(size);
        var send = new Area(type, count, offset(rank), i -> element(rank, i));
        var receive = new Area(type, rank == root ? count * size : 0, offset(rank), i -> 0);
        calls.gather(send.array(), send.offset(), count, receive.array(), receive.offset(), root);
        send.checkIs(this, rank, elements(rank, count));
        receive.checkIs(this, rank, rank == root ? allBlocks() : new long[0]);
    }

    private long[] allBlocks() {
        long[] blocks = new long[count * size];
        for (int source = 0; source < size; source++) {
            System.arraycopy(elements(source, count), 0, blocks, source * count, count);
        }
        return blocks;
    }

    private void gatherV(TypedCalls calls, int rank) {
        int root = choice(size);
        int[] counts = counts(0);
        int[] displacements = displacements(counts);
        int total = rank == root ? Arrays.stream(counts).sum() + size : 0;
        int offset = offset(rank);
        var send = new Area(type, counts[rank], offset, i -> element(rank, i));
        var receive = new Area(type, total, offset, i -> 0);
        long[] expected = new long[total];
        for (int source = 0; rank == root && source < size; source++) {
            System.arraycopy(elements(source, counts[source]), 0, expected, displacements[source], counts[source]);
        }
        calls.gatherV(
                send.array(), offset, counts[rank], receive.array(), counts, shifted(displacements, offset), root);
        send.checkIs(this, rank, elements(rank, counts[rank]));
        receive.checkIs(this, rank, expected);
    }

    private void scatter(TypedCalls calls, int rank) {
        int root = choice(size);
        var send = new Area(type, rank == root ? count * size : 0, offset(rank), i -> element(root, i));
        var receive = new Area(type, count, offset(rank), i -> 0);
        calls.scatter(send.array(), send.offset(), count, receive.array(), receive.offset(), root);
        receive.checkIs(this, rank, Arrays.copyOfRange(elements(root, count * size), rank * count, (rank + 1) * count));
    }

    private void scatterV(TypedCalls calls, int rank) {
        int root = choice(size);
        int[] counts = counts(0);
        int[] displacements = displacements(counts);
        int total = Arrays.stream(counts).sum() + size;
        int offset = offset(rank);
        var send = new Area(type, rank == root ? total : 0, offset, i -> element(root, i));
        var receive = new Area(type, counts[rank], offset, i -> 0);
        calls.scatterV(
                send.array(), counts, shifted(displacements, offset), receive.array(), offset, counts[rank], root);
        long[] given = elements(root, total);
        receive.checkIs(this, rank, Arrays.copyOfRange(given, displacements[rank], displacements[rank] + counts[rank]));
    }

    private void broadcast(TypedCalls calls, int rank) {
        int root = choice(size);
        var data = new Area(type, count, offset(rank), i -> element(rank, i));
        calls.broadcast(data.array(), data.offset(), count, root);
        data.checkIs(this, rank, elements(root, count));
    }

    private void allReduce(Communicator communicator, TypedCalls calls, int rank) {
        var data = new Area(type, folded(), offset(rank), i -> element(rank, i));
        calls.allReduce(data.array(), data.offset(), folded(), op());
        data.checkIs(this, rank, SerialModel.fold(type, op(), allElements(folded()), 0, size));
        if (folded() == 1) {
            checkScalar(
                    rank, allReduceScalar(communicator, rank), SerialModel.fold(type, op(), allElements(1), 0, size));
        }
    }

    private void exscan(Communicator communicator, TypedCalls calls, int rank) {
        var data = new Area(type, folded(), offset(rank), i -> element(rank, i));
        calls.exscan(data.array(), data.offset(), folded(), op());
        long[] expected =
                rank == 0 ? elements(0, folded()) : SerialModel.fold(type, op(), allElements(folded()), 0, rank);
        data.checkIs(this, rank, expected);
        if (folded() == 1) {
            checkScalar(rank, exscanScalar(communicator, rank), rank == 0 ? new long[] {bits(42)} : expected);
        }
    }

    private long allReduceScalar(Communicator communicator, int rank) {
        return switch (type) {
            case DOUBLE ->
                Double.doubleToRawLongBits(communicator.allReduce(Double.longBitsToDouble(element(rank, 0)), op()));
            case LONG -> communicator.allReduce(element(rank, 0), op());
            default -> SerialModel.fold(type, op(), allElements(1), 0, size)[0];
        };
    }

    private long exscanScalar(Communicator communicator, int rank) {
        return switch (type) {
            case DOUBLE ->
                Double.doubleToRawLongBits(communicator.exscan(Double.longBitsToDouble(element(rank, 0)), op(), 42.0));
            case LONG -> communicator.exscan(element(rank, 0), op(), 42L);
            default -> rank == 0 ? bits(42) : SerialModel.fold(type, op(), allElements(1), 0, rank)[0];
        };
    }

    private long bits(int value) {
        return switch (type) {
            case DOUBLE -> Double.doubleToRawLongBits(value);
            case FLOAT -> Float.floatToRawIntBits(value);
            default -> value;
        };
    }

    private void checkScalar(int rank, long actual, long[] expected) {
        assertThat(actual).as("scalar of %s on rank %d", this, rank).isEqualTo(expected[0]);
    }

    private void allGather(TypedCalls calls, int rank) {
        var send = new Area(type, count, offset(rank), i -> element(rank, i));
        var receive = new Area(type, count * size, offset(rank), i -> 0);
        calls.allGather(send.array(), send.offset(), count, receive.array(), receive.offset());
        send.checkIs(this, rank, elements(rank, count));
        receive.checkIs(this, rank, allBlocks());
        var both = new Area(
                type, count * size, offset(rank), i -> i / Math.max(1, count) == rank ? element(rank, i % count) : 0);
        calls.allGather(both.array(), both.offset() + rank * count, count, both.array(), both.offset());
        both.checkIs(this, rank, allBlocks());
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

    /** The operation by which a call of this step combines. */
    Op op() {
        List<Op> ops = type.isFloating() ? FLOATING_OP : INTEGER_OP;
        return ops.get(choice(ops.size()));
    }

    /** The count, rounded up to what the operation combines. */
    int folded() {
        return count + count % op().width();
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

    private long[][] allElements(int length) {
        long[][] all = new long[size][];
        Arrays.setAll(all, rank -> elements(rank, length));
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
            case SHORT -> (short) random;
            case FLOAT ->
                Float.floatToRawIntBits(
                        random % 16 == 0
                                ? (float) ODD_DOUBLES[(int) (random >>> 4 & 0xffff) % ODD_DOUBLES.length]
                                : (float) (random * 0x1p-60));
        };
    }
}
