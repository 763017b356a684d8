package dev.weft.runtime.saving;

import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.StoreException.Kind;
import dev.weft.checkpoint.save.CheckpointName;
import dev.weft.checkpoint.save.CommitLedger;
import dev.weft.checkpoint.save.DamagedException;
import dev.weft.checkpoint.save.EpochRecord;
import dev.weft.checkpoint.save.JobStore;
import dev.weft.checkpoint.save.JobStore.Listing;
import dev.weft.checkpoint.save.Manifest;
import dev.weft.checkpoint.save.RankSave;
import dev.weft.runtime.UsageException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which checkpoints of a job count: begins its attempts, commits what its ranks saved, cleans up. One coordinator keeps it; another one that does so too
 * is told apart by the store's create-if-absent. Calls wait for the store, and come from one thread at a time.
 */
public final class CheckpointBook implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointBook.class);
    /** The newest, one more in case that one is damaged, and one more. */
    private static final int KEPT = 3;

    /** The name under which an identity has the program; where that differs, nothing else is of interest. */
    static final String PROGRAM = "program";

    private final String job;
    private final JobStore store;
    private final Map<String, String> identity;
    private final String coordinator;
    private final boolean resume;
    private final String claim = UUID.randomUUID().toString();
    private final Map<CheckpointName, String> damaged = new HashMap<>();
    private @Nullable Begun current;
    private CommitLedger ledger = new CommitLedger(0, Map.of());

    /**
     * @param identity what a job that takes up another's checkpoints must have in common with it: name to value
     * @param coordinator a name that no other process ever has
     * @param resume whether the job is to go on from its checkpoints, or must be new in the store
     */
    public CheckpointBook(
            String job, JobStore store, Map<String, String> identity, String coordinator, boolean resume) {
        this.job = job;
        this.store = store;
        this.identity = Map.copyOf(identity);
        this.coordinator = coordinator;
        this.resume = resume;
    }

    /**
     * Begins the job's next attempt: finds the newest checkpoint that counts and is whole, and writes down that it goes on from there. A job that is taken up
     * reads it all to know; a job that recovers goes by the manifest, and hears of damage from the ranks that read it anyway ({@link #damaged}).
     *
     * @throws UsageException if the job can't be taken up, or is another one
     * @throws SupersededException if another coordinator runs it
     */
    public Begun begin() throws StoreException {
        Instant now = Instant.now();
        List<EpochRecord> epochs = store.epochs();
        Begun before = current;
        if (before == null) {
            requireFirst(epochs);
        } else if (epochs.getLast().epoch() != before.epoch()) {
            throw superseded(epochs.getLast().epoch());
        }
        int epoch = epochs.isEmpty() ? 1 : epochs.getLast().epoch() + 1;
        Begun begun = before == null && resume ? claimed(epochs, epoch) : begin(epochs, epoch);
        current = begun;
        ledger = new CommitLedger(epoch, identity);
        if (before == null) {
            sweep(now);
        }
        return begun;
    }

    /** While the job is being taken up, a coordinator that still runs it must not remove what this one looks at. */
    private Begun claimed(List<EpochRecord> epochs, int epoch) throws StoreException {
        store.claim(epoch, claim);
        try {
            Begun begun = begin(epochs, epoch);
            withdraw(epoch);
            return begun;
        } catch (UsageException | SupersededException refused) {
            withdraw(epoch);
            throw refused;
        }
    }

    /** A claim that stays is removed by whoever begins that epoch or a later one. */
    private void withdraw(int epoch) throws StoreException {
        try {
            store.withdraw(epoch, claim);
        } catch (StoreException e) {
            if (e.kind() == Kind.INTERRUPTED) {
                throw e;
            }
            LOG.warn("nobody cleans up before the next attempt: {}", e.getMessage());
        }
    }

    private Begun begin(List<EpochRecord> epochs, int epoch) throws StoreException {
        var passedOver = new ArrayList<String>();
        Listing listing = store.checkpoints(epochs);
        Optional<Manifest> restored = newest(listing.counting(), passedOver);
        if (current == null && resume && restored.isEmpty() && !passedOver.isEmpty()) {
            throw new UsageException(
                    "job " + job + " in " + store.store() + " can't be taken up: " + String.join("; ", passedOver));
        }
        passedOver.addAll(unfinished(listing, restored));
        var begun = new Begun(epoch, restored, passedOver);
        if (!store.begin(new EpochRecord(epoch, coordinator, begun.from()))) {
            throw superseded(epoch);
        }
        return begun;
    }

    /**
     * Whoever wrote anything before this coordinator's first attempt began is not believed any more; what they had not ended is in nobody's manifest.
     * Where that can't be removed it only takes room. Later, workers that live on may be sending the job's graph, which is not of an attempt.
     */
    private void sweep(Instant before) throws StoreException {
        try {
            int swept = store.store().sweep(before);
            LOG.debug("{} unfinished writes of earlier attempts removed", swept);
        } catch (StoreException e) {
            if (e.kind() == Kind.INTERRUPTED) {
                throw e;
            }
            LOG.warn("what earlier attempts left unfinished stays: {}", e.getMessage());
        }
    }

    private void requireFirst(List<EpochRecord> epochs) {
        if (resume && epochs.isEmpty()) {
            throw new UsageException("there is no job " + job + " in " + store.store() + " that could be taken up");
        }
        if (!resume && !epochs.isEmpty()) {
            throw new UsageException("there is a job " + job + " in " + store.store()
                    + " already: take it up with --resume " + job + ", or save this one elsewhere");
        }
    }

    private Optional<Manifest> newest(List<CheckpointName> counting, List<String> passedOver) throws StoreException {
        for (CheckpointName name : counting) {
            String known = damaged.get(name);
            if (known != null) {
                passedOver.add(name + ": " + known);
                continue;
            }
            try {
                Manifest manifest = store.read(name);
                requireSameJob(manifest);
                if (current == null) {
                    store.verify(manifest);
                }
                return Optional.of(manifest);
            } catch (DamagedException e) {
                damaged(name, String.valueOf(e.getMessage()));
                passedOver.add(name + ": " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    /** Those that are newer than what is restored. */
    private static List<String> unfinished(Listing listing, Optional<Manifest> restored) {
        return listing.unfinished().stream()
                .filter(name ->
                        restored.isEmpty() || name.at().compareTo(restored.get().at()) > 0)
                .map(name -> name + ": " + Listing.WHY_UNFINISHED)
                .toList();
    }

    private void requireSameJob(Manifest manifest) {
        var names = new LinkedHashSet<String>();
        names.add(PROGRAM);
        names.addAll(new TreeSet<>(identity.keySet()));
        names.addAll(new TreeSet<>(manifest.identity().keySet()));
        for (String name : names) {
            String saved = manifest.identity().getOrDefault(name, "not given");
            String own = identity.getOrDefault(name, "not given");
            if (!saved.equals(own)) {
                throw new UsageException("job " + job + " was saved with " + name + "=" + saved + ", this one has "
                        + name + "=" + own + ": take it up with what it was begun with");
            }
        }
    }

    private SupersededException superseded(int epoch) {
        return new SupersededException("epoch " + epoch + " of job " + job + " in " + store.store()
                + " was begun by another coordinator: this one stops");
    }

    /** A checkpoint turned out not to be whole: the next attempt goes on from an older one. */
    public void damaged(CheckpointName name, String why) {
        damaged.put(name, why);
    }

    /**
     * A rank's parts are in the store.
     *
     * @return the manifest, if the checkpoint is whole now and counts
     * @throws SupersededException if another coordinator has written it
     */
    public Optional<Manifest> saved(RankSave save) throws StoreException {
        Optional<Manifest> whole = ledger.saved(save);
        if (whole.isPresent() && !store.commit(whole.get())) {
            throw new SupersededException("the checkpoint at " + save.at() + " of job " + job + " in " + store.store()
                    + " was written by another coordinator: this one stops");
        }
        return whole;
    }

    /** Closes the store. */
    @Override
    public void close() {
        store.close();
    }

    /** Removes what is not needed any more; returns how many objects. */
    public int clean() throws StoreException {
        Begun begun = current;
        return begun == null ? 0 : store.clean(KEPT, begun.epoch());
    }
}
