package dev.weft.runtime.saving;

import dev.weft.checkpoint.ObjectStores;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.save.JobStore;
import dev.weft.runtime.CheckpointSpec;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.UsageException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What stands in a job's specification of its checkpoints, as the things that are made of it. */
public final class SavedJob {
    /** Arguments that say on how many ranks it runs, which may change. */
    private static final Set<String> WHERE = Set.of("ranks", "threads");

    private SavedJob() {}

    /**
     * Opens the folder of a job.
     *
     * @throws UsageException if the store can't be used
     */
    public static JobStore open(String folder) {
        try {
            return new JobStore(ObjectStores.open(folder));
        } catch (StoreException e) {
            throw new UsageException("the checkpoints' store can't be used: " + e.getMessage(), e);
        }
    }

    /** @param coordinator a name that no other process ever has */
    public static CheckpointBook book(JobSpec spec, String program, String job, JobStore store, String coordinator) {
        boolean resume = spec.checkpoint().flatMap(CheckpointSpec::resume).isPresent();
        return new CheckpointBook(job, store, identity(spec, program), coordinator, resume);
    }

    /**
     * Begins the job's first attempt in this process.
     *
     * @throws UsageException if it can't be taken up, or the store can't be used
     */
    public static Begun begin(CheckpointBook book) {
        try {
            return book.begin();
        } catch (StoreException e) {
            throw new UsageException("the checkpoints' store can't be used: " + e.getMessage(), e);
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
