package dev.weft.runtime.cluster;

import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.save.CheckpointName;
import dev.weft.checkpoint.save.Manifest;
import dev.weft.checkpoint.save.ProofLedger;
import dev.weft.checkpoint.save.RankSave;
import dev.weft.checkpoint.save.StepId;
import dev.weft.runtime.CheckpointSpec;
import dev.weft.runtime.control.Checkpoint;
import dev.weft.runtime.control.Said;
import dev.weft.runtime.control.Saving;
import dev.weft.runtime.saving.Begun;
import dev.weft.runtime.saving.CheckpointBook;
import dev.weft.runtime.saving.StoreFaults;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job's checkpoints, as its coordinator deals with them. What waits for the store is done by a thread of its own, which tells what came of it; all
 * else is the coordinator's thread's.
 */
final class CheckpointOffice implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointOffice.class);
    /** 64 MiB of digests. */
    private static final int MOST_DIGESTS = 8 << 20;

    private final CheckpointSpec spec;
    private final CheckpointBook book;
    private final StoreFaults faults;
    private final Consumer<CheckpointEvent> tell;
    private final ProofLedger proofs = new ProofLedger(MOST_DIGESTS);
    private final long startedNanos = System.nanoTime();
    private final ExecutorService store = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("weft-checkpoints").factory());
    /** Of the job's first epoch, until that forms. */
    private @Nullable Begun first;

    private @Nullable Begun current;
    private int epoch;
    private int failures;
    private StepId settled = StepId.BEGINNING;
    private long committed;
    private final Set<StepId> missed = new HashSet<>();

    /**
     * @param first how the job began in the store
     * @param faults of this process's store
     * @param tell takes what came of it, to be given to the coordinator
     */
    CheckpointOffice(
            CheckpointSpec spec, CheckpointBook book, Begun first, StoreFaults faults, Consumer<CheckpointEvent> tell) {
        this.spec = spec;
        this.book = book;
        this.faults = faults;
        this.first = first;
        this.tell = tell;
    }

    // ---- epochs

    /**
     * An epoch forms: what it goes on from will be told.
     *
     * @param failed earlier ones that failed
     */
    void begin(int forming, int failed) {
        epoch = forming;
        failures = failed;
        current = null;
        Begun known = first;
        first = null;
        if (known != null) {
            tell.accept(new CheckpointEvent.Begins(forming, known));
        } else {
            onStore(() -> tell.accept(new CheckpointEvent.Begins(forming, book.begin())));
        }
    }

    /** It is told. */
    void begins(int begun, Begun from) {
        from.passedOver().forEach(why -> LOG.warn("passed over: {}", why));
        if (begun == epoch) {
            current = from;
            settled = from.from();
        }
    }

    /** Where the epoch that was told of goes on from. */
    StepId from() {
        return current == null ? StepId.BEGINNING : current.from();
    }

    /** What the epoch's workers are to know, when it is known. */
    Optional<Saving> saving(int asked) {
        Begun begun = current;
        if (begun == null || asked != epoch) {
            return Optional.empty();
        }
        var saving = Saving.newBuilder()
                .setEpoch(begun.epoch())
                .setInterval(spec.interval().toString())
                .setRanNanos(System.nanoTime() - startedNanos)
                .setFailures(failures);
        begun.name().ifPresent(name -> saving.setRestored(message(name)));
        return Optional.of(saving.build());
    }

    private static Checkpoint message(CheckpointName name) {
        return Checkpoint.newBuilder()
                .setLoop(name.at().loop())
                .setStep(name.at().step())
                .setEpoch(name.epoch())
                .build();
    }

    // ---- what ranks say of their state

    /** What is wrong with it, if anything is. */
    Optional<String> said(Said said) {
        var digests = new long[said.getDigestsCount()];
        for (int i = 0; i < digests.length; i++) {
            digests[i] = said.getDigests(i);
        }
        return proofs.said(new StepId(said.getLoop(), said.getStep()), said.getFirst(), digests, said.getPartitions());
    }

    void saved(RankSave save) {
        int of = epoch;
        onStore(() -> {
            try {
                Optional<Manifest> whole = book.saved(save);
                if (whole.isPresent()) {
                    tell.accept(new CheckpointEvent.Committed(of, whole.get()));
                    clean();
                }
            } catch (StoreException e) {
                tell.accept(new CheckpointEvent.NotCommitted(of, save.at(), String.valueOf(e.getMessage())));
            }
        });
    }

    private void clean() {
        try {
            int removed = book.clean();
            LOG.debug("{} objects of old checkpoints removed", removed);
        } catch (StoreException e) {
            LOG.warn("old checkpoints can't be removed: {}", e.getMessage());
        }
    }

    void committed(Manifest manifest) {
        committed++;
        missed.remove(manifest.at());
        settle(manifest.at());
    }

    /** A checkpoint that can't be had; true if the job goes on without, which is said once. */
    boolean goesOnWithout(StepId at, String why) {
        if (spec.optional()) {
            if (missed.isEmpty()) {
                LOG.warn("the job goes on without a checkpoint at {}: {}", at, why);
            }
            missed.add(at);
            settle(at);
        }
        return spec.optional();
    }

    /** The disk is full from now on, on purpose. */
    void fillDisk() {
        faults.fill();
    }

    private void settle(StepId at) {
        settled = at.compareTo(settled) > 0 ? at : settled;
    }

    /** What the epoch goes on from is not whole. */
    void damaged(String why) {
        Begun begun = current;
        if (begun != null) {
            begun.name().ifPresent(name -> onStore(() -> book.damaged(name, why)));
        }
    }

    StepId settled() {
        return settled;
    }

    /** How many checkpoints the job has made. */
    long count() {
        return committed;
    }

    /** How many could not be made. */
    long missedCount() {
        return missed.size();
    }

    private void onStore(StoreAction action) {
        store.execute(() -> {
            try {
                action.run();
            } catch (StoreException | RuntimeException e) {
                tell.accept(new CheckpointEvent.Failed(String.valueOf(e.getMessage())));
            }
        });
    }

    @FunctionalInterface
    private interface StoreAction {
        void run() throws StoreException;
    }

    @Override
    public void close() {
        store.shutdownNow();
        book.close();
    }
}
