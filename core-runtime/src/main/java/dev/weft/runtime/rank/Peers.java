package dev.weft.runtime.rank;

import dev.weft.collectives.Communicator;
import dev.weft.collectives.Placement;

/** How the ranks of one worker reach those of all workers. */
public interface Peers {
    /** Of the workers that have ranks. */
    Placement placement();

    /** This worker's number in the placement. */
    int worker();

    /** Of a rank of this worker. */
    Communicator communicator(int rank);

    /** Of this worker's leading rank with those of the other workers. */
    Communicator leaders();

    /** The rank's program has ended: it makes no more calls. */
    void leave(int rank);
}
