package dev.weft.runtime.rank;

import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.save.DamagedException;
import dev.weft.checkpoint.save.Manifest;
import dev.weft.checkpoint.save.PartsReader;
import dev.weft.checkpoint.save.SaveBuffer;
import dev.weft.checkpoint.save.SavedState;
import dev.weft.checkpoint.save.StateDigests;
import dev.weft.checkpoint.save.StepId;
import dev.weft.collectives.Communicator;
import dev.weft.collectives.Fence;
import dev.weft.collectives.Op;
import dev.weft.runtime.CheckpointException;
import dev.weft.runtime.DrainedException;
import dev.weft.runtime.ThreadTeam;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Keeps one loop's state on one rank. A save stops the rank while its state is copied, by all of its threads; the copy goes to the store behind its back.
 * At a boundary where nothing is saved, the state's digests are told all the same.
 */
final class KeptLoop implements StepKeeping {
    private static final long LOOK_NANOS = 200_000;
    /** What the ranks vote on at a boundary; one who says yes is enough. */
    private static final int DUE = 0;

    private static final int BUSY = 1;
    private static final int DRAINING = 2;

    private final boolean leads;
    private final CheckpointDesk desk;
    private final long loop;
    private final SavedState state;
    private final SameValues values;
    private final Communicator communicator;
    private final ThreadTeam team;
    private final Fence fence;
    private final LongSupplier nanoClock;
    private final StateDigests digests;
    private final SaveBuffer buffer;
    private final SaveUpload upload;
    private final SaveTimes times;
    private final long[] votes = new long[3];
    private StepId restored = StepId.BEGINNING;

    KeptLoop(
            int rank,
            CheckpointDesk desk,
            long loop,
            SavedState state,
            SameValues values,
            Communicator communicator,
            ThreadTeam team,
            Fence fence,
            LongSupplier nanoClock,
            SaveUpload upload,
            SaveTimes times) {
        this.leads = rank == 0;
        this.desk = desk;
        this.loop = loop;
        this.state = state;
        this.values = values;
        this.communicator = communicator;
        this.team = team;
        this.fence = fence;
        this.nanoClock = nanoClock;
        this.digests = new StateDigests(state, team.size());
        this.buffer = new SaveBuffer(state);
        this.upload = upload;
        this.times = times;
    }

    // ---- going on

    /** Collective. Takes the memory for saves first: a save itself is to stop the rank for no longer than its copy takes. */
    void restore() {
        buffer.layOut();
        desk.restored().ifPresent(manifest -> {
            restored = manifest.at();
            times.atLeast(restored);
            if (restored.loop() == loop) {
                restore(manifest);
            }
        });
    }

    private void restore(Manifest manifest) {
        requireFits(manifest);
        try {
            var own = state.partitions();
            new PartsReader(desk.store().store())
                    .read(manifest.parts().subList(own.first(), own.end()), state::restore);
        } catch (DamagedException e) {
            desk.damaged(String.valueOf(e.getMessage()));
            throw e;
        } catch (StoreException e) {
            throw new CheckpointException(String.valueOf(e.getMessage()), e);
        }
        values.restore(manifest.values());
        state.restored();
    }

    private void requireFits(Manifest manifest) {
        if (!manifest.items().equals(state.items())) {
            throw new IllegalStateException("the checkpoint at " + manifest.at() + " has " + manifest.items()
                    + ", the program saves " + state.items() + ": it is not the program that wrote it");
        }
        if (manifest.partitions() != state.partitions().count()) {
            throw new IllegalStateException("the checkpoint at " + manifest.at() + " has " + manifest.partitions()
                    + " partitions, the program's state " + state.partitions().count()
                    + ": give the graph, or where there is none the number of ranks, that it was written with"
                    + " (--on-loss replace keeps that)");
        }
    }

    @Override
    public long firstStep() {
        return restored.loop() == loop ? restored.step() : 0;
    }

    // ---- at a boundary

    @Override
    public void at(long step, StepTime last) {
        var at = new StepId(loop, step);
        vote(at);
        boolean due = voted(DUE) && (desk.plan().waits() || !voted(BUSY));
        if (at.compareTo(restored) > 0 && (due || voted(DRAINING))) {
            save(at, last);
        } else if (desk.comparesSteps()) {
            tellDigests(at, last);
        }
        if (voted(DRAINING)) {
            drain(at);
        }
    }

    /** What one rank alone knows, all act upon. */
    private void vote(StepId at) {
        long now = nanoClock.getAsLong();
        boolean due = leads && at.step() > 0 && times.isDue(desk.plan(), at.step(), now);
        votes[DUE] = due ? 1 : 0;
        votes[BUSY] = upload.isRunning() ? 1 : 0;
        votes[DRAINING] = desk.isDraining() ? 1 : 0;
        communicator.allReduce(votes, 0, votes.length, Op.MAX);
    }

    private boolean voted(int vote) {
        return votes[vote] != 0;
    }

    /** The one before is in the store by then: what a failure costs is less than two intervals. */
    private void save(StepId at, StepTime last) {
        awaitUpload();
        awaitSettled();
        long begin = nanoClock.getAsLong();
        buffer.layOut();
        team.forEachChunk(buffer.partitions().owned(), (index, _) -> buffer.copy(index));
        upload.begin(at, buffer, state.items(), values.bytes());
        times.saved(at, begin, nanoClock.getAsLong());
        desk.said(at, buffer.partitions(), buffer.digests(), last);
    }

    private void tellDigests(StepId at, StepTime last) {
        var own = state.partitions();
        var said = new long[own.owned()];
        team.forEachChunk(said.length, (index, thread) -> said[index] = digests.of(index, thread));
        desk.said(at, own, said, last);
    }

    private void drain(StepId at) {
        awaitSettled();
        throw new DrainedException(
                "the job has left, as it was told to, with its state at " + at + " saved: --resume goes on from there");
    }

    private void awaitUpload() {
        while (upload.isRunning()) {
            fence.check();
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    @Override
    public void awaitSettled() {
        while (desk.settled().compareTo(times.last()) < 0) {
            fence.check();
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    @Override
    public void rest() {
        digests.release();
        upload.release(buffer);
    }

    @Override
    public void close() {
        digests.close();
        upload.release(buffer);
    }
}
