package dev.weft.checkpoint.save;

import dev.weft.checkpoint.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What reading all of a job's checkpoints shows. */
public final class Verification {
    private Verification() {}

    /**
     * One checkpoint.
     *
     * @param bytes as stored; 0 if its manifest can't be read
     * @param damage what is wrong with it, if anything is
     */
    public record Finding(CheckpointName name, long bytes, Optional<String> damage) {}

    /** Of the checkpoints that count, the newest first: each is read whole. */
    public static List<Finding> of(JobStore job) throws StoreException {
        var findings = new ArrayList<Finding>();
        for (CheckpointName name : job.checkpoints(job.epochs())) {
            findings.add(finding(job, name));
        }
        return findings;
    }

    private static Finding finding(JobStore job, CheckpointName name) throws StoreException {
        long bytes = 0;
        try {
            Manifest manifest = job.read(name);
            bytes = manifest.bytes();
            job.verify(manifest);
            return new Finding(name, bytes, Optional.empty());
        } catch (DamagedException e) {
            return new Finding(name, bytes, Optional.of(String.valueOf(e.getMessage())));
        }
    }
}
