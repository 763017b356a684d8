package dev.weft.collectives.flight;

import dev.weft.collectives.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who waits for whom: a rank in a collective call for all that haven't made it yet, a rank in a send or a receive for the
 * other end, unless that is in the call that goes with it. Whoever waits needs all of them, so any circle is a deadlock.
 *
 * @param awaited by rank, only those that wait for somebody
 */
record Waits(Map<Integer, SortedSet<Integer>> awaited) {

    static Waits in(JobFlight job) {
        var awaited = new TreeMap<Integer, SortedSet<Integer>>();
        job.allRanks().forEach(rank -> {
            if (job.standing(rank) instanceof Standing.InCall(FlightEvent call)) {
                SortedSet<Integer> others = call.isCollective() ? missing(job, call) : otherEnd(job, rank, call);
                if (!others.isEmpty()) {
                    awaited.put(rank, others);
                }
            }
        });
        return new Waits(awaited);
    }

    private static SortedSet<Integer> missing(JobFlight job, FlightEvent call) {
        var missing = new TreeSet<Integer>();
        for (int member : job.members(call.communicator())) {
            if (!job.hasReached(member, call.communicator(), call.call())) {
                missing.add(member);
            }
        }
        return missing;
    }

    private static SortedSet<Integer> otherEnd(JobFlight job, int rank, FlightEvent message) {
        Optional<Integer> peer = job.peer(message);
        boolean isAwaited = peer.isPresent() && !meet(job, rank, message, peer.get());
        return isAwaited ? new TreeSet<>(Set.of(peer.get())) : new TreeSet<>();
    }

    /** True if one sends what the other receives. */
    private static boolean meet(JobFlight job, int rank, FlightEvent message, int peer) {
        if (!(job.standing(peer) instanceof Standing.InCall(FlightEvent other)) || other.isCollective()) {
            return false;
        }
        boolean opposite = (message.operation() == Operation.SEND) != (other.operation() == Operation.SEND);
        return opposite
                && other.communicator() == message.communicator()
                && other.tag() == message.tag()
                && job.peer(other).equals(Optional.of(rank));
    }

    SortedSet<Integer> awaitedBy(int rank) {
        return awaited.getOrDefault(rank, new TreeSet<>());
    }

    boolean isWaiting(int rank) {
        return awaited.containsKey(rank);
    }

    /** Those that wait for at least one of them, without themselves. */
    SortedSet<Integer> waitingFor(Set<Integer> ranks) {
        var waiting = new TreeSet<Integer>();
        awaited.forEach((rank, others) -> {
            if (!ranks.contains(rank) && !Collections.disjoint(others, ranks)) {
                waiting.add(rank);
            }
        });
        return waiting;
    }

    /** Those that wait for them, for those that do, and so on. */
    SortedSet<Integer> waitingInTheEndFor(Set<Integer> ranks) {
        var reached = new TreeSet<>(ranks);
        SortedSet<Integer> next = waitingFor(reached);
        while (!next.isEmpty()) {
            reached.addAll(next);
            next = waitingFor(reached);
        }
        reached.removeAll(ranks);
        return reached;
    }

    /** Words for those that wait for them by way of others, beside those that were told. */
    String others(Set<Integer> ranks, Set<Integer> told) {
        SortedSet<Integer> others = waitingInTheEndFor(ranks);
        others.removeAll(told);
        return others.isEmpty()
                ? ""
                : "; " + Words.ranks(others) + (others.size() == 1 ? " waits" : " wait") + " for those";
    }

    /** Those that somebody waits for, and that wait for nobody: where the standstill comes from. */
    SortedSet<Integer> causes() {
        var causes = new TreeSet<Integer>();
        awaited.values().forEach(causes::addAll);
        causes.removeAll(awaited.keySet());
        return causes;
    }

    /** Ranks that wait for each other, each for the next and the last for the first; ranks that wait for those of one are in no other. */
    List<List<Integer>> circles() {
        var circles = new ArrayList<List<Integer>>();
        var told = new TreeSet<Integer>();
        for (int rank : awaited.keySet()) {
            Optional<List<Integer>> circle = told.contains(rank) ? Optional.empty() : shortestCircle(rank);
            circle.ifPresent(found -> {
                circles.add(found);
                told.addAll(found);
                told.addAll(waitingInTheEndFor(Set.copyOf(found)));
            });
        }
        return circles;
    }

    private Optional<List<Integer>> shortestCircle(int start) {
        var before = new HashMap<Integer, Integer>();
        var open = new ArrayDeque<Integer>();
        open.add(start);
        while (!open.isEmpty()) {
            int rank = open.remove();
            for (int next : awaitedBy(rank)) {
                if (next == start) {
                    return Optional.of(way(before, start, rank));
                }
                if (before.putIfAbsent(next, rank) == null) {
                    open.add(next);
                }
            }
        }
        return Optional.empty();
    }

    private static List<Integer> way(Map<Integer, Integer> before, int start, int end) {
        var way = new ArrayList<Integer>();
        for (int rank = end; rank != start; rank = before.getOrDefault(rank, start)) {
            way.addFirst(rank);
        }
        way.addFirst(start);
        return way;
    }
}
