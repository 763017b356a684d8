package dev.weft.graph.source;

import dev.weft.runtime.UsageException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What becomes of edges between the same vertices; of an undirected graph, in either direction. */
public enum Duplicates {
    /** All stay. */
    KEEP,
    /** One stays, with the smallest weight. */
    DROP,
    /** One stays, with the sum of the weights, added up from the smallest to the largest. */
    SUM;

    /** @throws UsageException if there is no such policy */
    static Duplicates named(String name) {
        List<String> names = Arrays.stream(values())
                .map(policy -> policy.name().toLowerCase(Locale.ROOT))
                .toList();
        if (!names.contains(name)) {
            throw new UsageException("duplicates=" + name + " is unknown: give keep, drop or sum");
        }
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
