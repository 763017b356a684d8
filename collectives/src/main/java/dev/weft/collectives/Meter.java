package dev.weft.collectives;

/** Counts one rank's work in calls; its waits are counted by {@link Waiting}. */
final class Meter {
    private final Waiting waiting;
    private long bytesFromMemory;
    private long bytesFromLanes;
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

    void workedSince(long startNanos) {
        workNanos += System.nanoTime() - startNanos;
    }

    Traffic traffic() {
        long waitNanos = waiting.totalNanos();
        return new Traffic(bytesFromMemory, bytesFromLanes, waitNanos + workNanos, waitNanos);
    }
}
