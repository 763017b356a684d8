package dev.weft.collectives.algorithm;

/**
 * One rank's end of the messages of one collective call. Elements are of the call's type, offsets and counts in
 * elements. Messages between two ranks keep their order. Whoever waits takes in what comes for it, so ranks that send
 * to each other at the same time don't block each other.
 */
public interface Wire extends Workbench {
    int rank();

    int size();

    /** Returns when the elements may be changed; the receiver may not have taken them yet. */
    void send(int destination, Object elements, int offset, int count);

    void receive(int source, Object elements, int offset, int count);

    /** Sends and receives at once. */
    void exchange(
            int destination,
            Object send,
            int sendOffset,
            int sendCount,
            int source,
            Object receive,
            int receiveOffset,
            int receiveCount);

    /** Begins a send that {@link #awaitAll} ends; at most one to each rank at a time. */
    void startSend(int destination, Object elements, int offset, int count);

    /** Begins a receive that {@link #awaitAll} ends; at most one from each rank at a time. */
    void startReceive(int source, Object elements, int offset, int count);

    void awaitAll();

    /** The rank that is so many ranks further round. */
    default int after(int distance) {
        return Math.floorMod(rank() + distance, size());
    }
}
