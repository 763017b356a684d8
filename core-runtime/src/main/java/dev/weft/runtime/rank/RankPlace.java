package dev.weft.runtime.rank;

/** A rank's number among all, and among those of its worker. */
public record RankPlace(int number, int count, int workerRank, int workerRanks) {
    public boolean leadsWorker() {
        return workerRank == 0;
    }
}
