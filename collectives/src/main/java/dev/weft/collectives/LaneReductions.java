package dev.weft.collectives;

/**
 * The collective calls that combine elements, always in ascending rank order.
 *
 * <pre>
 *   few elements     every rank gathers those of all and combines for itself
 *   many elements    rank s gets the s-th share of all ranks' elements and combines it; then allReduce gathers the
 *                    results of all shares, and exscan gives each rank its own
 *
 *   allReduce of 3 ranks    rank 0 [A a α]    rank 1 [B b β]    rank 2 [C c γ]
 *   rank 1 gets a and c, makes a+b+c and gives it to rank 2 and rank 0
 * </pre>
 *
 * Many elements go in sections, which bound the memory that this takes.
 */
final class LaneReductions {
    /** As many bytes of all ranks together are few. */
    private static final int FEW_BYTES = 32 << 10;

    private static final int SECTION_BYTES = 4 << 20;

    /** Two of these fit the first-level cache. */
    private static final int BLOCK_BYTES = 8192;

    private final Courier courier;
    private final LaneGathers gathers;
    private final int size;
    private final int rank;
    private final Buffers few = new Buffers(FEW_BYTES);
    private final Buffers totals = new Buffers(BLOCK_BYTES);
    private final Buffers parts = new Buffers(BLOCK_BYTES);
    private final Buffers shares;

    LaneReductions(Courier courier, LaneGathers gathers) {
        this.courier = courier;
        this.gathers = gathers;
        this.size = courier.size();
        this.rank = courier.rank();
        this.shares = new Buffers(SECTION_BYTES + size * Long.BYTES);
    }

    void allReduce(ElementType type, Object data, int offset, int count, Op op) {
        Arguments.checkArea("data", data, "offset", offset, count);
        Arguments.checkOp(type, op);
        courier.beginCall(Fingerprint.of(Operation.ALL_REDUCE, type, count, op), type);
        if (isFew(type, count)) {
            combineFew(type, op, size, data, offset, count);
        } else {
            for (int first = 0; first < count; first += sectionLength(type)) {
                reduceSection(type, op, data, offset + first, Math.min(sectionLength(type), count - first));
            }
        }
    }

    void exscan(ElementType type, Object data, int offset, int count, Op op) {
        Arguments.checkArea("data", data, "offset", offset, count);
        Arguments.checkOp(type, op);
        courier.beginCall(Fingerprint.of(Operation.EXSCAN, type, count, op), type);
        if (isFew(type, count)) {
            combineFew(type, op, rank, data, offset, count);
        } else {
            for (int first = 0; first < count; first += sectionLength(type)) {
                scanSection(type, op, data, offset + first, Math.min(sectionLength(type), count - first));
            }
        }
    }

    void allReduceScalar(ElementType type, Object cell, Op op) {
        Arguments.checkOp(type, op);
        courier.beginCall(Fingerprint.of(Operation.ALL_REDUCE, type, Fingerprint.SCALAR, op), type);
        combineFew(type, op, size, cell, 0, 1);
    }

    void exscanScalar(ElementType type, Object cell, Op op) {
        Arguments.checkOp(type, op);
        courier.beginCall(Fingerprint.of(Operation.EXSCAN, type, Fingerprint.SCALAR, op), type);
        combineFew(type, op, rank, cell, 0, 1);
    }

    private boolean isFew(ElementType type, int count) {
        return type.bytes(count) * size <= FEW_BYTES;
    }

    private int sectionLength(ElementType type) {
        return type.countIn(SECTION_BYTES);
    }

    private void combineFew(ElementType type, Op op, int ranks, Object data, int offset, int count) {
        Object all = type.bytes(count) * size <= FEW_BYTES ? few.of(type) : type.newArray(count * size);
        gathers.gather(type, data, offset, count, all, 0);
        if (ranks > 0 && count > 0) {
            combine(type, op, all, 0, count, ranks, data, offset);
        }
    }

    /** Folds the blocks of the first {@code ranks} ranks, which lie one behind the other. */
    private void combine(
            ElementType type, Op op, Object blocks, int first, int length, int ranks, Object into, int offset) {
        Object total = totals.of(type);
        Object part = parts.of(type);
        int longest = type.countIn(BLOCK_BYTES);
        for (int done = 0; done < length; done += longest) {
            courier.check();
            int count = Math.min(longest, length - done);
            System.arraycopy(blocks, first + done, total, 0, count);
            for (int source = 1; source < ranks; source++) {
                System.arraycopy(blocks, first + source * length + done, part, 0, count);
                Kernels.fold(type, op, total, part, count);
            }
            System.arraycopy(total, 0, into, offset + done, count);
        }
    }

    private void reduceSection(ElementType type, Op op, Object data, int offset, int count) {
        Object blocks = shares.of(type);
        collectShare(data, offset, count, blocks);
        combine(type, op, blocks, 0, shareLength(rank, count), size, data, offset + shareStart(rank, count));
        for (int distance = 1; distance < size; distance++) {
            int source = courier.after(-distance);
            courier.exchange(
                    courier.after(distance),
                    data,
                    offset + shareStart(rank, count),
                    shareLength(rank, count),
                    source,
                    data,
                    offset + shareStart(source, count),
                    shareLength(source, count));
        }
    }

    private void scanSection(ElementType type, Op op, Object data, int offset, int count) {
        Object blocks = shares.of(type);
        int length = shareLength(rank, count);
        collectShare(data, offset, count, blocks);
        scan(type, op, blocks, length);
        if (rank > 0) {
            System.arraycopy(blocks, rank * length, data, offset + shareStart(rank, count), length);
        }
        for (int distance = 1; distance < size; distance++) {
            int destination = courier.after(distance);
            int source = courier.after(-distance);
            // Rank 0 keeps what it has.
            courier.exchange(
                    destination,
                    blocks,
                    destination * length,
                    destination == 0 ? 0 : length,
                    source,
                    data,
                    offset + shareStart(source, count),
                    rank == 0 ? 0 : shareLength(source, count));
        }
    }

    /** Puts all ranks' elements of this rank's share into blocks, one behind the other. */
    private void collectShare(Object data, int offset, int count, Object blocks) {
        int length = shareLength(rank, count);
        System.arraycopy(data, offset + shareStart(rank, count), blocks, rank * length, length);
        for (int distance = 1; distance < size; distance++) {
            int destination = courier.after(distance);
            int source = courier.after(-distance);
            courier.exchange(
                    destination,
                    data,
                    offset + shareStart(destination, count),
                    shareLength(destination, count),
                    source,
                    blocks,
                    source * length,
                    length);
        }
    }

    /** Replaces each block but the first by the combination of those before it. */
    private void scan(ElementType type, Op op, Object blocks, int length) {
        Object total = totals.of(type);
        Object part = parts.of(type);
        int longest = type.countIn(BLOCK_BYTES);
        for (int done = 0; done < length; done += longest) {
            courier.check();
            int count = Math.min(longest, length - done);
            System.arraycopy(blocks, done, total, 0, count);
            for (int target = 1; target < size; target++) {
                int at = target * length + done;
                System.arraycopy(blocks, at, part, 0, count);
                System.arraycopy(total, 0, blocks, at, count);
                Kernels.fold(type, op, total, part, count);
            }
        }
    }

    private int shareStart(int owner, int count) {
        return (int) ((long) count * owner / size);
    }

    private int shareLength(int owner, int count) {
        return shareStart(owner + 1, count) - shareStart(owner, count);
    }
}
