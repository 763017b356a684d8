package dev.weft.runtime.supervision;

import dev.weft.runtime.JobCancelledException;
import dev.weft.runtime.rank.Attempt;
import dev.weft.runtime.rank.RankRun;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** Supervises this worker's ranks in one attempt of a job, and does what its {@link AttemptLife} says. Ends with the attempt, after the actors of its ranks. */
public final class AttemptActor extends AbstractBehavior<AttemptCommand> {
    private final Attempt attempt;
    private final TimerScheduler<AttemptCommand> timers;
    private final Consumer<AttemptOutcome> whenEnded;
    private final AttemptLife life;
    private final Map<Integer, ActorRef<RankCommand>> ranks = new TreeMap<>();

    /**
     * The actor of an attempt that is to run.
     *
     * @param whenEnded called once, when the actors of the ranks have ended
     */
    public static Behavior<AttemptCommand> create(
            Attempt attempt, Patience.Timings timings, Consumer<AttemptOutcome> whenEnded) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new AttemptActor(context, timers, attempt, timings, whenEnded)));
    }

    private AttemptActor(
            ActorContext<AttemptCommand> context,
            TimerScheduler<AttemptCommand> timers,
            Attempt attempt,
            Patience.Timings timings,
            Consumer<AttemptOutcome> whenEnded) {
        super(context);
        this.attempt = attempt;
        this.timers = timers;
        this.whenEnded = whenEnded;
        attempt.ranks().forEach(run -> ranks.put(run.number(), spawn(context, run)));
        this.life = new AttemptLife(ranks.keySet(), timings);
    }

    private static ActorRef<RankCommand> spawn(ActorContext<AttemptCommand> context, RankRun run) {
        ActorRef<RankCommand> rank = context.spawn(RankActor.create(run, context.getSelf()), "rank-" + run.number());
        context.watch(rank);
        return rank;
    }

    @Override
    public Receive<AttemptCommand> createReceive() {
        return newReceiveBuilder()
                .onMessage(AttemptCommand.class, this::onCommand)
                .onSignal(ChildFailed.class, signal -> on(new AttemptEvent.RankFailed(failureOf(signal))))
                .build();
    }

    private Behavior<AttemptCommand> onCommand(AttemptCommand command) {
        return switch (command) {
            case AttemptCommand.Happened(AttemptEvent event) -> on(event);
            case AttemptCommand.Deliver(int rank, var mail) -> {
                actorOf(rank).tell(new RankCommand.Deliver(mail));
                yield this;
            }
        };
    }

    private ActorRef<RankCommand> actorOf(int rank) {
        return Objects.requireNonNull(ranks.get(rank), () -> "rank " + rank + " is not of this worker");
    }

    private RankFailure failureOf(ChildFailed signal) {
        return signal.cause() instanceof RankFailedException rankFailed
                ? rankFailed.failure()
                : lost(signal.getRef().unsafeUpcast(), signal.cause());
    }

    /** A rank's actor has failed, not its program. */
    private RankFailure lost(ActorRef<RankCommand> actor, Throwable cause) {
        RankRun run = attempt.ranks().stream()
                .filter(each -> actorOf(each.number()).equals(actor))
                .findFirst()
                .orElseThrow();
        return new RankFailure(run.programName(), run.number(), -1, cause);
    }

    private Behavior<AttemptCommand> on(AttemptEvent event) {
        Behavior<AttemptCommand> next = this;
        for (AttemptEffect effect : life.on(event)) {
            switch (effect) {
                case AttemptEffect.Begin _ -> tell(ranks.values(), new RankCommand.Begin());
                case AttemptEffect.Fence(Throwable cause) -> attempt.fence().raise(cause);
                case AttemptEffect.FenceCancelled _ -> attempt.fence().raise(cancelled(attempt.jobId()));
                case AttemptEffect.Wait(Patience patience) -> await(patience);
                case AttemptEffect.Interrupt(Set<Integer> late) ->
                    tell(late.stream().map(this::actorOf).toList(), new RankCommand.Interrupt());
                case AttemptEffect.End(AttemptOutcome outcome) ->
                    next = Behaviors.stopped(() -> whenEnded.accept(outcome));
            }
        }
        return next;
    }

    private static void tell(Collection<ActorRef<RankCommand>> ranks, RankCommand command) {
        ranks.forEach(rank -> rank.tell(command));
    }

    private void await(Patience patience) {
        schedule(new AttemptEvent.InterruptDue(), patience.interruptAfter());
        schedule(new AttemptEvent.GiveUpDue(), patience.giveUpAfter());
    }

    private void schedule(AttemptEvent event, Duration delay) {
        timers.startSingleTimer(event, new AttemptCommand.Happened(event), delay);
    }

    public static JobCancelledException cancelled(String jobId) {
        return new JobCancelledException("job " + jobId + " was cancelled");
    }
}
