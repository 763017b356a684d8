package dev.weft.runtime.worker;

import com.google.protobuf.UnsafeByteOperations;
import dev.weft.checkpoint.Partitions;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.save.CheckpointName;
import dev.weft.checkpoint.save.DamagedException;
import dev.weft.checkpoint.save.JobStore;
import dev.weft.checkpoint.save.Manifest;
import dev.weft.checkpoint.save.RankSave;
import dev.weft.checkpoint.save.StepId;
import dev.weft.runtime.CheckpointException;
import dev.weft.runtime.SaveInterval;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.control.Checkpoint;
import dev.weft.runtime.control.NotSaved;
import dev.weft.runtime.control.Prepare;
import dev.weft.runtime.control.Said;
import dev.weft.runtime.control.Saving;
import dev.weft.runtime.control.StateReport;
import dev.weft.runtime.rank.CheckpointDesk;
import dev.weft.runtime.rank.SavePlan;
import dev.weft.runtime.rank.StepTime;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells the coordinator what this worker's ranks saved in one epoch, and knows what it said. */
final class WorkerCheckpoints implements CheckpointDesk {
    private final JobStore store;
    private final Saving saving;
    private final int incarnation;
    private final SavePlan plan;
    private final Optional<Manifest> restored;
    private final WorkerFaults faults;
    private final Consumer<StateReport.Builder> tell;
    private volatile StepId settled;
    private volatile boolean draining;

    private WorkerCheckpoints(
            JobStore store,
            Saving saving,
            int incarnation,
            Optional<Manifest> restored,
            WorkerFaults faults,
            Consumer<StateReport.Builder> tell) {
        this.store = store;
        this.saving = saving;
        this.incarnation = incarnation;
        this.plan = new SavePlan(SaveInterval.parse(saving.getInterval()), saving.getRanNanos(), saving.getFailures());
        this.restored = restored;
        this.faults = faults;
        this.tell = tell;
        this.settled = restored.map(Manifest::at).orElse(StepId.BEGINNING);
    }

    /**
     * Looks whether this is the coordinator's store, and reads the manifest of what the epoch goes on from.
     *
     * @param tell takes reports without their process and epoch
     */
    static WorkerCheckpoints prepare(
            WorkerStore opening, Prepare order, WorkerFaults faults, Consumer<StateReport.Builder> tell) {
        Saving saving = order.getSaving();
        JobStore store = shared(opening, saving.getEpoch(), tell);
        int incarnation = order.getEndpoints(order.getWorker()).getIncarnation();
        Optional<Manifest> restored =
                saving.hasRestored() ? Optional.of(read(store, saving.getRestored(), tell)) : Optional.empty();
        return new WorkerCheckpoints(store, saving, incarnation, restored, faults, tell);
    }

    /** The coordinator's store, opened from here; if it is not, the job is told why. */
    static JobStore shared(WorkerStore opening, int epoch, Consumer<StateReport.Builder> tell) {
        try {
            JobStore store = opening.open();
            if (!store.hasBegun(epoch)) {
                throw new CheckpointException("a worker finds another folder behind " + store.store()
                        + " than the job's coordinator: give one that all hosts share, or s3://BUCKET/PREFIX");
            }
            return store;
        } catch (StoreException | UsageException | CheckpointException e) {
            tell.accept(StateReport.newBuilder().setUnusable(String.valueOf(e.getMessage())));
            throw new CheckpointException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Manifest read(JobStore store, Checkpoint checkpoint, Consumer<StateReport.Builder> tell) {
        try {
            return store.read(
                    new CheckpointName(new StepId(checkpoint.getLoop(), checkpoint.getStep()), checkpoint.getEpoch()));
        } catch (DamagedException e) {
            tell.accept(StateReport.newBuilder().setDamaged(String.valueOf(e.getMessage())));
            throw e;
        } catch (StoreException e) {
            throw new CheckpointException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public JobStore store() {
        return store;
    }

    @Override
    public int epoch() {
        return saving.getEpoch();
    }

    @Override
    public int incarnation() {
        return incarnation;
    }

    @Override
    public SavePlan plan() {
        return plan;
    }

    @Override
    public Optional<Manifest> restored() {
        return restored;
    }

    @Override
    public boolean comparesSteps() {
        return true;
    }

    @Override
    public void said(StepId at, Partitions partitions, long[] digests, StepTime last) {
        var said = Said.newBuilder()
                .setLoop(at.loop())
                .setStep(at.step())
                .setFirst(partitions.first())
                .setPartitions(partitions.count())
                .setWorkedNanos(last.workedNanos())
                .setStepNanos(last.wholeNanos());
        for (long digest : digests) {
            said.addDigests(digest);
        }
        tell.accept(StateReport.newBuilder().setSaid(said));
    }

    @Override
    public void sending(StepId at) throws InterruptedException {
        faults.sending(at);
    }

    @Override
    public void saved(RankSave save) {
        tell.accept(StateReport.newBuilder().setSaved(UnsafeByteOperations.unsafeWrap(save.write(epoch()))));
    }

    @Override
    public void notSaved(StepId at, Exception why) {
        tell.accept(StateReport.newBuilder()
                .setNotSaved(NotSaved.newBuilder()
                        .setLoop(at.loop())
                        .setStep(at.step())
                        .setWhy(String.valueOf(why.getMessage()))));
    }

    @Override
    public void damaged(String why) {
        tell.accept(StateReport.newBuilder().setDamaged(why));
    }

    @Override
    public StepId settled() {
        return settled;
    }

    void settled(StepId at) {
        settled = at;
    }

    @Override
    public boolean isDraining() {
        return draining;
    }

    void drain() {
        draining = true;
    }
}
