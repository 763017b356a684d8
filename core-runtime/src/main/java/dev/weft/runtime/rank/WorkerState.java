package dev.weft.runtime.rank;

import dev.weft.collectives.Fence;
import dev.weft.runtime.Kept;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the ranks of one worker have in common during one attempt.
 *
 * @param peers all ranks, as this worker's reach them
 * @param kept what outlives the attempt
 * @param attempt its number, from 1
 * @param jobFolder common to all workers, where there are several
 * @param checkpoints where what the ranks save is handed in, if the job has checkpoints
 */
public record WorkerState(
        int attempt,
        Fence fence,
        Peers peers,
        Kept kept,
        Optional<Path> jobFolder,
        StepHook stepHook,
        Optional<CheckpointDesk> checkpoints,
        SharedObjects objects) {
    public WorkerState(
            int attempt,
            Fence fence,
            Peers peers,
            Kept kept,
            Optional<Path> jobFolder,
            StepHook stepHook,
            Optional<CheckpointDesk> checkpoints) {
        this(attempt, fence, peers, kept, jobFolder, stepHook, checkpoints, new SharedObjects());
    }

    /** The only attempt there will be. */
    public WorkerState(Fence fence, Peers peers, Kept kept, Optional<Path> jobFolder) {
        this(1, fence, peers, kept, jobFolder, StepHook.NONE, Optional.empty());
    }
}
