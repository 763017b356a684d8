package dev.weft.collectives.algorithm;

/** Those with whom a rank makes a call. */
public interface Party {
    /** All ranks of the group. */
    Wire wire();

    /** The ranks of this one's worker. */
    Crew crew();

    /** How many workers have ranks of the group. */
    int workers();

    /** This rank's worker, counted among those that have ranks, in rank order. */
    int worker();

    int workerOf(int rank);

    /** The lowest rank of a worker; its others follow. */
    int firstRank(int worker);

    int ranksOf(int worker);

    /** One rank of each worker: the root in its worker, the first in the others. This rank has to be one of them. */
    Wire leaders(int root);

    /** The call that leaders make among themselves. */
    Call leadersCall();

    /** An array with an element for each worker, used again by each call. */
    int[] workerCounts();

    int[] workerDisplacements();
}
