package dev.weft.runtime.rank;

import dev.weft.checkpoint.save.SavedState;
import dev.weft.collectives.Communicator;
import dev.weft.collectives.Fence;
import dev.weft.runtime.ThreadTeam;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Keeps the state of one rank's loops, where the job has checkpoints. */
final class StateKeeper implements AutoCloseable {
    private final int rank;
    private final Optional<CheckpointDesk> desk;
    private final Communicator communicator;
    private final ThreadTeam team;
    private final Fence fence;
    private final LongSupplier nanoClock;
    private final Optional<SaveUpload> upload;
    private final SaveTimes times;
    private final List<StepKeeping> loops = new ArrayList<>();

    StateKeeper(
            int rank,
            Optional<CheckpointDesk> desk,
            Communicator communicator,
            ThreadTeam team,
            Fence fence,
            LongSupplier nanoClock) {
        this.rank = rank;
        this.desk = desk;
        this.communicator = communicator;
        this.team = team;
        this.fence = fence;
        this.nanoClock = nanoClock;
        this.upload = desk.map(SaveUpload::new);
        this.times = new SaveTimes(nanoClock.getAsLong());
    }

    /** A loop begins. If it is the one that the attempt goes on in, its state is put back. Collective. */
    StepKeeping begin(long loop, SavedState state, SameValues values) {
        if (desk.isEmpty() || state.isEmpty()) {
            return StepKeeping.NONE;
        }
        loops.forEach(StepKeeping::rest);
        var kept = new KeptLoop(
                rank,
                desk.get(),
                loop,
                state,
                values,
                communicator,
                team,
                fence,
                nanoClock,
                upload.orElseThrow(),
                times);
        loops.add(kept);
        kept.restore();
        return kept;
    }

    /** Waits until what was saved last is in the store, or will never be: who ends has nothing on its way. */
    void awaitSettled() {
        if (!loops.isEmpty()) {
            loops.getLast().awaitSettled();
        }
    }

    @Override
    public void close() {
        upload.ifPresent(SaveUpload::close);
        loops.forEach(StepKeeping::close);
    }
}
