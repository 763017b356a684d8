package dev.weft.collectives;

/**
 * What a rank's communication has cost since the rank began.
 *
 * @param bytesFromMemory bytes of other ranks' data that reached this rank through the memory of its process
 * @param bytesFromLanes bytes of other ranks' data that reached it from other processes
 * @param messagesSent messages of which its collective calls were made; within a worker they mostly need none
 * @param bytesSent bytes of elements in them
 * @param callNanos time inside calls, waiting included; of a call with little data only the waiting counts, since
 *     reading the clock would take as long as the rest
 * @param waitNanos time waiting for other ranks
 */
public record Traffic(
        long bytesFromMemory, long bytesFromLanes, long messagesSent, long bytesSent, long callNanos, long waitNanos) {
    /** Bytes of other ranks' data, whichever way they came. */
    public long bytesReceived() {
        return bytesFromMemory + bytesFromLanes;
    }
}
