package dev.weft.runtime.rank;

import dev.weft.collectives.Communicator;
import dev.weft.collectives.Placement;
import dev.weft.runtime.Operator;
import dev.weft.runtime.Shares;

/** How the ranks of one worker reach those of all workers. */
public interface Peers {
    /** Of the workers that have ranks. */
    default Placement placement() {
        return shares().placement();
    }

    /** How the ranks share their work. */
    Shares shares();

    /** How many of the ranks share the cores that this worker runs on. */
    int ranksOnCores();

    /** This worker's number in the placement. */
    int worker();

    /** This worker's number among all of the job, also those that have no rank of this operator. */
    int numberOfAll();

    /** The address of a worker's host, by its number in the placement. */
    String host(int worker);

    /** Of a rank of this worker. */
    Communicator communicator(int rank);

    /** Of this worker's leading rank with those of the other workers. */
    Communicator leaders();

    /**
     * Another operator, for a rank of this worker.
     *
     * @throws dev.weft.runtime.UsageException if there is no such operator
     */
    Operator operator(int rank, String name);

    /** The rank's program has ended: it makes no more calls. */
    void leave(int rank);
}
