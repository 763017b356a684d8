package dev.weft.runtime.testing;

import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.ObjectStores;
import dev.weft.checkpoint.Partitions;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.save.JobStore;
import dev.weft.checkpoint.save.Manifest;
import dev.weft.checkpoint.save.ProofLedger;
import dev.weft.checkpoint.save.RankSave;
import dev.weft.checkpoint.save.StepId;
import dev.weft.collectives.Fence;
import dev.weft.collectives.Placement;
import dev.weft.runtime.InjectedFaultException;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Kept;
import dev.weft.runtime.SaveInterval;
import dev.weft.runtime.rank.Attempt;
import dev.weft.runtime.rank.CheckpointDesk;
import dev.weft.runtime.rank.InMemoryPeers;
import dev.weft.runtime.rank.SavePlan;
import dev.weft.runtime.rank.StepHook;
import dev.weft.runtime.rank.WorkerState;
import dev.weft.runtime.saving.Begun;
import dev.weft.runtime.saving.CheckpointBook;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a job with checkpoints on plain threads, attempt after attempt, on as many ranks and workers as each attempt says. */
public final class SavedRanks {
    private final ObjectStore store = ObjectStores.inMemory("test");
    private final ProofLedger proofs = new ProofLedger(1 << 20);
    private final SaveInterval interval;
    private final CheckpointBook book;
    private final List<StepId> committed = new ArrayList<>();
    private Optional<StepId> from = Optional.empty();
    private Optional<Path> jobFolder = Optional.empty();

    public SavedRanks(SaveInterval interval) {
        this.interval = interval;
        this.book = new CheckpointBook("test", new JobStore(store), Map.of(), "coordinator", false);
    }

    /** The folder that workers have in common from now on. */
    public void jobFolder(Path folder) {
        jobFolder = Optional.of(folder);
    }

    /** What the last attempt went on from. */
    public StepId from() {
        return from.orElseThrow();
    }

    /** Boundaries whose checkpoints were written, by all attempts. */
    public List<StepId> committed() {
        return committed;
    }

    public ObjectStore store() {
        return store;
    }

    /**
     * One attempt.
     *
     * @param killed at the boundary of this step a rank gets an exception, when all checkpoints that were begun are in the store
     * @throws InjectedFaultException then
     */
    public JobResult attempt(JobSpec spec, Placement placement, long killed) throws StoreException {
        Begun begun = book.begin();
        from = Optional.of(begun.from());
        var fence = new Fence();
        List<Attempt> workers = InMemoryPeers.of(placement, fence, Attempt.groupOptions(spec)).stream()
                .map(peers -> new Attempt(
                        "test",
                        spec,
                        System::nanoTime,
                        new WorkerState(
                                begun.epoch(),
                                fence,
                                peers,
                                new Kept(),
                                jobFolder,
                                killer(killed, spec.ranks()),
                                Optional.of(new Desk(begun, peers.worker(), fence)))))
                .toList();
        return ThreadRanks.run(workers);
    }

    private static StepHook killer(long killed, int ranks) {
        int victim = (int) (Math.max(0, killed) % ranks);
        return (rank, step, settled) -> {
            if (rank == victim && step == killed) {
                settled.run();
                throw new InjectedFaultException("kill rank=" + rank + " at step=" + step);
            }
        };
    }

    private final class Desk implements CheckpointDesk {
        private final Begun begun;
        private final int worker;
        private final Fence fence;

        Desk(Begun begun, int worker, Fence fence) {
            this.begun = begun;
            this.worker = worker;
            this.fence = fence;
        }

        @Override
        public JobStore store() {
            return new JobStore(store);
        }

        @Override
        public int epoch() {
            return begun.epoch();
        }

        @Override
        public int incarnation() {
            return begun.epoch() * 1000 + worker;
        }

        @Override
        public SavePlan plan() {
            return new SavePlan(interval, 0, 0);
        }

        @Override
        public Optional<Manifest> restored() {
            return begun.restored();
        }

        @Override
        public boolean comparesSteps() {
            return true;
        }

        @Override
        public void said(StepId at, Partitions partitions, long[] digests) {
            Optional<String> different;
            synchronized (SavedRanks.this) {
                different = proofs.said(at, partitions.first(), digests, partitions.count());
            }
            different.ifPresent(text -> fence.raise(new AssertionError(text)));
        }

        @Override
        public void saved(RankSave save) {
            synchronized (SavedRanks.this) {
                try {
                    if (book.saved(RankSave.read(save.write(begun.epoch()))).isPresent()) {
                        committed.add(save.at());
                        book.clean();
                    }
                } catch (StoreException | RuntimeException e) {
                    fence.raise(e);
                }
            }
        }

        @Override
        public void notSaved(StepId at, Exception why) {
            fence.raise(why);
        }

        @Override
        public void damaged(String why) {
            synchronized (SavedRanks.this) {
                begun.name().ifPresent(name -> book.damaged(name, why));
            }
        }

        @Override
        public StepId settled() {
            synchronized (SavedRanks.this) {
                return committed.isEmpty() ? begun.from() : committed.getLast();
            }
        }

        @Override
        public boolean isDraining() {
            return false;
        }
    }
}
