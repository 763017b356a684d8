package dev.weft.runtime.supervision;

import dev.weft.collectives.Fence;
import dev.weft.runtime.JobCancelledException;
import dev.weft.runtime.rank.Attempt;
import dev.weft.runtime.rank.RankRun;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
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
    private final List<Attempt> operators;
    private final List<RankRun> runs;
    private final TimerScheduler<AttemptCommand> timers;
    private final Consumer<AttemptOutcome> whenEnded;
    private final AttemptLife life;
    private final List<ActorRef<RankCommand>> ranks;

    /**
     * The actor of an attempt that is to run.
     *
     * @param operators this worker's part of each; their ranks, in this order, are known by their place in it
     * @param whenEnded called once, when the actors of the ranks have ended
     */
    public static Behavior<AttemptCommand> create(
            List<Attempt> operators, Patience.Timings timings, Consumer<AttemptOutcome> whenEnded) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new AttemptActor(context, timers, operators, timings, whenEnded)));
    }

    private AttemptActor(
            ActorContext<AttemptCommand> context,
            TimerScheduler<AttemptCommand> timers,
            List<Attempt> operators,
            Patience.Timings timings,
            Consumer<AttemptOutcome> whenEnded) {
        super(context);
        this.operators = operators;
        this.runs = operators.stream().map(Attempt::ranks).flatMap(List::stream).toList();
        this.timers = timers;
        this.whenEnded = whenEnded;
        this.ranks = IntStream.range(0, runs.size())
                .mapToObj(id -> spawn(context, id, runs.get(id)))
                .toList();
        this.life = new AttemptLife(ranks.size(), timings);
    }

    private static ActorRef<RankCommand> spawn(ActorContext<AttemptCommand> context, int id, RankRun run) {
        ActorRef<RankCommand> rank = context.spawn(RankActor.create(id, run, context.getSelf()), "rank-" + id);
        context.watch(rank);
        return rank;
    }

    @Override
    public Receive<AttemptCommand> createReceive() {
        return newReceiveBuilder()
                .onMessage(AttemptCommand.class, this::onCommand)
                .onSignal(ChildFailed.class, signal -> on(failureOf(signal)))
                .build();
    }

    private Behavior<AttemptCommand> onCommand(AttemptCommand command) {
        return switch (command) {
            case AttemptCommand.Happened(AttemptEvent event) -> on(event);
            case AttemptCommand.Deliver(int rank, var mail) -> {
                ranks.get(rank).tell(new RankCommand.Deliver(mail));
                yield this;
            }
        };
    }

    private AttemptEvent failureOf(ChildFailed signal) {
        int id = ranks.indexOf(signal.getRef().<RankCommand>unsafeUpcast());
        RankRun run = runs.get(id);
        return new AttemptEvent.RankFailed(
                id,
                signal.cause() instanceof RankFailedException rankFailed
                        ? rankFailed.failure()
                        : new RankFailure(run.programName(), run.number(), -1, signal.cause()));
    }

    private Behavior<AttemptCommand> on(AttemptEvent event) {
        Behavior<AttemptCommand> next = this;
        for (AttemptEffect effect : life.on(event)) {
            switch (effect) {
                case AttemptEffect.Begin _ -> tell(ranks, new RankCommand.Begin());
                case AttemptEffect.Fence(Throwable cause) -> fence().raise(cause);
                case AttemptEffect.FenceCancelled _ ->
                    fence().raise(cancelled(operators.getFirst().jobId()));
                case AttemptEffect.Wait(Patience patience) -> await(patience);
                case AttemptEffect.Interrupt(Set<Integer> late) ->
                    tell(late.stream().map(ranks::get).toList(), new RankCommand.Interrupt());
                case AttemptEffect.End(AttemptOutcome outcome) ->
                    next = Behaviors.stopped(() -> whenEnded.accept(outcome));
            }
        }
        return next;
    }

    private Fence fence() {
        return operators.getFirst().fence();
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
