package dev.weft.collectives;

/** The calls of {@link Communicator} for one rank, each written once for all element types. */
interface Calls {
    Traffic traffic();

    void barrier();

    void broadcast(ElementType type, Object data, int offset, int count, int root);

    void allGather(ElementType type, Object send, int sendOffset, int count, Object receive, int receiveOffset);

    void allGatherV(ElementType type, Object send, int sendOffset, int[] counts, Object receive, int[] displacements);

    void allToAll(ElementType type, Object send, int sendOffset, int count, Object receive, int receiveOffset);

    void allToAllV(
            ElementType type,
            Object send,
            int[] sendCounts,
            int[] sendDisplacements,
            Object receive,
            int[] receiveCounts,
            int[] receiveDisplacements);

    void allReduce(ElementType type, Object data, int offset, int count, Op op);

    void exscan(ElementType type, Object data, int offset, int count, Op op);

    /** A single value, in and out of an array of one. */
    void allReduceScalar(ElementType type, Object cell, Op op);

    /** As {@link #allReduceScalar}; rank 0's cell stays as it is. */
    void exscanScalar(ElementType type, Object cell, Op op);

    void send(ElementType type, Object data, int offset, int count, int destination, int tag);

    int receive(ElementType type, Object data, int offset, int capacity, int source, int tag);
}
