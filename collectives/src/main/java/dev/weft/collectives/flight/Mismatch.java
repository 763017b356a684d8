package dev.weft.collectives.flight;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Ranks that made different collective calls under the same number of the same communicator.
 *
 * @param camps the ranks that agree, the largest camp first, that of the smallest rank where they are equally large
 */
record Mismatch(long communicator, long call, List<Camp> camps) {

    /** Ranks that made the same call. */
    record Camp(FlightEvent event, SortedSet<Integer> ranks) {}

    /** The first of each communicator: those after it are its consequences. */
    static List<Mismatch> in(JobFlight job) {
        var found = new ArrayList<Mismatch>();
        for (long communicator : job.communicators().keySet()) {
            first(job, communicator).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<Mismatch> first(JobFlight job, long communicator) {
        var calls = new TreeMap<Long, LinkedHashMap<Long, Camp>>();
        job.ranks().forEach((rank, flight) -> {
            for (FlightEvent call : flight.calls()) {
                if (call.isCollective() && call.communicator() == communicator) {
                    calls.computeIfAbsent(call.call(), _ -> new LinkedHashMap<>())
                            .computeIfAbsent(call.fingerprint(), _ -> new Camp(call, new TreeSet<>()))
                            .ranks()
                            .add(rank);
                }
            }
        });
        return calls.entrySet().stream()
                .filter(call -> call.getValue().size() > 1)
                .findFirst()
                .map(call -> new Mismatch(communicator, call.getKey(), largestFirst(call.getValue())));
    }

    private static List<Camp> largestFirst(LinkedHashMap<Long, Camp> camps) {
        return camps.values().stream()
                .sorted(Comparator.comparingInt((Camp camp) -> camp.ranks().size())
                        .reversed())
                .toList();
    }
}
