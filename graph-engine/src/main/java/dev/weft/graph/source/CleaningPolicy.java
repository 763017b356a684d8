package dev.weft.graph.source;

import dev.weft.runtime.UsageException;
import java.util.Optional;

/**
 * Which edges of an input become edges of the graph.
 *
 * @param keepsSelfLoops whether edges from a vertex to itself do
 */
public record CleaningPolicy(Duplicates duplicates, boolean keepsSelfLoops) {
    /** Every edge stays as it came. */
    public static final CleaningPolicy KEEP_ALL = new CleaningPolicy(Duplicates.KEEP, true);

    /**
     * Reads what a user said.
     *
     * @param duplicates keep, drop or sum
     * @param selfLoops keep or drop
     * @throws UsageException if one is none of these
     */
    public static CleaningPolicy of(Optional<String> duplicates, Optional<String> selfLoops) {
        boolean keepsSelfLoops = switch (selfLoops.orElse("keep")) {
            case "keep" -> true;
            case "drop" -> false;
            default -> throw new UsageException("self-loops=" + selfLoops.get() + " is unknown: give keep or drop");
        };
        return new CleaningPolicy(duplicates.map(Duplicates::named).orElse(Duplicates.KEEP), keepsSelfLoops);
    }

    boolean keepsAll() {
        return duplicates == Duplicates.KEEP && keepsSelfLoops;
    }

    /** @throws UsageException if weights are to be added up and edges have none */
    void requireFits(String graph, boolean weighted) {
        if (duplicates == Duplicates.SUM && !weighted) {
            throw new UsageException("duplicates=sum adds up weights, and the edges of " + graph
                    + " have none: read weights (--weighted), or give --duplicates drop");
        }
    }
}
