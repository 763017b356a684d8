package dev.weft.graph;

import dev.weft.collectives.Communicator;
import java.util.Arrays;

/**
 * Brings the outboxes of all ranks to the owners of their cells. With one rank nothing moves: the sources are this rank's own outboxes.
 * With several, each rank packs its cells in order, and the sources are the ranks.
 */
final class Exchange {
    private final Communicator communicator;
    /** Of each rank. */
    private final int cells;

    private final Outbox[] outboxes;
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

    Exchange(Communicator communicator, int cells, Outbox[] outboxes) {
        int ranks = communicator.size();
        this.communicator = communicator;
        this.cells = cells;
        this.outboxes = outboxes;
        this.sentCells = new int[ranks * cells];
        this.receivedCells = new int[ranks * cells];
        this.sendCounts = new int[ranks];
        this.sendStarts = new int[ranks];
        this.receiveCounts = new int[ranks];
        this.receiveStarts = new int[ranks];
    }

    void run() {
        if (communicator.size() > 1) {
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
    }

    private void pack() {
        for (int cell = 0; cell < sentCells.length; cell++) {
            int count = 0;
            for (Outbox outbox : outboxes) {
                count += outbox.count(cell);
            }
            sentCells[cell] = count;
        }
        int total = place(sentCells, sendCounts, sendStarts);
        if (sentTargets.length < total) {
            sentTargets = Arrays.copyOf(sentTargets, Math.max(total, 2 * sentTargets.length));
            sentValues = new long[sentTargets.length];
        }
        int next = 0;
        for (int cell = 0; cell < sentCells.length; cell++) {
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
        return communicator.size() > 1 ? communicator.size() : outboxes.length;
    }

    int[] targets(int source, int cell) {
        return communicator.size() > 1 ? receivedTargets : outboxes[source].targets(cell);
    }

    long[] values(int source, int cell) {
        return communicator.size() > 1 ? receivedValues : outboxes[source].values(cell);
    }

    /** Where in {@link #targets} the source's pairs for this rank's {@code cell} (0 to cells - 1) begin. */
    int start(int source, int cell) {
        if (communicator.size() == 1) {
            return 0;
        }
        int start = receiveStarts[source];
        for (int before = 0; before < cell; before++) {
            start += receivedCells[source * cells + before];
        }
        return start;
    }

    int count(int source, int cell) {
        return communicator.size() > 1 ? receivedCells[source * cells + cell] : outboxes[source].count(cell);
    }
}
