package dev.weft.launcher;

import dev.weft.runtime.JobReport;
import dev.weft.runtime.JobReport.Recovery;
import dev.weft.runtime.JobResult;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What was loaded and what ran, in a line each. */
record Summary(RunOptions options, JobResult result) {
    /** What shows that nothing was lost. */
    private static final Set<String> MOVES = Set.of("drain", "speed");

    void print(PrintStream err) {
        JobReport report = result.report();
        if (report.vertices() > 0) {
            err.println("loaded " + counted(report.vertices(), "vertex", "vertices") + " and "
                    + counted(report.edges(), "edge", "edges") + " in " + seconds(report.loadSeconds()));
        }
        for (Recovery recovery : report.recoveries()) {
            err.println((MOVES.contains(recovery.evidence()) ? "moved in " : "recovered in ")
                    + seconds(recovery.secondsLost()) + ": " + recovery.cause() + "; "
                    + counted(recovery.stepsRedone(), "step", "steps") + " done again from step "
                    + recovery.restoredFromStep() + onFewerRanks(recovery));
        }
        if (report.checkpoints() + report.missedCheckpoints() > 0) {
            String missed = report.missedCheckpoints() == 0 ? "" : ", " + report.missedCheckpoints() + " could not be";
            err.println("saved " + counted(report.checkpoints(), "checkpoint", "checkpoints") + missed);
        }
        err.println("ran " + options.name() + ": " + counted(report.supersteps(), "superstep", "supersteps") + " in "
                + seconds(report.runSeconds()) + " on " + counted(report.ranks().size(), "rank", "ranks") + threads());
        new WorkersOnHosts(report.workers()).line().ifPresent(err::println);
        if (!result.columns().isEmpty() && !options.outputs().takeColumn()) {
            err.println(
                    "results: " + String.join(", ", result.columns()) + " (see them with --top 10 or --output FILE)");
        }
    }

    /** Of operators that have different numbers of threads all of these; nothing where each host has as many as it has cores for. */
    private String threads() {
        List<Integer> different = options.operators().stream()
                .map(OperatorOptions::threads)
                .distinct()
                .toList();
        if (different.contains(0)) {
            return "";
        }
        return " of "
                + (different.size() == 1
                        ? counted(different.getFirst(), "thread", "threads")
                        : different.stream().map(String::valueOf).collect(Collectors.joining(" or ")) + " threads");
    }

    private String onFewerRanks(Recovery recovery) {
        return recovery.ranksAfter() < options.ranks()
                ? ", on the " + counted(recovery.ranksAfter(), "rank that is", "ranks that are") + " left"
                : "";
    }

    private static String counted(long count, String one, String many) {
        return String.format(Locale.ROOT, "%,d", count) + " " + (count == 1 ? one : many);
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, seconds < 1 ? "%.3f s" : "%.2f s", seconds);
    }
}
