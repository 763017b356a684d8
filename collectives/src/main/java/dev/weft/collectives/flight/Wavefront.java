package dev.weft.collectives.flight;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** How far the ranks of a communicator have got with its collective calls. */
final class Wavefront {
    private Wavefront() {}

    /** Nothing if none of its ranks has made a call. */
    static List<String> lines(JobFlight job, long communicator) {
        var standing = new TreeMap<Long, FlightEvent>();
        var newest = new TreeMap<Long, SortedSet<Integer>>();
        job.ranks().forEach((rank, flight) -> {
            if (flight.standing() instanceof Standing.InCall(FlightEvent call)
                    && call.isCollective()
                    && call.communicator() == communicator) {
                standing.putIfAbsent(call.call(), call);
            }
            Long reached = flight.reached().get(communicator);
            if (reached != null) {
                newest.computeIfAbsent(reached, _ -> new TreeSet<>()).add(rank);
            }
        });
        var lines = new ArrayList<String>();
        if (newest.isEmpty()) {
            return lines;
        }
        lines.add("");
        lines.add(job.name(communicator) + ", " + Words.ranks(job.members(communicator)) + ":");
        standing.forEach(
                (number, call) -> lines.add("  call %d, %s: %s".formatted(number, call.text(), around(job, call))));
        if (standing.isEmpty()) {
            newest.forEach(
                    (number, ranks) -> lines.add("  call %d was the last of %s".formatted(number, Words.ranks(ranks))));
        }
        return lines;
    }

    private static String around(JobFlight job, FlightEvent call) {
        var finished = new TreeSet<Integer>();
        var inside = new TreeSet<Integer>();
        var before = new TreeSet<Integer>();
        for (int rank : job.members(call.communicator())) {
            boolean hasFinished = job.rank(rank)
                    .map(flight -> flight.hasFinished(call.communicator(), call.call()))
                    .orElse(false);
            boolean hasReached = job.hasReached(rank, call.communicator(), call.call());
            (hasFinished ? finished : hasReached ? inside : before).add(rank);
        }
        var parts = new ArrayList<String>();
        add(parts, finished, " finished it");
        add(parts, inside, inside.size() == 1 ? " stands in it" : " stand in it");
        add(parts, before, before.size() == 1 ? " has not reached it" : " have not reached it");
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, SortedSet<Integer> ranks, String what) {
        if (!ranks.isEmpty()) {
            parts.add(Words.ranks(ranks) + what);
        }
    }
}
