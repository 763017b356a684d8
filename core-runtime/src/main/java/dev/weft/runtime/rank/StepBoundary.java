package dev.weft.runtime.rank;

import dev.weft.collectives.Fence;
import dev.weft.runtime.Steps;
import org.slf4j.MDC;

/** What happens at the step boundaries of one rank: all ranks pass together, mail is delivered, progress and times are told. */
final class StepBoundary {
    private static final long KIND = 1;

    private final int rank;
    private final StepHook hook;
    private final Fence fence;
    private final Agreement agreement;
    private final Mailbox mailbox;
    private final RankProgress progress;
    private final RankMeter meter;
    private long loops;

    StepBoundary(
            int rank,
            StepHook hook,
            Fence fence,
            Agreement agreement,
            Mailbox mailbox,
            RankProgress progress,
            RankMeter meter) {
        this.rank = rank;
        this.hook = hook;
        this.fence = fence;
        this.agreement = agreement;
        this.mailbox = mailbox;
        this.progress = progress;
        this.meter = meter;
    }

    Steps loop(long limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("steps: limit=" + limit + " < 0");
        }
        fence.check();
        return () -> new StepLoop(this, loops++, limit);
    }

    void pass(long loop, long step, long limit) {
        fence.check();
        MDC.put("step", Long.toString(step));
        hook.entering(rank, step);
        agreement.require(Agreement.fingerprint(KIND, loop, step, limit), () -> describe(loop, step, limit));
        mailbox.deliver();
        progress.step(step, limit);
        meter.stepBegins(step);
    }

    void bodyEnded() {
        meter.stepEnds();
    }

    private static String describe(long loop, long step, long limit) {
        String most = limit == Long.MAX_VALUE ? "without a limit" : "of at most " + limit + " steps";
        return "step " + step + " of its loop " + loop + ", a loop " + most;
    }
}
