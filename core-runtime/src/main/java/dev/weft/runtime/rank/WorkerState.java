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
 * @param jobFolder common to all workers, where there are several
 */
public record WorkerState(Fence fence, Peers peers, Kept kept, Optional<Path> jobFolder, SharedObjects objects) {
    public WorkerState(Fence fence, Peers peers, Kept kept, Optional<Path> jobFolder) {
        this(fence, peers, kept, jobFolder, new SharedObjects());
    }
}
