package dev.weft.runtime.saving;

import dev.weft.checkpoint.save.CheckpointName;
import dev.weft.checkpoint.save.Manifest;
import dev.weft.checkpoint.save.StepId;
import java.util.List;
import java.util.Optional;

/**
 * An attempt as its job's store knows it.
 *
 * @param epoch its number there, which no attempt of the job ever had
 * @param restored what it goes on from, if there is a checkpoint
 * @param passedOver newer checkpoints, and why they can't be restored
 */
public record Begun(int epoch, Optional<Manifest> restored, List<String> passedOver) {
    public StepId from() {
        return restored.map(Manifest::at).orElse(StepId.BEGINNING);
    }

    public Optional<CheckpointName> name() {
        return restored.map(manifest -> new CheckpointName(manifest.at(), manifest.epoch()));
    }
}
