package dev.weft.collectives;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Which process each rank of a group lives in, in any order, seen from one of them. */
final class Roster {
    private static final int ELSEWHERE = -1;

    private final int[] workers;
    private final int[] ranksOfWorker;
    private final int[] localIndex;
    private final int[] localRanks;

    /** The ranks' workers among those that have ranks, if each has a run of ranks. */
    private final boolean inRuns;

    private Roster(int[] workers, int endpoints, int self) {
        this.workers = workers;
        this.ranksOfWorker = new int[endpoints];
        this.localIndex = new int[workers.length];
        Arrays.fill(localIndex, ELSEWHERE);
        this.localRanks = IntStream.range(0, workers.length)
                .filter(rank -> workers[rank] == self)
                .toArray();
        for (int i = 0; i < localRanks.length; i++) {
            localIndex[localRanks[i]] = i;
        }
        for (int worker : workers) {
            ranksOfWorker[worker]++;
        }
        this.inRuns = isInRuns(workers, endpoints);
    }

    static Roster of(Placement placement, int self) {
        int[] workers =
                IntStream.range(0, placement.ranks()).map(placement::worker).toArray();
        return new Roster(workers, placement.workers(), self);
    }

    /** @param workers of each rank */
    static Roster of(int[] workers, int endpoints, int self) {
        return new Roster(workers.clone(), endpoints, self);
    }

    private static boolean isInRuns(int[] workers, int endpoints) {
        var seen = new boolean[endpoints];
        for (int rank = 0; rank < workers.length; rank++) {
            if (rank == 0 || workers[rank] != workers[rank - 1]) {
                if (seen[workers[rank]]) {
                    return false;
                }
                seen[workers[rank]] = true;
            }
        }
        return true;
    }

    int ranks() {
        return workers.length;
    }

    /** Processes, with or without ranks. */
    int endpoints() {
        return ranksOfWorker.length;
    }

    int worker(int rank) {
        return workers[rank];
    }

    int ranks(int worker) {
        return ranksOfWorker[worker];
    }

    boolean isLocal(int rank) {
        return localIndex[rank] != ELSEWHERE;
    }

    /** A rank's place among those of this process. */
    int localIndex(int rank) {
        return localIndex[rank];
    }

    int localRanks() {
        return localRanks.length;
    }

    int localRank(int index) {
        return localRanks[index];
    }

    /** True if the ranks of each worker follow each other. */
    boolean isInRuns() {
        return inRuns;
    }

    /** The workers that have ranks, in the order of their first ranks. */
    int[] workersInOrder() {
        return Arrays.stream(workers).distinct().toArray();
    }

    int[] ranksOf(int worker) {
        return IntStream.range(0, workers.length)
                .filter(rank -> workers[rank] == worker)
                .toArray();
    }
}
