package dev.weft.collectives;

/**
 * A group of ranks that send, receive and make collective calls, after MPI 4.1. One instance belongs to one rank and is
 * used by that rank's program thread only.
 *
 * <p>Collective calls are made by all ranks of the communicator in the same order, with matching operation, type,
 * count, root and {@link Op}. A mismatch ends the call on every rank with {@link CollectiveMismatchException}, which
 * names both calls, both ranks and both call sites; so does a rank that has ended its program while others wait for it.
 * A raised {@link Fence} ends every wait with {@link EpochFencedException}, a lost process with {@link
 * RankLostException}. Each is for good: every later call ends the same way, and what the arrays of the call hold is
 * undefined; only {@link #agree}, {@link #shrink} and {@link #revoke} go on without lost ranks.
 *
 * <p>Offsets, counts and displacements are in elements. Send and receive areas of one call do not overlap, unless it
 * says so. Arrays are free for reuse when a call returns. There are overloads for {@code double}, {@code long}, {@code
 * int} and {@code byte}; {@link Buffer} brings {@code float}, {@code short} and memory segments. With buffers the count
 * is that of the buffer, or of the one that holds a block of each rank, divided by their number.
 *
 * <p>The calls whose names begin with i begin and return a {@link Request}. Non-blocking collective calls need no order
 * relative to blocking ones, but are begun in the same order by all ranks.
 */
public interface Communicator {
    /** This rank's number, from 0 to {@code size() - 1}. */
    int rank();

    int size();

    CommunicatorId id();

    /** Time spent, bytes moved: this rank's since its start. */
    Traffic traffic();

    /**
     * Measures what messages take between these ranks, and chooses the algorithms of all later calls by that. All ranks
     * call it; without it, they are chosen by what is typical. Takes less than a second, which is for warming up; nothing if all ranks
     * live in one worker, which needs no choice.
     */
    void calibrate();

    /** What this rank does from now on while its blocking calls wait for other ranks. */
    void whileWaiting(SideWork work);

    /** Returns when every rank has called it. */
    void barrier();

    Request ibarrier();

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

    void send(Buffer data, int destination, int tag);

    /**
     * Waits for the next message from {@code source} with this tag.
     *
     * @return its count of elements, at most {@code capacity} (a longer message is an error)
     */
    int receive(double[] data, int offset, int capacity, int source, int tag);

    int receive(long[] data, int offset, int capacity, int source, int tag);

    int receive(int[] data, int offset, int capacity, int source, int tag);

    int receive(byte[] data, int offset, int capacity, int source, int tag);

    int receive(Buffer data, int source, int tag);

    /**
     * Sends and receives at once, so that ranks in a ring may all do it.
     *
     * @return the count of elements received
     */
    int sendReceive(
            double[] send,
            int sendOffset,
            int sendCount,
            int destination,
            int sendTag,
            double[] receive,
            int receiveOffset,
            int capacity,
            int source,
            int receiveTag);

    int sendReceive(
            long[] send,
            int sendOffset,
            int sendCount,
            int destination,
            int sendTag,
            long[] receive,
            int receiveOffset,
            int capacity,
            int source,
            int receiveTag);

    int sendReceive(
            int[] send,
            int sendOffset,
            int sendCount,
            int destination,
            int sendTag,
            int[] receive,
            int receiveOffset,
            int capacity,
            int source,
            int receiveTag);

    int sendReceive(
            byte[] send,
            int sendOffset,
            int sendCount,
            int destination,
            int sendTag,
            byte[] receive,
            int receiveOffset,
            int capacity,
            int source,
            int receiveTag);

    int sendReceive(Buffer send, int destination, int sendTag, Buffer receive, int source, int receiveTag);

    /** Begins a send. When the request has ended the array may be reused; the message may not have been received. */
    Request isend(double[] data, int offset, int count, int destination, int tag);

    Request isend(long[] data, int offset, int count, int destination, int tag);

    Request isend(int[] data, int offset, int count, int destination, int tag);

    Request isend(byte[] data, int offset, int count, int destination, int tag);

    Request isend(Buffer data, int destination, int tag);

    /** Begins a receive; {@link Request#await} tells the count. Receives that fit the same messages get them in order. */
    Request ireceive(double[] data, int offset, int capacity, int source, int tag);

    Request ireceive(long[] data, int offset, int capacity, int source, int tag);

    Request ireceive(int[] data, int offset, int capacity, int source, int tag);

    Request ireceive(byte[] data, int offset, int capacity, int source, int tag);

    Request ireceive(Buffer data, int source, int tag);

    /** Copies the root's elements to every rank's {@code data}. */
    void broadcast(double[] data, int offset, int count, int root);

    void broadcast(long[] data, int offset, int count, int root);

    void broadcast(int[] data, int offset, int count, int root);

    void broadcast(byte[] data, int offset, int count, int root);

    void broadcast(Buffer data, int root);

    Request ibroadcast(Buffer data, int root);

    /** Combines element by element over all ranks; the root gets the result in place, others keep their elements. */
    void reduce(double[] data, int offset, int count, Op op, int root);

    void reduce(long[] data, int offset, int count, Op op, int root);

    void reduce(int[] data, int offset, int count, Op op, int root);

    void reduce(byte[] data, int offset, int count, Op op, int root);

    void reduce(Buffer data, Op op, int root);

    Request ireduce(Buffer data, Op op, int root);

    /** Combines element by element over all ranks; every rank gets the result in place. */
    void allReduce(double[] data, int offset, int count, Op op);

    void allReduce(long[] data, int offset, int count, Op op);

    void allReduce(int[] data, int offset, int count, Op op);

    void allReduce(byte[] data, int offset, int count, Op op);

    void allReduce(Buffer data, Op op);

    Request iallReduce(Buffer data, Op op);

    /**
     * Combines element by element over all ranks, {@code count * size()} elements; rank r gets the r-th block of {@code
     * count} elements of the result. Both areas may lie in one array, on top of each other, too.
     */
    void reduceScatter(double[] send, int sendOffset, int count, double[] receive, int receiveOffset, Op op);

    void reduceScatter(long[] send, int sendOffset, int count, long[] receive, int receiveOffset, Op op);

    void reduceScatter(int[] send, int sendOffset, int count, int[] receive, int receiveOffset, Op op);

    void reduceScatter(byte[] send, int sendOffset, int count, byte[] receive, int receiveOffset, Op op);

    void reduceScatter(Buffer send, Buffer receive, Op op);

    Request ireduceScatter(Buffer send, Buffer receive, Op op);

    /**
     * Every rank gives {@code count} elements; the root's {@code receive} gets all of them in rank order, {@code count *
     * size()} elements. The root's own may stand there already. Others' {@code receive} is not looked at.
     */
    void gather(double[] send, int sendOffset, int count, double[] receive, int receiveOffset, int root);

    void gather(long[] send, int sendOffset, int count, long[] receive, int receiveOffset, int root);

    void gather(int[] send, int sendOffset, int count, int[] receive, int receiveOffset, int root);

    void gather(byte[] send, int sendOffset, int count, byte[] receive, int receiveOffset, int root);

    void gather(Buffer send, Buffer receive, int root);

    Request igather(Buffer send, Buffer receive, int root);

    /**
     * As gather with counts that differ: this rank gives {@code count} elements; those of rank r go to the root's {@code
     * receive[displacements[r]]} and on, {@code counts[r]} of them. Only the root's counts and displacements are looked
     * at.
     */
    void gatherV(
            double[] send, int sendOffset, int count, double[] receive, int[] counts, int[] displacements, int root);

    void gatherV(long[] send, int sendOffset, int count, long[] receive, int[] counts, int[] displacements, int root);

    void gatherV(int[] send, int sendOffset, int count, int[] receive, int[] counts, int[] displacements, int root);

    void gatherV(byte[] send, int sendOffset, int count, byte[] receive, int[] counts, int[] displacements, int root);

    void gatherV(Buffer send, Buffer receive, int[] counts, int[] displacements, int root);

    Request igatherV(Buffer send, Buffer receive, int[] counts, int[] displacements, int root);

    /**
     * The r-th block of {@code count} elements of the root's {@code send} goes to rank r. The root's own may stay where
     * it is. Others' {@code send} is not looked at.
     */
    void scatter(double[] send, int sendOffset, int count, double[] receive, int receiveOffset, int root);

    void scatter(long[] send, int sendOffset, int count, long[] receive, int receiveOffset, int root);

    void scatter(int[] send, int sendOffset, int count, int[] receive, int receiveOffset, int root);

    void scatter(byte[] send, int sendOffset, int count, byte[] receive, int receiveOffset, int root);

    void scatter(Buffer send, Buffer receive, int root);

    Request iscatter(Buffer send, Buffer receive, int root);

    /**
     * As scatter with counts that differ: rank r gets {@code counts[r]} elements from {@code send[displacements[r]]} on;
     * this rank expects {@code count}. Only the root's counts and displacements are looked at.
     */
    void scatterV(
            double[] send, int[] counts, int[] displacements, double[] receive, int receiveOffset, int count, int root);

    void scatterV(
            long[] send, int[] counts, int[] displacements, long[] receive, int receiveOffset, int count, int root);

    void scatterV(int[] send, int[] counts, int[] displacements, int[] receive, int receiveOffset, int count, int root);

    void scatterV(
            byte[] send, int[] counts, int[] displacements, byte[] receive, int receiveOffset, int count, int root);

    void scatterV(Buffer send, int[] counts, int[] displacements, Buffer receive, int root);

    Request iscatterV(Buffer send, int[] counts, int[] displacements, Buffer receive, int root);

    /**
     * Every rank gives {@code count} elements; {@code receive} gets all of them in rank order, {@code count * size()}
     * elements. This rank's own may stand there already.
     */
    void allGather(double[] send, int sendOffset, int count, double[] receive, int receiveOffset);

    void allGather(long[] send, int sendOffset, int count, long[] receive, int receiveOffset);

    void allGather(int[] send, int sendOffset, int count, int[] receive, int receiveOffset);

    void allGather(byte[] send, int sendOffset, int count, byte[] receive, int receiveOffset);

    void allGather(Buffer send, Buffer receive);

    Request iallGather(Buffer send, Buffer receive);

    /**
     * As allGather with counts that differ: rank r gives {@code counts[r]} elements, which go to {@code
     * receive[displacements[r]]} and on; {@code counts} are the same on all ranks.
     */
    void allGatherV(double[] send, int sendOffset, int[] counts, double[] receive, int[] displacements);

    void allGatherV(long[] send, int sendOffset, int[] counts, long[] receive, int[] displacements);

    void allGatherV(int[] send, int sendOffset, int[] counts, int[] receive, int[] displacements);

    void allGatherV(byte[] send, int sendOffset, int[] counts, byte[] receive, int[] displacements);

    void allGatherV(Buffer send, int[] counts, Buffer receive, int[] displacements);

    Request iallGatherV(Buffer send, int[] counts, Buffer receive, int[] displacements);

    /**
     * Sends the r-th block of {@code count} elements to rank r; the block from rank r becomes the r-th of {@code
     * receive}, which may be the same area as {@code send}.
     */
    void allToAll(double[] send, int sendOffset, int count, double[] receive, int receiveOffset);

    void allToAll(long[] send, int sendOffset, int count, long[] receive, int receiveOffset);

    void allToAll(int[] send, int sendOffset, int count, int[] receive, int receiveOffset);

    void allToAll(byte[] send, int sendOffset, int count, byte[] receive, int receiveOffset);

    void allToAll(Buffer send, Buffer receive);

    Request iallToAll(Buffer send, Buffer receive);

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

    void allToAllV(
            Buffer send,
            int[] sendCounts,
            int[] sendDisplacements,
            Buffer receive,
            int[] receiveCounts,
            int[] receiveDisplacements);

    Request iallToAllV(
            Buffer send,
            int[] sendCounts,
            int[] sendDisplacements,
            Buffer receive,
            int[] receiveCounts,
            int[] receiveDisplacements);

    /** Element by element the combination of all ranks up to this one, in place. */
    void scan(double[] data, int offset, int count, Op op);

    void scan(long[] data, int offset, int count, Op op);

    void scan(int[] data, int offset, int count, Op op);

    void scan(byte[] data, int offset, int count, Op op);

    void scan(Buffer data, Op op);

    Request iscan(Buffer data, Op op);

    /** Element by element the combination of all lower ranks, in place; rank 0 keeps its {@code data} as it is. */
    void exscan(double[] data, int offset, int count, Op op);

    void exscan(long[] data, int offset, int count, Op op);

    void exscan(int[] data, int offset, int count, Op op);

    void exscan(byte[] data, int offset, int count, Op op);

    void exscan(Buffer data, Op op);

    Request iexscan(Buffer data, Op op);

    /**
     * New communicators, one for each colour (0 or more), of the ranks that pass it, in the order of their keys, and of
     * their ranks here where keys are equal. All ranks call it.
     */
    Communicator split(int colour, int key);

    /** A communicator of the same ranks, whose messages never meet those of this one. All ranks call it. */
    Communicator dup();

    /** This rank uses a communicator that it got by split, dup or shrink no more. All its ranks call it. */
    void close();

    /**
     * Ends all calls of this communicator, now and later, on all ranks with {@link RevokedException}, so that ranks which
     * wait for each other in different calls come together in {@link #shrink}. Any rank calls it, once is enough.
     */
    void revoke();

    /**
     * A communicator of the ranks that are left, in their order. All of those call it, also after {@link #revoke} and
     * while further ranks get lost.
     */
    Communicator shrink();

    /**
     * The bitwise AND of what all ranks pass, or of those of them that are not lost: the same on all that return. All
     * ranks that are left call it, also after {@link #revoke}. User Level Failure Mitigation, MPI Forum.
     */
    long agree(long flags);
}
