package dev.weft.runtime.supervision;

import dev.weft.collectives.CallSites;
import dev.weft.runtime.rank.RankEnd;
import dev.weft.runtime.rank.RankRun;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the thread of one rank's program. Fails when the program fails, so that the job's actor learns of it as of any child's
 * failure.
 */
final class RankActor extends AbstractBehavior<RankCommand> {
    private static final Logger LOG = LoggerFactory.getLogger(RankActor.class);

    private final int id;
    private final RankRun run;
    private final ActorRef<AttemptCommand> job;
    private final Thread thread;

    /** @param id its place among all ranks of this worker */
    static Behavior<RankCommand> create(int id, RankRun run, ActorRef<AttemptCommand> job) {
        Behavior<RankCommand> behavior = Behaviors.setup(context -> new RankActor(context, id, run, job));
        return Behaviors.supervise(behavior)
                .onFailure(Throwable.class, SupervisorStrategy.stop().withLoggingEnabled(false));
    }

    private RankActor(ActorContext<RankCommand> context, int id, RankRun run, ActorRef<AttemptCommand> job) {
        super(context);
        this.id = id;
        this.run = run;
        this.job = job;
        ActorRef<RankCommand> self = context.getSelf();
        this.thread = run.newThread(end -> self.tell(new RankCommand.ProgramEnded(end)));
        tellJob(new AttemptEvent.RankReady(id));
    }

    @Override
    public Receive<RankCommand> createReceive() {
        return newReceiveBuilder()
                .onMessage(RankCommand.class, this::onCommand)
                .onSignal(PostStop.class, signal -> onStop())
                .build();
    }

    private Behavior<RankCommand> onCommand(RankCommand command) throws InterruptedException {
        switch (command) {
            case RankCommand.Begin _ -> begin();
            case RankCommand.Deliver(var mail) -> run.mailbox().put(mail);
            case RankCommand.Interrupt _ -> thread.interrupt();
            case RankCommand.ProgramEnded(RankEnd end) -> onProgramEnded(end);
        }
        return this;
    }

    private void begin() {
        try {
            thread.start();
        } catch (OutOfMemoryError noThread) {
            throw new RankFailedException(failure(-1, noThread));
        }
    }

    private void onProgramEnded(RankEnd end) throws InterruptedException {
        thread.join();
        switch (end) {
            case RankEnd.Done _ -> tellJob(new AttemptEvent.RankDone(id));
            case RankEnd.Fenced(long step, Throwable cause) ->
                tellJob(new AttemptEvent.RankFenced(id, failure(step, cause)));
            case RankEnd.Failed(long step, Throwable cause) -> throw new RankFailedException(failure(step, cause));
        }
    }

    private RankFailure failure(long step, Throwable cause) {
        return new RankFailure(run.programName(), run.number(), step, cause);
    }

    private void tellJob(AttemptEvent event) {
        job.tell(new AttemptCommand.Happened(event));
    }

    private Behavior<RankCommand> onStop() {
        StackTraceElement[] stack = thread.getStackTrace();
        thread.interrupt();
        if (stack.length > 0) {
            LOG.warn(
                    "{} computes on after the end of its job, at {}, called at {}: it is left alone, with the core and the memory that it uses",
                    thread.getName(),
                    stack[0],
                    CallSites.DEFAULT.nearest(stack));
        }
        return this;
    }
}
