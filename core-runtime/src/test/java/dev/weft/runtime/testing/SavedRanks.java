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
import dev.weft.runtime.DrainedException;
import dev.weft.runtime.InjectedFaultException;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Kept;
import dev.weft.runtime.SaveInterval;
import dev.weft.runtime.Shares;
import dev.weft.runtime.rank.Attempt;
import dev.weft.runtime.rank.CheckpointDesk;
import dev.weft.runtime.rank.InMemoryPeers;
import dev.weft.runtime.rank.SavePlan;
import dev.weft.runtime.rank.StepHook;
import dev.weft.runtime.rank.StepTime;
import dev.weft.runtime.rank.WorkerState;
import dev.weft.runtime.saving.Begun;
import dev.weft.runtime.saving.CheckpointBook;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Runs a job with checkpoints on plain threads, attempt after attempt, on as many ranks and workers as each attempt says. */
public final class SavedRanks {
    private final ObjectStore store = ObjectStores.inMemory("test");
    private final ProofLedger proofs = new ProofLedger(1 << 20);
    private final SaveInterval interval;
    private final CheckpointBook book;
    private final List<StepId> committed = new ArrayList<>();
    private final Set<StepId> passed = new LinkedHashSet<>();
    private int epoch;
    private Optional<StepId> from = Optional.empty();
    private Optional<Path> jobFolder = Optional.empty();
    private volatile boolean draining;

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
    public synchronized List<StepId> committed() {
        return List.copyOf(committed);
    }

    /** The boundaries of loops that save, as the last attempt passed them. */
    public List<StepId> passed() {
        return List.copyOf(passed);
    }

    public ObjectStore store() {
        return store;
    }

    /**
     * One attempt.
     *
     * @param killed at this boundary, counted over all loops of a job that goes on from nowhere, a rank gets an exception, when all checkpoints that
     *     were begun are in the store; none if it is negative
     * @throws InjectedFaultException then
     */
    public JobResult attempt(JobSpec spec, Shares shares, long killed) throws StoreException {
        return attempt(spec, shares, begun -> killer(killed, begun.from().step(), spec.ranks()));
    }

    /** As {@link #attempt(JobSpec, Shares, long)}, where all ranks have equal shares. */
    public JobResult attempt(JobSpec spec, Placement placement, long killed) throws StoreException {
        return attempt(spec, Shares.equal(placement), killed);
    }

    /**
     * One attempt that is told to leave at a boundary, counted as {@link #attempt} counts.
     *
     * @throws DrainedException when its state there is saved
     */
    public JobResult drained(JobSpec spec, Shares shares, long boundary) throws StoreException {
        return attempt(
                spec, shares, begun -> at(boundary, begun.from().step(), spec.ranks(), (_, _, _) -> draining = true));
    }

    private JobResult attempt(JobSpec spec, Shares shares, Function<Begun, StepHook> hook) throws StoreException {
        Begun begun = book.begin();
        StepHook atBoundaries = hook.apply(begun);
        draining = false;
        synchronized (this) {
            epoch = begun.epoch();
        }
        from = Optional.of(begun.from());
        passed.clear();
        var fence = new Fence();
        List<Attempt> workers = InMemoryPeers.of(shares, fence, Attempt.groupOptions(spec)).stream()
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
                                atBoundaries,
                                Optional.of(new Desk(begun, peers.worker(), fence)))))
                .toList();
        return ThreadRanks.run(workers);
    }

    private static StepHook killer(long killed, long skipped, int ranks) {
        return at(killed, skipped, ranks, (rank, step, settled) -> {
            settled.run();
            throw new InjectedFaultException("kill rank=" + rank + " at step=" + step);
        });
    }

    /**
     * What happens to one rank, at one boundary.
     *
     * @param skipped boundaries that the attempt doesn't pass
     */
    private static StepHook at(long boundary, long skipped, int ranks, StepHook what) {
        int victim = (int) (Math.max(0, boundary) % ranks);
        var passing = new AtomicLong(skipped);
        return (rank, step, settled) -> {
            if (rank == victim && passing.getAndIncrement() == boundary) {
                what.entering(rank, step, settled);
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
        public void said(StepId at, Partitions partitions, long[] digests, StepTime last) {
            Optional<String> different;
            synchronized (SavedRanks.this) {
                passed.add(at);
                different = proofs.said(at, partitions.first(), digests, partitions.count());
            }
            different.ifPresent(text -> fence.raise(new AssertionError(text)));
        }

        @Override
        public void saved(RankSave save) {
            synchronized (SavedRanks.this) {
                try {
                    if (begun.epoch() == epoch
                            && book.saved(RankSave.read(save.write(begun.epoch())))
                                    .isPresent()) {
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
            return draining;
        }
    }
}
