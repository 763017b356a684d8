package dev.weft.runtime.local;

import dev.weft.checkpoint.Partitions;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.StoreException.Kind;
import dev.weft.checkpoint.save.CheckpointName;
import dev.weft.checkpoint.save.JobStore;
import dev.weft.checkpoint.save.Manifest;
import dev.weft.checkpoint.save.RankSave;
import dev.weft.checkpoint.save.StepId;
import dev.weft.collectives.Fence;
import dev.weft.runtime.CheckpointException;
import dev.weft.runtime.CheckpointSpec;
import dev.weft.runtime.rank.CheckpointDesk;
import dev.weft.runtime.rank.SavePlan;
import dev.weft.runtime.rank.StepHook;
import dev.weft.runtime.rank.StepTime;
import dev.weft.runtime.saving.Begun;
import dev.weft.runtime.saving.CheckpointBook;
import dev.weft.runtime.saving.SavedJob;
import dev.weft.runtime.saving.StoreFaults;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checkpoints of a job in this JVM, which has one attempt: who wants to go on after a failure starts it again. */
final class LocalCheckpoints implements CheckpointDesk {
    private static final Logger LOG = LoggerFactory.getLogger(LocalCheckpoints.class);

    private final CheckpointSpec spec;
    private final SavePlan plan;
    private final JobStore store;
    private final CheckpointBook book;
    private final Begun begun;
    private final StoreFaults faults;
    private final Fence fence;
    private final Set<StepId> missed = new HashSet<>();
    private volatile StepId settled;
    private volatile boolean draining;
    private volatile long committed;

    /** @throws dev.weft.runtime.UsageException if the job can't be taken up, or the store can't be used */
    LocalCheckpoints(CheckpointSpec spec, JobStore store, CheckpointBook book, StoreFaults faults, Fence fence) {
        this.spec = spec;
        this.plan = new SavePlan(spec.interval(), 0, 0);
        this.store = store;
        this.book = book;
        this.faults = faults;
        this.fence = fence;
        this.begun = SavedJob.begin(book);
        this.settled = begun.from();
        begun.passedOver().forEach(why -> LOG.warn("passed over: {}", why));
    }

    /** The job is over. */
    void close() {
        book.close();
    }

    void drain() {
        draining = true;
    }

    /** How many checkpoints this attempt has made. */
    long committed() {
        return committed;
    }

    /** How many could not be made. */
    synchronized long missed() {
        return missed.size();
    }

    /** Rank 0 enters a boundary before any rank has passed it. */
    StepHook stepHook() {
        return (rank, step, settled) -> {
            if (rank == 0 && faults.fillsAt(step)) {
                settled.run();
                faults.fill();
            }
        };
    }

    @Override
    public JobStore store() {
        return store;
    }

    @Override
    public int epoch() {
        return begun.epoch();
    }

    @Override
    public int incarnation() {
        return begun.epoch();
    }

    @Override
    public SavePlan plan() {
        return plan;
    }

    @Override
    public Optional<Manifest> restored() {
        return begun.restored();
    }

    /** There is nobody whom this attempt could repeat. */
    @Override
    public boolean comparesSteps() {
        return false;
    }

    @Override
    public void said(StepId at, Partitions partitions, long[] digests, StepTime last) {}

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public synchronized void saved(RankSave save) {
        try {
            if (book.saved(save).isPresent()) {
                settled = save.at();
                committed++;
                clean();
            }
        } catch (StoreException e) {
            // Interrupted where the rank whose save it was has come to its end: nobody asks for it any more.
            if (e.kind() != Kind.INTERRUPTED) {
                notSaved(save.at(), e);
            }
        } catch (RuntimeException e) {
            fence.raise(e);
        }
    }

    /** A checkpoint counts even where older ones stay: because the job has ended, say. */
    private void clean() {
        try {
            int removed = book.clean();
            LOG.debug("{} objects of old checkpoints removed", removed);
        } catch (StoreException e) {
            LOG.warn("old checkpoints can't be removed: {}", e.getMessage());
        }
    }

    @Override
    public synchronized void notSaved(StepId at, Exception why) {
        if (spec.optional()) {
            if (missed.isEmpty()) {
                LOG.warn("the job goes on without a checkpoint at {}: {}", at, why.getMessage());
            }
            missed.add(at);
            settled = at.compareTo(settled) > 0 ? at : settled;
        } else {
            fence.raise(new CheckpointException(
                    "no checkpoint at " + at + " could be saved: " + why.getMessage()
                            + " (--checkpoint-optional goes on without)",
                    why));
        }
    }

    @Override
    public void damaged(String why) {
        begun.name().ifPresent(name -> damaged(name, why));
    }

    private synchronized void damaged(CheckpointName name, String why) {
        book.damaged(name, why);
    }

    @Override
    public StepId settled() {
        return settled;
    }

    @Override
    public boolean isDraining() {
        return draining;
    }
}
