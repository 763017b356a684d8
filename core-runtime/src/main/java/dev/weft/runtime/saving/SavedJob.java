package dev.weft.runtime.saving;

import dev.weft.checkpoint.ObjectStores;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.save.DamagedException;
import dev.weft.checkpoint.save.JobStore;
import dev.weft.checkpoint.store.StoreOptions;
import dev.weft.checkpoint.store.StoreProbe;
import dev.weft.runtime.CheckpointSpec;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.UsageException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What stands in a job's specification of its checkpoints, as the things that are made of it. */
public final class SavedJob {
    private static final Logger LOG = LoggerFactory.getLogger(SavedJob.class);
    /** Arguments that say on how many ranks it runs, which may change. */
    private static final Set<String> WHERE = Set.of("ranks", "threads");

    private SavedJob() {}

    /**
     * Opens the folder of a job.
     *
     * @throws UsageException if the store can't be used
     */
    public static JobStore open(String folder, StoreFaults faults) {
        try {
            return new JobStore(
                    ObjectStores.open(folder, StoreOptions.defaults().withFaults(faults::before)));
        } catch (StoreException e) {
            throw unusable(e);
        }
    }

    /**
     * Opens the folder of a job that is about to begin, and has the store show that it keeps its promises.
     *
     * @throws UsageException if the store can't be used
     */
    public static JobStore openProven(String folder, StoreFaults faults) {
        JobStore store = open(folder, faults);
        try {
            StoreProbe.prove(store.store());
            return store;
        } catch (StoreException e) {
            store.close();
            throw unusable(e);
        }
    }

    /**
     * Has a job begin in its store.
     *
     * @param beginning throws as {@link #openProven} and {@link #begin} do
     * @return nothing if the store can't be used and the job is to go on without; that is logged
     */
    public static <T> Optional<T> begin(CheckpointSpec saved, Supplier<T> beginning) {
        try {
            return Optional.of(beginning.get());
        } catch (UsageException e) {
            boolean storeFailed = e.getCause() instanceof StoreException;
            if (!storeFailed || !saved.optional() || saved.resume().isPresent()) {
                throw e;
            }
            LOG.warn("the job goes on without checkpoints: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static UsageException unusable(Exception e) {
        return new UsageException("the checkpoints' store can't be used: " + e.getMessage(), e);
    }

    /** @param coordinator a name that no other process ever has */
    public static CheckpointBook book(JobSpec spec, String program, String job, JobStore store, String coordinator) {
        boolean resume = spec.checkpoint().flatMap(CheckpointSpec::resume).isPresent();
        return new CheckpointBook(job, store, identity(spec, program), coordinator, resume);
    }

    /**
     * Begins the job's first attempt in this process; closes the store if it can't.
     *
     * @throws UsageException if it can't be taken up, or the store can't be used
     */
    public static Begun begin(CheckpointBook book) {
        try {
            return book.begin();
        } catch (StoreException | DamagedException e) {
            book.close();
            throw unusable(e);
        } catch (RuntimeException e) {
            book.close();
            throw e;
        }
    }

    /** What makes a job the same job: its program and its arguments. The graph itself is told apart by what is saved. */
    private static Map<String, String> identity(JobSpec spec, String program) {
        var identity = new TreeMap<String, String>();
        identity.put(CheckpointBook.PROGRAM, program);
        spec.args().forEach((name, value) -> {
            if (!WHERE.contains(name)) {
                identity.put(name, String.valueOf(value));
            }
        });
        return identity;
    }
}
