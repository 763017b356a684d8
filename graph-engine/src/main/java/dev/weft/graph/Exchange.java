package dev.weft.graph;

import dev.weft.collectives.Communicator;
import dev.weft.runtime.Rank;
import java.util.Arrays;

/**
 * Brings what is in outboxes to the owners of their cells. Owners read the outboxes of their worker's ranks where they are; what leads to
 * other workers is packed, cell by cell, and sent. A source is one of these outboxes, or a rank of another worker; sources are in the order
 * of their ranks.
 */
final class Exchange {
    private final Communicator communicator;
    /** Of each rank. */
    private final int cells;

    private final int firstCell;
    private final int firstNear;
    private final int endNear;
    private final boolean far;
    private final Outbox[] outboxes;
    /** Of all ranks of the worker, in their order. */
    private final Outbox[] near;

    private final int[] sentCells;
    private final int[] receivedCells;
    private final int[] sendCounts;
    private final int[] sendStarts;
    private final int[] receiveCounts;
    private final int[] receiveStarts;
    private int[] sentTargets = new int[64];
    private long[] sentValues = new long[64];
    private int[] receivedTargets = new int[64];
    private long[] receivedValues = new long[64];

    /**
     * One rank's side.
     *
     * @param outboxes the rank's own
     * @param near those of all ranks of the worker, the rank's own among them; none if there never is anything for these ranks
     */
    Exchange(Rank rank, int cells, Outbox[] outboxes, Outbox[][] near) {
        int ranks = rank.count();
        this.communicator = rank.communicator();
        this.cells = cells;
        this.firstCell = rank.number() * cells;
        this.firstNear = rank.number() - rank.workerRank();
        this.endNear = firstNear + rank.workerRanks();
        this.far = rank.workerRanks() < ranks;
        this.outboxes = outboxes;
        this.near = Arrays.stream(near).flatMap(Arrays::stream).toArray(Outbox[]::new);
        this.sentCells = new int[ranks * cells];
        this.receivedCells = new int[ranks * cells];
        this.sendCounts = new int[ranks];
        this.sendStarts = new int[ranks];
        this.receiveCounts = new int[ranks];
        this.receiveStarts = new int[ranks];
    }

    /** Outboxes are left alone from here on until all ranks have taken what is theirs. Collective. */
    void run() {
        if (!far) {
            if (communicator.size() > 1) {
                communicator.barrier();
            }
            return;
        }
        pack();
        communicator.allToAll(sentCells, 0, cells, receivedCells, 0);
        int received = place(receivedCells, receiveCounts, receiveStarts);
        if (receivedTargets.length < received) {
            receivedTargets = new int[Math.max(received, 2 * receivedTargets.length)];
            receivedValues = new long[receivedTargets.length];
        }
        communicator.allToAllV(sentTargets, sendCounts, sendStarts, receivedTargets, receiveCounts, receiveStarts);
        communicator.allToAllV(sentValues, sendCounts, sendStarts, receivedValues, receiveCounts, receiveStarts);
    }

    private boolean isNear(int cell) {
        return cell >= firstNear * cells && cell < endNear * cells;
    }

    private void pack() {
        for (int cell = 0; cell < sentCells.length; cell++) {
            int count = 0;
            if (!isNear(cell)) {
                for (Outbox outbox : outboxes) {
                    count += outbox.count(cell);
                }
            }
            sentCells[cell] = count;
        }
        int total = place(sentCells, sendCounts, sendStarts);
        if (sentTargets.length < total) {
            sentTargets = new int[Math.max(total, 2 * sentTargets.length)];
            sentValues = new long[sentTargets.length];
        }
        int next = 0;
        for (int cell = 0; cell < sentCells.length; cell++) {
            if (isNear(cell)) {
                continue;
            }
            for (Outbox outbox : outboxes) {
                int count = outbox.count(cell);
                System.arraycopy(outbox.targets(cell), 0, sentTargets, next, count);
                System.arraycopy(outbox.values(cell), 0, sentValues, next, count);
                next += count;
            }
        }
    }

    /** Sums the cells of each rank and lays the ranks one after another; returns the total. */
    private int place(int[] cellCounts, int[] counts, int[] starts) {
        int next = 0;
        for (int rank = 0; rank < counts.length; rank++) {
            starts[rank] = next;
            counts[rank] = 0;
            for (int cell = 0; cell < cells; cell++) {
                counts[rank] += cellCounts[rank * cells + cell];
            }
            next = Math.addExact(next, counts[rank]);
        }
        return next;
    }

    /** From how many sources something may have come, in the order in which they are to be folded. */
    int sources() {
        return firstNear + near.length + communicator.size() - endNear;
    }

    private boolean isNearSource(int source) {
        return source >= firstNear && source < firstNear + near.length;
    }

    private Outbox outbox(int source) {
        return near[source - firstNear];
    }

    /** Of a source that is none of the outboxes. */
    private int rank(int source) {
        return source < firstNear ? source : source - near.length - firstNear + endNear;
    }

    int[] targets(int source, int cell) {
        return isNearSource(source) ? outbox(source).targets(firstCell + cell) : receivedTargets;
    }

    long[] values(int source, int cell) {
        return isNearSource(source) ? outbox(source).values(firstCell + cell) : receivedValues;
    }

    /** Where in {@link #targets} the source's pairs for this rank's {@code cell} (0 to cells - 1) begin. */
    int start(int source, int cell) {
        if (isNearSource(source)) {
            return 0;
        }
        int rank = rank(source);
        int start = receiveStarts[rank];
        for (int before = 0; before < cell; before++) {
            start += receivedCells[rank * cells + before];
        }
        return start;
    }

    int count(int source, int cell) {
        return isNearSource(source)
                ? outbox(source).count(firstCell + cell)
                : receivedCells[rank(source) * cells + cell];
    }
}
