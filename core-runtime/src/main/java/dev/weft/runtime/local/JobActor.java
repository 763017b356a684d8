package dev.weft.runtime.local;

import dev.weft.runtime.JobCancelledException;
import dev.weft.runtime.rank.Attempt;
import dev.weft.runtime.rank.RankRun;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** Supervises the ranks of one job, and does what its {@link JobLife} says. Ends with the job, after the actors of its ranks. */
final class JobActor extends AbstractBehavior<JobCommand> {
    private final Attempt attempt;
    private final TimerScheduler<JobCommand> timers;
    private final Consumer<JobOutcome> whenEnded;
    private final JobLife life;
    private final List<ActorRef<RankCommand>> ranks;

    /**
     * The actor of a job that is to run.
     *
     * @param whenEnded called once, when the actors of the ranks have ended
     */
    static Behavior<JobCommand> create(Attempt attempt, Patience.Timings timings, Consumer<JobOutcome> whenEnded) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new JobActor(context, timers, attempt, timings, whenEnded)));
    }

    private JobActor(
            ActorContext<JobCommand> context,
            TimerScheduler<JobCommand> timers,
            Attempt attempt,
            Patience.Timings timings,
            Consumer<JobOutcome> whenEnded) {
        super(context);
        this.attempt = attempt;
        this.timers = timers;
        this.whenEnded = whenEnded;
        this.life = new JobLife(attempt.ranks().size(), timings);
        this.ranks = attempt.ranks().stream().map(run -> spawn(context, run)).toList();
    }

    private static ActorRef<RankCommand> spawn(ActorContext<JobCommand> context, RankRun run) {
        ActorRef<RankCommand> rank = context.spawn(RankActor.create(run, context.getSelf()), "rank-" + run.number());
        context.watch(rank);
        return rank;
    }

    @Override
    public Receive<JobCommand> createReceive() {
        return newReceiveBuilder()
                .onMessage(JobCommand.class, this::onCommand)
                .onSignal(ChildFailed.class, signal -> on(new JobEvent.RankFailed(failureOf(signal))))
                .build();
    }

    private Behavior<JobCommand> onCommand(JobCommand command) {
        return switch (command) {
            case JobCommand.Happened(JobEvent event) -> on(event);
            case JobCommand.Deliver(int rank, var mail) -> {
                ranks.get(rank).tell(new RankCommand.Deliver(mail));
                yield this;
            }
        };
    }

    private RankFailure failureOf(ChildFailed signal) {
        int rank = ranks.indexOf(signal.getRef().<RankCommand>unsafeUpcast());
        return signal.cause() instanceof RankFailedException rankFailed
                ? rankFailed.failure()
                : new RankFailure(attempt.ranks().get(rank).programName(), rank, -1, signal.cause());
    }

    private Behavior<JobCommand> on(JobEvent event) {
        Behavior<JobCommand> next = this;
        for (JobEffect effect : life.on(event)) {
            switch (effect) {
                case JobEffect.Begin _ -> tell(ranks, new RankCommand.Begin());
                case JobEffect.Fence(Throwable cause) -> attempt.fence().raise(cause);
                case JobEffect.FenceCancelled _ -> attempt.fence().raise(cancelled(attempt.jobId()));
                case JobEffect.Wait(Patience patience) -> await(patience);
                case JobEffect.Interrupt(Set<Integer> late) ->
                    tell(late.stream().map(ranks::get).toList(), new RankCommand.Interrupt());
                case JobEffect.End(JobOutcome outcome) -> next = Behaviors.stopped(() -> whenEnded.accept(outcome));
            }
        }
        return next;
    }

    private static void tell(List<ActorRef<RankCommand>> ranks, RankCommand command) {
        ranks.forEach(rank -> rank.tell(command));
    }

    private void await(Patience patience) {
        schedule(new JobEvent.InterruptDue(), patience.interruptAfter());
        schedule(new JobEvent.GiveUpDue(), patience.giveUpAfter());
    }

    private void schedule(JobEvent event, Duration delay) {
        timers.startSingleTimer(event, new JobCommand.Happened(event), delay);
    }

    static JobCancelledException cancelled(String jobId) {
        return new JobCancelledException("job " + jobId + " was cancelled");
    }
}
