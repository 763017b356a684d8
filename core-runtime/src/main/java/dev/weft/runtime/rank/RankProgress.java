package dev.weft.runtime.rank;

import dev.weft.runtime.JobProgress;

/** Where a rank is; written by its program's thread, read by anyone. */
public final class RankProgress {
    private volatile JobProgress current = new JobProgress("starting", -1, -1, Long.MAX_VALUE);

    public JobProgress current() {
        return current;
    }

    void phase(String phase, double done) {
        var last = current;
        current = new JobProgress(phase, done, last.step(), last.stepLimit());
    }

    void step(long step, long limit) {
        double done = limit == Long.MAX_VALUE ? -1 : (double) step / limit;
        current = new JobProgress("step", done, step, limit);
    }
}
