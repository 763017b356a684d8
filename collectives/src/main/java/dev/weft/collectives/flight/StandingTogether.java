package dev.weft.collectives.flight;

import dev.weft.collectives.flight.FlightEvent.State;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Sentences about calls that ranks stand in though nobody is missing there. */
final class StandingTogether {
    private StandingTogether() {}

    static List<String> sentences(JobFlight job, Waits waits) {
        Map<String, SortedSet<Integer>> byCall = new LinkedHashMap<>();
        job.ranks().forEach((rank, flight) -> {
            if (flight.standing() instanceof Standing.InCall && !waits.isWaiting(rank)) {
                byCall.computeIfAbsent(job.call(rank), _ -> new TreeSet<>()).add(rank);
            }
        });
        return byCall.entrySet().stream()
                .map(each -> sentence(job, each.getKey(), each.getValue()))
                .toList();
    }

    private static String sentence(JobFlight job, String call, SortedSet<Integer> ranks) {
        String standing = "%s %s in %s, ".formatted(job.subject(ranks), ranks.size() == 1 ? "stands" : "stand", call);
        if (job.standing(ranks.first()) instanceof Standing.InCall(FlightEvent event)
                && job.members(event.communicator()).isEmpty()) {
            return standing + "but no dump tells which ranks that communicator has";
        }
        return standing + "and no other rank is missing there: "
                + firstThrown(job, ranks).orElse("what its ranks send each other is still on its way, or lost");
    }

    private static Optional<String> firstThrown(JobFlight job, SortedSet<Integer> ranks) {
        return ranks.stream()
                .filter(rank -> thrownAt(job, rank).isPresent())
                .min(Comparator.comparing(rank -> thrownAt(job, rank).orElseThrow()))
                .map(rank ->
                        "the call threw first at " + job.name(rank) + " (its dump says: " + job.reason(rank) + ")");
    }

    private static Optional<Instant> thrownAt(JobFlight job, int rank) {
        return job.rank(rank)
                .filter(flight -> flight.calls().getLast().state() == State.FAILED)
                .map(flight -> flight.dump().wallClock(flight.calls().getLast().endNanos()));
    }
}
