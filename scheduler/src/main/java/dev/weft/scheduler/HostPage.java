package dev.weft.scheduler;

/** What {@value #HOSTS} hosts have left, column by column. Snapshots share the pages that nobody wrote to between them. */
final class HostPage {
    static final int BITS = 8;
    static final int HOSTS = 1 << BITS;
    static final int MASK = HOSTS - 1;

    final int[] freeSlots;
    final int[] freeCpuMillis;
    final int[] freeMemoryMiB;
    final long[] freeGpus;
    final CoreSet[] takenCores;
    /** So many gangs have something there. */
    final int[] gangs;
    /** Takes no new gang. */
    final boolean[] closed;
    /** Grows with each change. */
    final int[] changes;

    private HostPage(
            int[] freeSlots,
            int[] freeCpuMillis,
            int[] freeMemoryMiB,
            long[] freeGpus,
            CoreSet[] takenCores,
            int[] gangs,
            boolean[] closed,
            int[] changes) {
        this.freeSlots = freeSlots;
        this.freeCpuMillis = freeCpuMillis;
        this.freeMemoryMiB = freeMemoryMiB;
        this.freeGpus = freeGpus;
        this.takenCores = takenCores;
        this.gangs = gangs;
        this.closed = closed;
        this.changes = changes;
    }

    static HostPage empty(int hosts) {
        return new HostPage(
                new int[hosts],
                new int[hosts],
                new int[hosts],
                new long[hosts],
                new CoreSet[hosts],
                new int[hosts],
                new boolean[hosts],
                new int[hosts]);
    }

    HostPage copy() {
        return new HostPage(
                freeSlots.clone(),
                freeCpuMillis.clone(),
                freeMemoryMiB.clone(),
                freeGpus.clone(),
                takenCores.clone(),
                gangs.clone(),
                closed.clone(),
                changes.clone());
    }
}
