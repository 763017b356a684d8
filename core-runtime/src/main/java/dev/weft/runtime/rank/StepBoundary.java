package dev.weft.runtime.rank;

import dev.weft.checkpoint.Partitions;
import dev.weft.checkpoint.save.SavedState;
import dev.weft.collectives.Fence;
import dev.weft.runtime.Steps;
import org.slf4j.MDC;

/** What happens at the step boundaries of one rank: all ranks pass together, state is saved, mail is delivered, progress and times are
 * told.
 */
final class StepBoundary {
    private static final long KIND = 1;

    private final int rank;
    private final StepHook hook;
    private final Fence fence;
    private final Agreement agreement;
    private final Mailbox mailbox;
    private final RankProgress progress;
    private final RankMeter meter;
    private final StateKeeper keeper;
    private final Partitions own;
    private long loops;

    StepBoundary(
            int rank,
            StepHook hook,
            Fence fence,
            Agreement agreement,
            Mailbox mailbox,
            RankProgress progress,
            RankMeter meter,
            StateKeeper keeper,
            Partitions own) {
        this.rank = rank;
        this.hook = hook;
        this.fence = fence;
        this.agreement = agreement;
        this.mailbox = mailbox;
        this.progress = progress;
        this.meter = meter;
        this.keeper = keeper;
        this.own = own;
    }

    Steps loop(long limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("steps: limit=" + limit + " < 0");
        }
        fence.check();
        return new SavingSteps(this, limit, own);
    }

    /** A loop begins, at the step where it was left, if it is the one that the attempt goes on in. */
    StepLoop begin(long limit, SavedState state, SameValues values) {
        long loop = loops++;
        meter.loopBegins();
        StepKeeping keeping = keeper.begin(loop, state, values);
        return new StepLoop(this, keeping, loop, limit);
    }

    void pass(StepKeeping keeping, long loop, long step, long limit) {
        fence.check();
        MDC.put("step", Long.toString(step));
        hook.entering(rank, step, keeping::awaitSettled);
        agreement.require(Agreement.fingerprint(KIND, loop, step, limit), () -> describe(loop, step, limit));
        keeping.at(step, meter.lastStep());
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
