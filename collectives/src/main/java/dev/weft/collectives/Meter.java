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

    /** A call that began at that time, when {@link #awayNanos} was so much. */
    void worked(long startNanos, long awayBefore) {
        workNanos += System.nanoTime() - startNanos - (awayNanos() - awayBefore);
    }

    /** Time inside calls that was not spent on them: in waits, and in what was done meanwhile. */
    long awayNanos() {
        return waiting.totalNanos() + waiting.sideWorkNanos();
    }

    Traffic traffic() {
        long waitNanos = waiting.totalNanos();
        return new Traffic(bytesFromMemory, bytesFromLanes, messagesSent, bytesSent, waitNanos + workNanos, waitNanos);
    }
}
