package dev.weft.collectives.flight;

import dev.weft.collectives.flight.FlightEvent.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One rank's last calls of an epoch, up to the one that it stands in. Once a call has thrown because its group has come to an end, all
 * later ones do, too: those don't count.
 *
 * @param reached the rank's newest collective call in each communicator
 */
record RankFlight(FlightDump dump, List<FlightEvent> calls, Standing standing, Map<Long, Long> reached) {

    static RankFlight of(FlightDump dump) {
        List<FlightEvent> calls = upToTheFirstOfTheLastFailures(dump.events().stream()
                .filter(event -> event.epoch() == dump.epoch())
                .toList());
        var reached = new HashMap<Long, Long>();
        for (FlightEvent call : calls) {
            if (call.isCollective()) {
                reached.merge(call.communicator(), call.call(), Math::max);
            }
        }
        return new RankFlight(dump, calls, standing(dump, calls), Map.copyOf(reached));
    }

    /** True if the rank has made, or makes, this collective call. */
    boolean hasReached(long communicator, long call) {
        return reached.getOrDefault(communicator, Long.MIN_VALUE) >= call;
    }

    /** True if this collective call is behind the rank. */
    boolean hasFinished(long communicator, long call) {
        boolean standsInIt = standing instanceof Standing.InCall(FlightEvent current)
                && current.isCollective()
                && current.communicator() == communicator
                && current.call() == call;
        return hasReached(communicator, call) && !standsInIt;
    }

    /** How long the rank has been where it stands; how long it was, if a call threw. */
    Duration age() {
        return switch (standing) {
            case Standing.InCall(FlightEvent call) ->
                call.state() == State.FAILED
                        ? Duration.ofNanos(call.endNanos() - call.startNanos())
                        : dump.since(call.startNanos());
            case Standing.Outside(Optional<FlightEvent> last) ->
                dump.since(last.map(FlightEvent::endNanos).orElse(dump.attempt().beganNanos()));
            case Standing.Ended _ -> dump.since(dump.attempt().endedNanos().orElseThrow());
            case Standing.NoDump _ -> Duration.ZERO;
        };
    }

    private static List<FlightEvent> upToTheFirstOfTheLastFailures(List<FlightEvent> events) {
        int end = events.size();
        while (end > 1
                && events.get(end - 1).state() == State.FAILED
                && events.get(end - 2).state() == State.FAILED) {
            end--;
        }
        return new ArrayList<>(events.subList(0, end));
    }

    private static Standing standing(FlightDump dump, List<FlightEvent> calls) {
        Optional<FlightEvent> last = calls.isEmpty() ? Optional.empty() : Optional.of(calls.getLast());
        if (last.isPresent() && last.get().state() != State.DONE && !dump.isNewestTorn()) {
            return new Standing.InCall(last.get());
        }
        OptionalLong ended = dump.attempt().endedNanos();
        return ended.isPresent() ? new Standing.Ended(last) : new Standing.Outside(last);
    }
}
