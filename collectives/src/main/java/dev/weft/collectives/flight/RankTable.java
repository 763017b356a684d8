package dev.weft.collectives.flight;

import dev.weft.collectives.flight.FlightEvent.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rank by rank: where it lives, and what it does for how long. */
final class RankTable {
    private static final List<String> HEAD = List.of("rank", "worker", "host", "pid", "for", "what");

    private RankTable() {}

    static List<String> lines(JobFlight job) {
        var rows = new ArrayList<List<String>>();
        rows.add(HEAD);
        job.allRanks().forEach(rank -> rows.add(row(job, rank)));
        int columns = HEAD.size() - 1;
        var widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
        }
        return line.append(row.getLast()).toString();
    }

    private static List<String> row(JobFlight job, int rank) {
        Optional<RankFlight> flight = job.rank(rank);
        String host = job.host(rank);
        return List.of(
                Integer.toString(rank),
                job.worker(rank)
                        .map(worker -> Integer.toString(worker.worker()))
                        .orElse("?"),
                host.isEmpty() ? "?" : host,
                flight.map(known -> Long.toString(known.dump().origin().pid())).orElse("?"),
                flight.map(known -> Words.duration(known.age())).orElse("?"),
                flight.map(RankTable::what).orElse("left no dump"));
    }

    private static String what(RankFlight flight) {
        String torn = flight.dump().isNewestTorn() ? "just beginning a call; " : "";
        return torn
                + switch (flight.standing()) {
                    case Standing.InCall(FlightEvent call) ->
                        (call.state() == State.FAILED ? "was in " : "in ")
                                + told(call)
                                + (call.state() == State.FAILED ? ", until it threw" : "");
                    case Standing.Outside(Optional<FlightEvent> last) -> "outside of any call" + after(last);
                    case Standing.Ended(Optional<FlightEvent> last) -> "program has ended" + after(last);
                    case Standing.NoDump _ -> "left no dump";
                };
    }

    private static String after(Optional<FlightEvent> last) {
        return last.map(call -> ", after " + told(call)).orElse(", no call made");
    }

    private static String told(FlightEvent call) {
        return call.text() + ", " + call.place();
    }
}
