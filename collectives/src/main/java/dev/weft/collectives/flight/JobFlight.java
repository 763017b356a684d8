package dev.weft.collectives.flight;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * All that the dumps of a job tell of its newest epoch.
 *
 * @param ranks by number, those that left a dump of that epoch
 * @param earlier by rank, the newest dumps of earlier epochs
 */
record JobFlight(
        int epoch,
        int size,
        Map<Integer, RankFlight> ranks,
        Map<Integer, FlightDump> earlier,
        Map<Long, FlightCommunicator> communicators) {

    static JobFlight of(Collection<FlightDump> dumps) {
        int epoch = dumps.stream().mapToInt(FlightDump::epoch).max().orElseThrow();
        var ranks = new TreeMap<Integer, RankFlight>();
        var earlier = new HashMap<Integer, FlightDump>();
        var communicators = new TreeMap<Long, FlightCommunicator>();
        int size = 0;
        for (FlightDump dump : dumps.stream()
                .sorted(Comparator.comparingInt(FlightDump::epoch).thenComparingLong(FlightDump::takenMillis))
                .toList()) {
            if (dump.epoch() == epoch) {
                ranks.put(dump.rank(), RankFlight.of(dump));
                dump.attempt().communicators().forEach(each -> communicators.put(each.id(), each));
                size = Math.max(size, Math.max(dump.attempt().size(), dump.rank() + 1));
            } else {
                earlier.put(dump.rank(), dump);
            }
        }
        return new JobFlight(epoch, size, ranks, earlier, communicators);
    }

    IntStream allRanks() {
        return IntStream.range(0, size);
    }

    Optional<RankFlight> rank(int number) {
        return Optional.ofNullable(ranks.get(number));
    }

    Standing standing(int rank) {
        return rank(rank).map(RankFlight::standing).orElseGet(Standing.NoDump::new);
    }

    boolean hasReached(int rank, long communicator, long call) {
        return rank(rank).map(flight -> flight.hasReached(communicator, call)).orElse(false);
    }

    /** The ranks of a communicator, by their numbers in the job; none if no dump lists them. */
    List<Integer> members(long communicator) {
        return Optional.ofNullable(communicators.get(communicator))
                .map(FlightCommunicator::worldRanks)
                .orElse(List.of());
    }

    /** The peer's number in the job. */
    Optional<Integer> peer(FlightEvent message) {
        List<Integer> members = members(message.communicator());
        boolean isKnown = message.peer() >= 0 && message.peer() < members.size();
        return isKnown ? Optional.of(members.get(message.peer())) : Optional.empty();
    }

    Optional<FlightWorker> worker(int rank) {
        return ranks.values().stream()
                .flatMap(flight -> flight.dump().attempt().workers().stream())
                .filter(worker -> worker.has(rank))
                .findFirst();
    }

    String host(int rank) {
        return rank(rank)
                .map(flight -> flight.dump().origin().host())
                .filter(host -> !host.isEmpty())
                .or(() -> worker(rank).map(FlightWorker::host))
                .orElse("");
    }

    /** A rank and where it lives, e.g. {@code rank 2 (worker 1, host a)}. */
    String name(int rank) {
        String host = host(rank);
        return "rank " + rank
                + worker(rank)
                        .map(worker -> " (worker " + worker.worker() + (host.isEmpty() ? "" : ", host " + host) + ")")
                        .orElse("");
    }

    /** One rank with where it lives, several by their numbers. */
    String subject(Collection<Integer> several) {
        return several.size() == 1 ? name(several.iterator().next()) : Words.ranks(several);
    }

    /** The call that a rank stands in. */
    String call(int rank) {
        return standing(rank) instanceof Standing.InCall(FlightEvent call) ? call.text() + ", " + call.place() : "";
    }

    /** How long the rank has been where it stands. */
    String age(int rank) {
        return rank(rank).map(flight -> Words.duration(flight.age())).orElse("");
    }

    /** Why the rank was dumped, in one line. */
    String reason(int rank) {
        return rank(rank)
                .map(flight -> flight.dump().reason().strip().replaceAll("\\s*\\R\\s*", " | "))
                .orElse("");
    }

    /** Which dump it is that ranks didn't leave, where that isn't plain. */
    String whichDump(Collection<Integer> missing, boolean someUnread) {
        String older = missing.stream()
                .flatMap(rank -> Optional.ofNullable(earlier.get(rank)).stream())
                .findFirst()
                .map(dump -> " of attempt %d (but one of attempt %d)".formatted(epoch, dump.epoch()))
                .orElse("");
        return (someUnread ? " that could be read" : "") + older;
    }

    /** A communicator with its name, if it has one. */
    String name(long communicator) {
        String name = Optional.ofNullable(communicators.get(communicator))
                .map(FlightCommunicator::name)
                .orElse("");
        return "communicator " + FlightCommunicator.label(communicator) + (name.isEmpty() ? "" : " (" + name + ")");
    }
}
