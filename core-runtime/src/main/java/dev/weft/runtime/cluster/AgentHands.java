package dev.weft.runtime.cluster;

import dev.weft.runtime.JobProgress;
import dev.weft.runtime.control.Answer;
import dev.weft.runtime.control.Endpoint;
import dev.weft.runtime.control.Job;
import dev.weft.runtime.rank.World;
import java.time.Duration;
import java.util.List;

/** What the coordinator has done by the agent. */
interface AgentHands {
    /** @param pool of the workers that it can be */
    void spawn(int process, int pool);

    /** The host that a process is on, for people. */
    String where(int process);

    /**
     * The job with the GPUs that its ranks have on their hosts.
     *
     * @param world the epoch's ranks
     * @param members its processes, by worker
     */
    Job equipped(Job job, World world, List<Integer> members);

    void kill(int process);

    /** The process is taken for dead and is to be so. */
    void killSilent(int process);

    /** The process stands still for that long. */
    void pause(int process, Duration duration);

    /**
     * An epoch forms: its results are to be expected.
     *
     * @param world the ranks that give them
     * @param workers the workers' ends of the lanes
     * @return all ends, the agent's own last
     */
    List<Endpoint> expect(int epoch, World world, List<Endpoint> workers);

    /** The epoch has ended early. */
    void forget(int epoch);

    void progressed(JobProgress progress);

    /** A rank has answered a message, or can't. */
    void answered(Answer answer);

    void ended(EpochOutcome outcome);

    /** So many connections to the agent's actors did not show the job's key. */
    long refusedConnections();

    /** So many datagrams to the host's lanes were none of Aeron's. */
    long invalidDatagrams();
}
