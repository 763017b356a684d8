package dev.weft.checkpoint.save;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which checkpoint of a job: its place in the program, and the epoch that wrote it. The later, and of two at one place the newer, is the greater. */
public record CheckpointName(StepId at, int epoch) implements Comparable<CheckpointName> {
    private static final Pattern FOLDER = Pattern.compile("checkpoints/(\\d{1,9})-(\\d{1,18})/(\\d{1,9})/.*");
    private static final Comparator<CheckpointName> ORDER =
            Comparator.comparing(CheckpointName::at).thenComparingInt(CheckpointName::epoch);

    /** Below the job's folder; names of one loop are in the order of their steps. */
    public String folder() {
        return "checkpoints/%d-%012d/%d".formatted(at.loop(), at.step(), epoch);
    }

    String manifest() {
        return folder() + "/manifest";
    }

    /** Of an object of a checkpoint. */
    static Optional<CheckpointName> of(String key) {
        Matcher folder = FOLDER.matcher(key);
        return folder.matches()
                ? Optional.of(new CheckpointName(
                        new StepId(Long.parseLong(folder.group(1)), Long.parseLong(folder.group(2))),
                        Integer.parseInt(folder.group(3))))
                : Optional.empty();
    }

    @Override
    public int compareTo(CheckpointName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "the checkpoint at " + at + " of epoch " + epoch;
    }
}
