package dev.weft.runtime;

/**
 * Another operator of the job, as one rank sees it: messages to and from its ranks, as between two groups of an MPI inter-communicator. The rules are those of
 * {@link dev.weft.collectives.Communicator#send(double[], int, int, int, int)}; collective calls are among the ranks of one operator only.
 */
public interface Operator {
    String name();

    /** How many ranks it has. */
    int count();

    void send(double[] data, int offset, int count, int destination, int tag);

    void send(long[] data, int offset, int count, int destination, int tag);

    void send(int[] data, int offset, int count, int destination, int tag);

    void send(byte[] data, int offset, int count, int destination, int tag);

    int receive(double[] data, int offset, int capacity, int source, int tag);

    int receive(long[] data, int offset, int capacity, int source, int tag);

    int receive(int[] data, int offset, int capacity, int source, int tag);

    int receive(byte[] data, int offset, int capacity, int source, int tag);
}
