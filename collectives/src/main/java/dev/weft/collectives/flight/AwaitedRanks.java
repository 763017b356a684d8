package dev.weft.collectives.flight;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sentences about the ranks that others wait for and that wait for nobody, one for those that the same ranks wait for.
 *
 * @param someUnread a missing dump may be one that can't be read
 */
record AwaitedRanks(JobFlight job, Waits waits, boolean someUnread) {
    private static final int CALLS_TOLD = 4;

    /** The surest first: a rank that is nowhere explains more than one that is still computing. */
    private static final List<Class<? extends Standing>> KINDS =
            List.of(Standing.NoDump.class, Standing.Ended.class, Standing.Outside.class, Standing.InCall.class);

    List<String> sentences() {
        return KINDS.stream().flatMap(this::sentences).toList();
    }

    private Stream<String> sentences(Class<? extends Standing> kind) {
        Map<SortedSet<Integer>, SortedSet<Integer>> byWaiting = new LinkedHashMap<>();
        for (int cause : waits.causes()) {
            if (kind.isInstance(job.standing(cause))) {
                byWaiting
                        .computeIfAbsent(waits.waitingFor(Set.of(cause)), _ -> new TreeSet<>())
                        .add(cause);
            }
        }
        return byWaiting.entrySet().stream()
                .map(each -> state(each.getValue()) + ": " + waitedFor(each.getValue(), each.getKey()));
    }

    private String state(SortedSet<Integer> causes) {
        int first = causes.first();
        return job.subject(causes)
                + switch (job.standing(first)) {
                    case Standing.NoDump _ -> " left no dump" + job.whichDump(causes, someUnread);
                    case Standing.Ended(Optional<FlightEvent> last) ->
                        causes.size() > 1
                                ? " have ended their programs"
                                : " has ended its program " + job.age(first) + " before its dump" + after(first, last);
                    case Standing.Outside(Optional<FlightEvent> last) ->
                        causes.size() > 1 ? " are outside of any call" : outside(first) + after(first, last);
                    case Standing.InCall _ ->
                        causes.size() > 1
                                ? " stand in calls in which no rank is missing"
                                : " stands in %s for %s though no rank is missing there"
                                        .formatted(job.call(first), job.age(first));
                };
    }

    private String outside(int rank) {
        boolean isBeginning =
                job.rank(rank).map(flight -> flight.dump().isNewestTorn()).orElse(false);
        return isBeginning ? " was just beginning a call" : " is outside of any call for " + job.age(rank);
    }

    private String after(int rank, Optional<FlightEvent> last) {
        return last.map(call -> ", after " + call.text() + ", " + call.place()).orElse(", and has made no call")
                + ownReason(rank);
    }

    /** Why the rank was dumped, if that isn't why all others were. */
    private String ownReason(int rank) {
        String reason = job.reason(rank);
        boolean isShared = job.ranks().keySet().stream()
                .allMatch(other -> job.reason(other).equals(reason));
        return isShared ? "" : " (its dump says: " + reason + ")";
    }

    private String waitedFor(SortedSet<Integer> causes, SortedSet<Integer> waiting) {
        Map<String, SortedSet<Integer>> byCall = new LinkedHashMap<>();
        for (int rank : waiting) {
            byCall.computeIfAbsent(job.call(rank), _ -> new TreeSet<>()).add(rank);
        }
        String told = byCall.entrySet().stream()
                .limit(CALLS_TOLD)
                .map(each -> "%s %s for %s in %s"
                        .formatted(
                                Words.ranks(each.getValue()),
                                each.getValue().size() == 1 ? "waits" : "wait",
                                causes.size() == 1 ? "it" : "them",
                                each.getKey()))
                .collect(Collectors.joining("; "));
        int more = byCall.size() - CALLS_TOLD;
        return told + (more > 0 ? "; and others in " + more + " more calls" : "") + waits.others(causes, waiting);
    }
}
