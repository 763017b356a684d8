package dev.weft.collectives;

import dev.weft.collectives.algorithm.Layout;

/** The workers that have ranks of a group, counted in the order of their first ranks. */
final class WorkerTable {
    private final int[] workerOfRank;
    private final int[] firstRanks;
    private final int[] ranks;
    private final Layout layout;

    WorkerTable(Roster roster) {
        int[] inOrder = roster.workersInOrder();
        workerOfRank = new int[roster.ranks()];
        firstRanks = new int[inOrder.length];
        ranks = new int[inOrder.length];
        int most = 0;
        for (int place = 0; place < inOrder.length; place++) {
            int[] those = roster.ranksOf(inOrder[place]);
            firstRanks[place] = those[0];
            ranks[place] = those.length;
            most = Math.max(most, those.length);
            for (int rank : those) {
                workerOfRank[rank] = place;
            }
        }
        layout = new Layout(inOrder.length, most, roster.isInRuns());
    }

    int workers() {
        return firstRanks.length;
    }

    int worker(int rank) {
        return workerOfRank[rank];
    }

    int firstRank(int worker) {
        return firstRanks[worker];
    }

    int ranks(int worker) {
        return ranks[worker];
    }

    Layout layout() {
        return layout;
    }
}
