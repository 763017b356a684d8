package dev.weft.runtime.rank;

import dev.weft.checkpoint.Partitions;
import dev.weft.checkpoint.save.JobStore;
import dev.weft.checkpoint.save.Manifest;
import dev.weft.checkpoint.save.RankSave;
import dev.weft.checkpoint.save.StepId;
import java.util.Optional;

/** Where the ranks of a worker hand in what they saved, in one attempt; all of its methods but {@link #sending} return at once. Any thread may call. */
public interface CheckpointDesk {
    JobStore store();

    /** The attempt's number in the store. */
    int epoch();

    /** Of this process, unlike that of any other process of the job, whenever it lived. */
    int incarnation();

    SavePlan plan();

    /** What the attempt goes on from. */
    Optional<Manifest> restored();

    /** Whether anybody holds what is {@link #said} of a step against the same step done again. */
    boolean comparesSteps();

    /**
     * What a rank's partitions are at a boundary.
     *
     * @param last what the step before took
     */
    void said(StepId at, Partitions partitions, long[] digests, StepTime last);

    /**
     * A rank's state at a boundary is copied and about to be sent.
     *
     * @throws InterruptedException if it is not to be sent any more
     */
    default void sending(StepId at) throws InterruptedException {}

    /** A rank's parts are in the store. */
    void saved(RankSave save);

    /** A rank's parts could not be put into the store: there will be no checkpoint there. */
    void notSaved(StepId at, Exception why);

    /** A part of what the attempt goes on from can't be restored. */
    void damaged(String why);

    /** The newest boundary whose checkpoint is in the store, or will never be. */
    StepId settled();

    /** Whether the job is to save at the next boundary and then to end, to be taken up elsewhere. */
    boolean isDraining();
}
