package dev.weft.runtime.rank;

import dev.weft.collectives.Fence;
import dev.weft.runtime.Program;
import dev.weft.runtime.threads.RankTeam;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.MDC;

/**
 * One rank of an {@link Attempt}: runs its program to its end, whatever that is, and shows from outside what it is doing. A failure
 * raises the fence.
 */
public final class RankRun {
    private final Attempt attempt;
    private final int number;
    private final Mailbox mailbox;
    private final RankProgress progress = new RankProgress();
    private final RankResults results = new RankResults();
    private final RankMeter meter;
    private volatile String programName;
    private volatile boolean started;
    private volatile boolean ended;

    RankRun(Attempt attempt, int number) {
        this.attempt = attempt;
        this.number = number;
        this.mailbox = new Mailbox("rank " + number + " of job " + attempt.jobId());
        this.programName = attempt.programName();
        this.meter = new RankMeter(attempt.nanoClock(), attempt.worker().peers().communicator(number));
    }

    public int number() {
        return number;
    }

    /**
     * The program's thread, to be started once.
     *
     * @param whenEnded called on that thread as its last act
     */
    public Thread newThread(Consumer<RankEnd> whenEnded) {
        Thread thread = Thread.ofPlatform()
                .name(threadName())
                .daemon()
                .inheritInheritableThreadLocals(false)
                .unstarted(() -> whenEnded.accept(run()));
        thread.setContextClassLoader(attempt.contextClassLoader());
        return thread;
    }

    private String threadName() {
        return "weft-" + attempt.jobId() + "-rank-" + number;
    }

    /** Whether a thread is the program's, or one of its helpers. */
    public boolean isOnThread(String name) {
        return name.equals(threadName()) || name.startsWith(threadName() + "-");
    }

    /** Whether the program's thread has come to its end, or was never started. */
    public boolean hasEnded() {
        return ended || !started;
    }

    public String programName() {
        return programName;
    }

    public Mailbox mailbox() {
        return mailbox;
    }

    public RankProgress progress() {
        return progress;
    }

    private RankEnd run() {
        started = true;
        MDC.put("job", attempt.jobId());
        MDC.put("worker", Integer.toString(attempt.worker().peers().numberOfAll()));
        MDC.put("rank", Integer.toString(number));
        MDC.put("attempt", Integer.toString(attempt.worker().attempt()));
        try (RankTeam team = attempt.newTeam(threadName())) {
            Program program = attempt.newProgram();
            programName = attempt.nameOf(program);
            attempt.worker().peers().communicator(number).calibrate();
            try (var context = context(team)) {
                program.run(context);
                context.awaitSettled();
            }
            attempt.ended(number);
            return new RankEnd.Done();
        } catch (Throwable thrown) {
            MemoryReserve.letGoIfNeededFor(thrown);
            return endedBy(thrown);
        } finally {
            meter.end();
            mailbox.end();
            ended = true;
        }
    }

    private RankContext context(RankTeam team) {
        return new RankContext(
                attempt.jobId(),
                number,
                attempt.worker(),
                attempt.arguments(),
                team,
                mailbox,
                results,
                progress,
                meter,
                attempt.nanoClock());
    }

    @SuppressWarnings("ReferenceEquality")
    private RankEnd endedBy(Throwable thrown) {
        Fence fence = attempt.fence();
        boolean first = fence.raise(thrown) || fence.cause() == thrown;
        Throwable cause = Objects.requireNonNull(fence.cause());
        long step = progress.current().step();
        return first ? new RankEnd.Failed(step, cause) : new RankEnd.Fenced(step, cause);
    }

    RankResults results() {
        return results;
    }

    RankMeasure measure() {
        return meter.measure();
    }
}
