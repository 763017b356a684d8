package dev.weft.collectives.benchmark;

import java.util.Locale;

/** What came of a task; a line between processes. */
sealed interface Outcome {
    /** It is done, there is nothing to tell. */
    record Done() implements Outcome {}

    /** Told by rank 0. */
    record Timed(Timing timing) implements Outcome {}

    record Verified(Checked checked) implements Outcome {}

    /** What came of the same task on other ranks, too. */
    default Outcome and(Outcome other) {
        if (this instanceof Verified(Checked here) && other instanceof Verified(Checked there)) {
            return new Verified(here.and(there));
        }
        return this instanceof Done ? other : this;
    }

    default String line() {
        return switch (this) {
            case Done() -> "done";
            case Timed(Timing timing) ->
                String.format(Locale.ROOT, "timed %s %s", timing.medianMicros(), timing.minMicros());
            case Verified(Checked checked) ->
                "verified %d %d %s".formatted(checked.values(), checked.mismatches(), checked.first());
        };
    }

    static Outcome of(String line) {
        String[] words = line.split(" ", 4);
        return switch (words[0]) {
            case "timed" -> new Timed(new Timing(Double.parseDouble(words[1]), Double.parseDouble(words[2])));
            case "verified" -> new Verified(new Checked(Long.parseLong(words[1]), Long.parseLong(words[2]), words[3]));
            default -> new Done();
        };
    }
}
