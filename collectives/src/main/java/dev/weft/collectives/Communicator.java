package dev.weft.collectives;

/**
 * A group of ranks that send, receive and make collective calls, after MPI 4.1. One instance belongs to one rank and is
 * used by that rank's program thread only.
 *
 * <p>Collective calls are made by all ranks of the communicator in the same order, with matching operation, type,
 * count, root and {@link Op}. A mismatch ends the call on every rank with {@link CollectiveMismatchException}, which
 * names both calls, both ranks and both call sites; so does a rank that has ended its program while others wait for it.
 * A raised {@link Fence} ends every wait with {@link EpochFencedException}. Either is for good: every later call ends
 * the same way, and what the arrays of the call hold is undefined.
 *
 * <p>Offsets, counts and displacements are in elements. Send and receive areas of one call do not overlap. Arrays are
 * free for reuse when a call returns.
 */
public interface Communicator {
    /** This rank's number, from 0 to {@code size() - 1}. */
    int rank();

    int size();

    /** Returns when every rank has called it. */
    void barrier();

    /** Time spent, bytes moved: this rank's since its start. */
    Traffic traffic();

    /** Combines one value a rank; every rank gets the result. */
    double allReduce(double value, Op op);

    long allReduce(long value, Op op);

    /** The combination of the values of all lower ranks; {@code identity} on rank 0. */
    double exscan(double value, Op op, double identity);

    long exscan(long value, Op op, long identity);

    /**
     * Sends {@code count} elements. Returns when the array may be reused: at once for a short message or one to
     * oneself, for a long one when it was received. Messages between two ranks with the same tag (0 or more) arrive in
     * order.
     */
    void send(double[] data, int offset, int count, int destination, int tag);

    void send(long[] data, int offset, int count, int destination, int tag);

    void send(int[] data, int offset, int count, int destination, int tag);

    void send(byte[] data, int offset, int count, int destination, int tag);

    /**
     * Waits for the next message from {@code source} with this tag.
     *
     * @return its count of elements, at most {@code capacity} (a longer message is an error)
     */
    int receive(double[] data, int offset, int capacity, int source, int tag);

    int receive(long[] data, int offset, int capacity, int source, int tag);

    int receive(int[] data, int offset, int capacity, int source, int tag);

    int receive(byte[] data, int offset, int capacity, int source, int tag);

    /** Copies the root's elements to every rank's {@code data}. */
    void broadcast(double[] data, int offset, int count, int root);

    void broadcast(long[] data, int offset, int count, int root);

    void broadcast(int[] data, int offset, int count, int root);

    void broadcast(byte[] data, int offset, int count, int root);

    /** Combines element by element over all ranks; every rank gets the result in place. */
    void allReduce(double[] data, int offset, int count, Op op);

    void allReduce(long[] data, int offset, int count, Op op);

    void allReduce(int[] data, int offset, int count, Op op);

    void allReduce(byte[] data, int offset, int count, Op op);

    /**
     * Every rank gives {@code count} elements; {@code receive} gets all of them in rank order, {@code count * size()}
     * elements.
     */
    void allGather(double[] send, int sendOffset, int count, double[] receive, int receiveOffset);

    void allGather(long[] send, int sendOffset, int count, long[] receive, int receiveOffset);

    void allGather(int[] send, int sendOffset, int count, int[] receive, int receiveOffset);

    void allGather(byte[] send, int sendOffset, int count, byte[] receive, int receiveOffset);

    /**
     * As allGather with counts that differ: rank r gives {@code counts[r]} elements, which go to {@code
     * receive[displacements[r]]} and on; {@code counts} are the same on all ranks.
     */
    void allGatherV(double[] send, int sendOffset, int[] counts, double[] receive, int[] displacements);

    void allGatherV(long[] send, int sendOffset, int[] counts, long[] receive, int[] displacements);

    void allGatherV(int[] send, int sendOffset, int[] counts, int[] receive, int[] displacements);

    void allGatherV(byte[] send, int sendOffset, int[] counts, byte[] receive, int[] displacements);

    /**
     * Sends the r-th block of {@code count} elements to rank r; the block from rank r becomes the r-th of {@code
     * receive}.
     */
    void allToAll(double[] send, int sendOffset, int count, double[] receive, int receiveOffset);

    void allToAll(long[] send, int sendOffset, int count, long[] receive, int receiveOffset);

    void allToAll(int[] send, int sendOffset, int count, int[] receive, int receiveOffset);

    void allToAll(byte[] send, int sendOffset, int count, byte[] receive, int receiveOffset);

    /**
     * As allToAll with blocks of different sizes: {@code sendCounts[r]} elements from {@code sendDisplacements[r]} go
     * to rank r, and {@code receiveCounts[s]} elements from rank s to {@code receiveDisplacements[s]}. What a rank
     * sends must be what its peer expects.
     */
    void allToAllV(
            double[] send,
            int[] sendCounts,
            int[] sendDisplacements,
            double[] receive,
            int[] receiveCounts,
            int[] receiveDisplacements);

    void allToAllV(
            long[] send,
            int[] sendCounts,
            int[] sendDisplacements,
            long[] receive,
            int[] receiveCounts,
            int[] receiveDisplacements);

    void allToAllV(
            int[] send,
            int[] sendCounts,
            int[] sendDisplacements,
            int[] receive,
            int[] receiveCounts,
            int[] receiveDisplacements);

    void allToAllV(
            byte[] send,
            int[] sendCounts,
            int[] sendDisplacements,
            byte[] receive,
            int[] receiveCounts,
            int[] receiveDisplacements);

    /** Element by element the combination of all lower ranks, in place; rank 0 keeps its {@code data} as it is. */
    void exscan(double[] data, int offset, int count, Op op);

    void exscan(long[] data, int offset, int count, Op op);

    void exscan(int[] data, int offset, int count, Op op);

    void exscan(byte[] data, int offset, int count, Op op);
}
