package dev.weft.collectives.flight;

import dev.weft.collectives.flight.FlightEvent.State;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a job's dumps say together: who is missing where, and where everybody stands. */
public final class FlightReport {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private final JobFlight job;
    private final List<String> unread;
    private final List<String> findings;

    private FlightReport(JobFlight job, List<String> unread) {
        this.job = job;
        this.unread = unread;
        this.findings = Findings.in(job, !unread.isEmpty());
    }

    /** Of a folder with at least one dump. */
    public static FlightReport of(FlightFolder folder) {
        return new FlightReport(JobFlight.of(folder.dumps()), folder.unread());
    }

    /** The sentence that explains most. */
    public String verdict() {
        return findings.getFirst();
    }

    /**
     * The verdict, then all that led to it.
     *
     * @param lastEvents how many of each rank's newest calls are listed
     */
    public String text(int lastEvents) {
        var lines = new ArrayList<String>(findings);
        unread.forEach(sentence -> lines.add("not read: " + sentence));
        lines.add("");
        lines.add("%d of %d ranks left a dump of attempt %d. All times are UTC."
                .formatted(job.ranks().size(), job.size(), job.epoch()));
        reasons().forEach((reason, ranks) -> lines.add("dumped because: " + reason + " (" + Words.ranks(ranks) + ")"));
        job.communicators().keySet().forEach(communicator -> lines.addAll(Wavefront.lines(job, communicator)));
        lines.add("");
        lines.addAll(RankTable.lines(job));
        if (lastEvents > 0) {
            job.ranks().forEach((rank, flight) -> lines.addAll(last(rank, flight, lastEvents)));
        }
        return String.join("\n", lines) + "\n";
    }

    private Map<String, SortedSet<Integer>> reasons() {
        var reasons = new TreeMap<String, SortedSet<Integer>>();
        for (int rank : job.ranks().keySet()) {
            reasons.computeIfAbsent(job.reason(rank), _ -> new TreeSet<>()).add(rank);
        }
        return reasons;
    }

    private static List<String> last(int rank, RankFlight flight, int count) {
        FlightDump dump = flight.dump();
        List<FlightEvent> events = dump.events();
        List<FlightEvent> last = events.subList(Math.max(0, events.size() - count), events.size());
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add("rank %d, the last %d of its %d calls, dumped at %s:"
                .formatted(rank, last.size(), dump.begun(), TIME.format(dump.wallClock(dump.takenNanos()))));
        for (FlightEvent event : last) {
            lines.add("  %s  %-7s  %10s  %s, %s"
                    .formatted(
                            TIME.format(dump.wallClock(event.startNanos())),
                            event.state().toString().toLowerCase(Locale.ROOT),
                            length(dump, event),
                            event.text(),
                            event.place()));
        }
        if (dump.isNewestTorn()) {
            lines.add("  and one that was just beginning");
        }
        return lines;
    }

    private static String length(FlightDump dump, FlightEvent event) {
        long end = event.state() == State.STARTED ? dump.takenNanos() : event.endNanos();
        return Words.duration(Duration.ofNanos(end - event.startNanos()));
    }
}
