package dev.weft.runtime.cluster;

import dev.weft.runtime.JobReport.RankReport;
import dev.weft.runtime.JobReport.Recovery;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down a job's recoveries, each from the verdict to the moment when the programs run again. */
final class RecoveryLog {
    private static final double NANOS = 1e9;

    private final List<Recovery> recoveries = new ArrayList<>();
    private @Nullable Begun begun;
    private long lastStep = -1;

    private record Begun(String cause, String evidence, double detectedAfter, long atNanos, List<Long> pids) {}

    /** A worker of the current epoch is at this step, or -1 before the first. */
    void sawStep(long step) {
        lastStep = Math.max(lastStep, step);
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
            case EpochCause.Lost(int _, int _, String text) -> text.startsWith("silent") ? "silence" : "exit";
            case EpochCause.Broken _ -> "lane";
            case EpochCause.State _ -> "state";
        };
    }

    /**
     * The programs run: again, if there was a verdict before.
     *
     * @param restored so many steps were done
     */
    void runs(long nowNanos, List<Long> pids, long restored) {
        Begun lost = begun;
        if (lost != null) {
            recoveries.add(new Recovery(
                    lost.cause,
                    lost.evidence,
                    lost.detectedAfter,
                    restored,
                    Math.max(0, lastStep + 1 - restored),
                    (nowNanos - lost.atNanos) / NANOS,
                    lost.pids,
                    pids,
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
