package dev.weft.runtime.cluster;

import dev.weft.checkpoint.save.StepId;
import dev.weft.runtime.JobReport.RankReport;
import dev.weft.runtime.JobReport.Recovery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Writes down a job's recoveries, each from the verdict to the moment when the programs run again. */
final class RecoveryLog {
    private static final double NANOS = 1e9;
    private static final String SPEED = "speed";

    private final List<Recovery> recoveries = new ArrayList<>();
    private @Nullable Begun begun;
    /** When the verdict of the recovery was passed after which no step is done again yet. */
    private OptionalLong verdictNanos = OptionalLong.empty();

    private StepId restored = StepId.BEGINNING;
    private long lastStep = -1;

    private record Begun(String cause, String evidence, double detectedAfter, long atNanos, List<Long> pids) {}

    /** A worker of the current epoch is at this step, or -1 before the first. */
    void sawStep(long step) {
        lastStep = Math.max(lastStep, step);
    }

    /**
     * A worker's ranks have come to this boundary.
     *
     * @return whether the first step after a recovery is done by that
     */
    boolean sawBoundary(StepId at, long nowNanos) {
        if (verdictNanos.isEmpty() || at.compareTo(restored) <= 0) {
            return false;
        }
        Recovery last = recoveries.removeLast();
        recoveries.add(last.withRedoneAfterSeconds((nowNanos - verdictNanos.getAsLong()) / NANOS));
        verdictNanos = OptionalLong.empty();
        return true;
    }

    /** What the last recovery cost, if it was no failure but gave ranks other shares, and a step is done since. */
    Optional<Duration> moved() {
        return Optional.of(recoveries)
                .filter(all -> !all.isEmpty() && all.getLast().evidence().equals(SPEED) && verdictNanos.isEmpty())
                .map(all -> Duration.ofNanos((long) (all.getLast().redoneAfterSeconds() * NANOS)));
    }

    /** @param signNanos when what was lost gave its last sign of life */
    void verdict(EpochCause cause, long signNanos, long nowNanos, List<Long> pids) {
        if (begun == null) {
            double after = cause instanceof EpochCause.Program || cause instanceof EpochCause.State
                    ? 0
                    : (nowNanos - signNanos) / NANOS;
            begun = new Begun(cause.text(), evidence(cause), after, nowNanos, pids);
        }
    }

    private static String evidence(EpochCause cause) {
        return switch (cause) {
            case EpochCause.Program _ -> "exception";
            case EpochCause.Lost(int _, int _, String text) ->
                text.startsWith("silent") ? "silence" : text.startsWith("its host") ? "host" : "exit";
            case EpochCause.Broken _ -> "lane";
            case EpochCause.Left _ -> "drain";
            case EpochCause.Rebalanced _ -> SPEED;
            case EpochCause.State _ -> "state";
        };
    }

    /**
     * The programs run: again, if there was a verdict before.
     *
     * @param from where they go on
     * @param ranks that there are
     */
    void runs(long nowNanos, List<Long> pids, StepId from, int ranks) {
        Begun lost = begun;
        if (lost != null) {
            restored = from;
            verdictNanos = OptionalLong.of(lost.atNanos);
            recoveries.add(new Recovery(
                    lost.cause,
                    lost.evidence,
                    lost.detectedAfter,
                    from.step(),
                    Math.max(0, lastStep + 1 - from.step()),
                    (nowNanos - lost.atNanos) / NANOS,
                    0,
                    lost.pids,
                    pids,
                    ranks,
                    0));
        }
        begun = null;
        lastStep = -1;
    }

    /** @param ranks of the attempt that came to the end */
    List<Recovery> recoveries(List<RankReport> ranks) {
        var all = new ArrayList<>(recoveries);
        if (!all.isEmpty()) {
            long read = ranks.stream().mapToLong(RankReport::bytesRead).sum();
            all.set(all.size() - 1, all.getLast().withGraphBytesReloaded(read));
        }
        return all;
    }
}
