package dev.weft.collectives.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The times that one side took of an operation, again and again, by size. */
final class Passes {
    private final List<Map<Integer, Timing>> passes = new ArrayList<>();

    void add(Map<Integer, Timing> timings) {
        passes.add(timings);
    }

    Timing timing(int bytes) {
        return Timing.ofPasses(passes.stream()
                .map(timings -> {
                    Timing timing = timings.get(bytes);
                    if (timing == null) {
                        throw new IllegalStateException("no time was taken with %d bytes a rank".formatted(bytes));
                    }
                    return timing;
                })
                .toList());
    }
}
