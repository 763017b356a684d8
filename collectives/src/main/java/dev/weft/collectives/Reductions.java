package dev.weft.collectives;

import java.util.List;

/**
 * One rank's part in the collective calls that combine elements, always in ascending rank order.
 *
 * <pre>
 *   short elements   each rank reads all slots and combines for itself
 *   long elements    rank s combines the s-th share of all ranks' elements, block by block, and writes the results
 *                    into the arrays of all ranks: between opening and closing nobody else touches that share
 *
 *   allReduce of 3 ranks    rank 0 [A a α]    rank 1 [B b β]    rank 2 [C c γ]
 *   rank 1 reads a, b, c and writes a+b+c over each; rank 0 does so with A, B, C, rank 2 with α, β, γ
 *   exscan                  rank 1 writes a over b, then a+b over c
 * </pre>
 */
final class Reductions {
    /** Two of these fit the first-level cache. */
    private static final int BLOCK_BYTES = 8192;

    /** Shares begin at multiples of this, so that two ranks seldom write the same cache line. */
    private static final int SHARE_ELEMENTS = 64;

    private final Rounds rounds;
    private final Failure failure;
    private final Meter meter;
    private final int size;
    private final int rank;
    private final Buffers totals = new Buffers(BLOCK_BYTES);
    private final Buffers parts = new Buffers(BLOCK_BYTES);

    Reductions(MemoryMember mine, List<MemoryMember> members, Failure failure, Rounds rounds, Meter meter) {
        this.rounds = rounds;
        this.failure = failure;
        this.meter = meter;
        this.size = members.size();
        this.rank = mine.rank();
    }

    void allReduce(ElementType type, Object data, int offset, int count, Op op) {
        Arguments.checkArea("data", data, "offset", offset, count);
        Arguments.checkOp(type, op);
        rounds.open(Fingerprint.of(Operation.ALL_REDUCE, type, count, op), type, data, offset, count);
        if (Slot.isShort(type, count)) {
            combineShort(type, op, size, data, offset, count);
        } else {
            reduceShare(type, op, count);
        }
        rounds.close();
    }

    void exscan(ElementType type, Object data, int offset, int count, Op op) {
        Arguments.checkArea("data", data, "offset", offset, count);
        Arguments.checkOp(type, op);
        rounds.open(Fingerprint.of(Operation.EXSCAN, type, count, op), type, data, offset, count);
        if (Slot.isShort(type, count)) {
            combineShort(type, op, rank, data, offset, count);
        } else {
            scanShare(type, op, count);
        }
        rounds.close();
    }

    /** A single value, in and out of an array of one. */
    void allReduceScalar(ElementType type, Object cell, Op op) {
        Arguments.checkOp(type, op);
        rounds.open(Fingerprint.of(Operation.ALL_REDUCE, type, Fingerprint.SCALAR, op), type, cell, 0, 1);
        combineShort(type, op, size, cell, 0, 1);
    }

    /** As {@link #allReduceScalar}; rank 0's cell stays as it is. */
    void exscanScalar(ElementType type, Object cell, Op op) {
        Arguments.checkOp(type, op);
        rounds.open(Fingerprint.of(Operation.EXSCAN, type, Fingerprint.SCALAR, op), type, cell, 0, 1);
        combineShort(type, op, rank, cell, 0, 1);
    }

    private void combineShort(ElementType type, Op op, int ranks, Object data, int offset, int count) {
        if (ranks > 0) {
            Object total = combine(type, op, ranks, 0, count);
            System.arraycopy(total, 0, data, offset, count);
            meter.received(type.bytes(count) * (ranks == size ? size - 1 : ranks));
        }
    }

    private void reduceShare(ElementType type, Op op, int count) {
        int start = shareStart(rank, count);
        int end = shareStart(rank + 1, count);
        for (int first = start; first < end; ) {
            int length = blockLength(type, first, end);
            Object total = combine(type, op, size, first, length);
            for (int target = 0; target < size; target++) {
                write(total, target, first, length);
            }
            first += length;
        }
        countShare(type, end - start, count);
    }

    private void scanShare(ElementType type, Op op, int count) {
        Object total = totals.of(type);
        Object part = parts.of(type);
        int start = shareStart(rank, count);
        int end = shareStart(rank + 1, count);
        for (int first = start; first < end; ) {
            int length = blockLength(type, first, end);
            read(0, first, total, length);
            for (int target = 1; target < size; target++) {
                read(target, first, part, length);
                write(total, target, first, length);
                Kernels.fold(type, op, total, part, length);
            }
            first += length;
        }
        countShare(type, end - start, rank == 0 ? end - start : count);
    }

    private int blockLength(ElementType type, int first, int end) {
        failure.check();
        return Math.min(type.countIn(BLOCK_BYTES), end - first);
    }

    /** This rank read the others' parts of its share, and they wrote the rest of its results. */
    private void countShare(ElementType type, int share, int results) {
        meter.received(type.bytes(share) * (size - 1) + type.bytes(results - share));
    }

    /** Folds the same stretch of the first {@code ranks} ranks' elements. */
    private Object combine(ElementType type, Op op, int ranks, int first, int length) {
        Object total = totals.of(type);
        Object part = parts.of(type);
        read(0, first, total, length);
        for (int source = 1; source < ranks; source++) {
            read(source, first, part, length);
            Kernels.fold(type, op, total, part, length);
        }
        return total;
    }

    private void read(int source, int first, Object into, int length) {
        Slot slot = rounds.slot(source);
        System.arraycopy(slot.array(), slot.offset() + first, into, 0, length);
    }

    private void write(Object total, int target, int first, int length) {
        Slot slot = rounds.slot(target);
        System.arraycopy(total, 0, slot.array(), slot.offset() + first, length);
    }

    private int shareStart(int owner, int count) {
        return owner == size ? count : (int) ((long) count * owner / size) / SHARE_ELEMENTS * SHARE_ELEMENTS;
    }
}
