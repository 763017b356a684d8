package dev.weft.collectives.flight;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** How a report spells ranks and times. */
final class Words {
    private static final int RUNS_TOLD = 12;
    private static final int SHORTEST_RUN = 4;

    private static final long MICROSECOND = 1_000;
    private static final long MILLISECOND = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    private Words() {}

    /** E.g. {@code rank 3}, {@code ranks 0, 1, 5 to 9}. */
    static String ranks(Collection<Integer> ranks) {
        return (ranks.size() == 1 ? "rank " : "ranks ") + numbers(ranks);
    }

    /** E.g. {@code 0, 1, 5 to 9}. */
    static String numbers(Collection<Integer> ranks) {
        var told = new ArrayList<String>();
        int left = ranks.size();
        for (RankRun run : RankRun.of(ranks)) {
            if (told.size() >= RUNS_TOLD) {
                return String.join(", ", told) + " and " + left + " more";
            }
            if (run.ranks() >= SHORTEST_RUN) {
                told.add(run.first() + " to " + run.last());
            } else {
                RankRun.ranks(List.of(run)).forEach(rank -> told.add(rank.toString()));
            }
            left -= run.ranks();
        }
        return String.join(", ", told);
    }

    static String duration(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos < MILLISECOND) {
            return nanos / MICROSECOND + " µs";
        }
        return nanos < SECOND
                ? nanos / MILLISECOND + " ms"
                : String.format(Locale.ROOT, "%.1f s", nanos / (double) SECOND);
    }
}
