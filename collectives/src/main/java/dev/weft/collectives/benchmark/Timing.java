package dev.weft.collectives.benchmark;

import java.util.Arrays;
import java.util.List;

/** The time of a call: the median of many, and the shortest. */
record Timing(double medianMicros, double minMicros) {
    static Timing of(double[] micros) {
        double[] sorted = micros.clone();
        Arrays.sort(sorted);
        return new Timing(sorted[sorted.length / 2], sorted[0]);
    }

    /** The median of the medians, the shortest of all. */
    static Timing ofPasses(List<Timing> passes) {
        double[] medians =
                passes.stream().mapToDouble(Timing::medianMicros).sorted().toArray();
        double min = passes.stream().mapToDouble(Timing::minMicros).min().orElseThrow();
        return new Timing(medians[medians.length / 2], min);
    }
}
