package dev.weft.checkpoint.save;

import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.save.JobStore.Listing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What reading all of a job's checkpoints shows. */
public final class Verification {
    private Verification() {}

    /**
     * One checkpoint.
     *
     * @param state whether it can be restored
     * @param bytes as stored; 0 if its manifest can't be read
     * @param why it can't be restored; empty if it can
     */
    public record Finding(CheckpointName name, State state, long bytes, String why) {}

    public enum State {
        WHOLE,
        DAMAGED,
        /** Its save did not end, or its manifest was deleted. */
        UNFINISHED
    }

    /** Of the checkpoints that count, or would if they had a manifest, the newest first: each is read whole. */
    public static List<Finding> of(JobStore job) throws StoreException {
        Listing listing = job.checkpoints(job.epochs());
        var findings = new ArrayList<Finding>();
        for (CheckpointName name : listing.counting()) {
            findings.add(finding(job, name));
        }
        for (CheckpointName name : listing.unfinished()) {
            findings.add(new Finding(name, State.UNFINISHED, 0, Listing.WHY_UNFINISHED));
        }
        findings.sort(Comparator.comparing(Finding::name).reversed());
        return findings;
    }

    private static Finding finding(JobStore job, CheckpointName name) throws StoreException {
        long bytes = 0;
        try {
            Manifest manifest = job.read(name);
            bytes = manifest.bytes();
            job.verify(manifest);
            return new Finding(name, State.WHOLE, bytes, "");
        } catch (DamagedException e) {
            return new Finding(name, State.DAMAGED, bytes, String.valueOf(e.getMessage()));
        }
    }
}
