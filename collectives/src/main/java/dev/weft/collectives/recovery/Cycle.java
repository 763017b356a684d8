package dev.weft.collectives.recovery;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Ranks of which each waits for the next, and the last for the first.
 *
 * @param calls what they wait in, from the lowest rank on; of a long cycle the first {@link Probe#MAX_PATH}
 * @param length how many ranks it has
 */
public record Cycle(List<WaitingCall> calls, int length) {
    public Cycle {
        calls = List.copyOf(calls);
    }

    /** The cycle for a reader, e.g. {@code ranks 0 and 1 wait for each other in a circle: rank 0 in receive(...), rank 1 in ...}. */
    public String text() {
        String told = calls.stream()
                .map(each -> "rank " + each.rank() + " in " + each.call())
                .collect(Collectors.joining(", "));
        return (length == 1 ? "rank " + calls.getFirst().rank() + " waits for itself: " : ranks() + ": ") + told;
    }

    private String ranks() {
        List<String> names = calls.stream().map(each -> "" + each.rank()).toList();
        int more = length - names.size();
        int listed = more > 0 ? names.size() : names.size() - 1;
        return "ranks " + String.join(", ", names.subList(0, listed)) + " and "
                + (more > 0 ? more + " more" : names.getLast()) + " wait for each other in a circle";
    }
}
