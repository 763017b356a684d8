package dev.weft.collectives;

/** Counts one rank's work in calls; its waits are counted by {@link Waiting}. */
final class Meter {
    private final Waiting waiting;
    private long bytesFromMemory;
    private long bytesFromLanes;
    private long messagesSent;
    private long bytesSent;
    private long workNanos;

    Meter(Waiting waiting) {
        this.waiting = waiting;
    }

    void received(long bytes) {
        bytesFromMemory += bytes;
    }

    void receivedOverLanes(long bytes) {
        bytesFromLanes += bytes;
    }

    /** As a part of a collective call. */
    void sent(long bytes) {
        messagesSent++;
        bytesSent += bytes;
    }

    /** A call that began at that time and before which so much had been waited. */
    void worked(long startNanos, long waitedBefore) {
        workNanos += System.nanoTime() - startNanos - (waiting.totalNanos() - waitedBefore);
    }

    long waitedNanos() {
        return waiting.totalNanos();
    }

    Traffic traffic() {
        long waitNanos = waiting.totalNanos();
        return new Traffic(bytesFromMemory, bytesFromLanes, messagesSent, bytesSent, waitNanos + workNanos, waitNanos);
    }
}
