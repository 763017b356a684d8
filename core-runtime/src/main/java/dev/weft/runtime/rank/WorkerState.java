package dev.weft.runtime.rank;

import dev.weft.collectives.Fence;
import dev.weft.runtime.Device;
import dev.weft.runtime.Kept;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the ranks of one worker have in common during one attempt.
 *
 * @param peers all ranks, as this worker's reach them
 * @param kept what outlives the attempt
 * @param attempt its number, from 1
 * @param jobFolder common to all workers, where there are several
 * @param devices the GPUs of each of this worker's ranks; empty if nobody has any
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
        SharedObjects objects,
        List<List<Device>> devices) {
    public WorkerState(
            int attempt,
            Fence fence,
            Peers peers,
            Kept kept,
            Optional<Path> jobFolder,
            StepHook stepHook,
            Optional<CheckpointDesk> checkpoints) {
        this(attempt, fence, peers, kept, jobFolder, stepHook, checkpoints, new SharedObjects(), List.of());
    }

    /** The only attempt there will be. */
    public WorkerState(Fence fence, Peers peers, Kept kept, Optional<Path> jobFolder) {
        this(1, fence, peers, kept, jobFolder, StepHook.NONE, Optional.empty());
    }

    /** With these GPUs for its ranks. */
    public WorkerState with(List<List<Device>> ofRanks) {
        return new WorkerState(
                attempt, fence, peers, kept, jobFolder, stepHook, checkpoints, objects, List.copyOf(ofRanks));
    }

    /** @param place of the rank among this worker's */
    List<Device> devicesOf(int place) {
        return devices.isEmpty() ? List.of() : devices.get(place);
    }
}
