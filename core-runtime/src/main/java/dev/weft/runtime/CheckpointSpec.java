package dev.weft.runtime;

import java.util.List;
import java.util.Optional;

/**
 * Where a job saves its state, and how often.
 *
 * @param address of a store, as {@link dev.weft.checkpoint.ObjectStores} takes it; the job's objects lie in a folder in it that has the job's id
 * @param resume the id of the job that is to be taken up, if it is not a new one
 * @param optional whether the job goes on if the store takes no more checkpoints
 * @param faults to befall the store
 */
public record CheckpointSpec(
        String address, SaveInterval interval, Optional<String> resume, boolean optional, List<Fault.OfStore> faults) {
    public CheckpointSpec {
        faults = List.copyOf(faults);
    }

    public CheckpointSpec(String address, SaveInterval interval, Optional<String> resume, boolean optional) {
        this(address, interval, resume, optional, List.of());
    }

    public static CheckpointSpec of(String address, SaveInterval interval) {
        return new CheckpointSpec(address, interval, Optional.empty(), false);
    }

    public CheckpointSpec resume(String id) {
        return new CheckpointSpec(address, interval, Optional.of(id), optional, faults);
    }

    public CheckpointSpec optional(boolean goesOnWithout) {
        return new CheckpointSpec(address, interval, resume, goesOnWithout, faults);
    }

    public CheckpointSpec faults(List<Fault.OfStore> more) {
        return new CheckpointSpec(address, interval, resume, optional, more);
    }

    /** The address of a job's folder; what stands behind a question mark stays behind it. */
    public String folder(String id) {
        int query = address.indexOf('?');
        String place = query < 0 ? address : address.substring(0, query);
        return place.replaceAll("/+$", "") + "/" + id + (query < 0 ? "" : address.substring(query));
    }
}
