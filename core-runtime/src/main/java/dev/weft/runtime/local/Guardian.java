package dev.weft.runtime.local;

import dev.weft.runtime.supervision.AttemptActor;
import dev.weft.runtime.supervision.AttemptCommand;
import dev.weft.runtime.supervision.Patience;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** The root of an instance's actors: starts the actors of jobs, and ends a job whose actor is lost. */
final class Guardian extends AbstractBehavior<Guardian.Start> {
    private final Patience.Timings timings;
    private final Map<ActorRef<Void>, LocalJob> jobs = new HashMap<>();

    record Start(LocalJob job) {}

    static Behavior<Start> create(Patience.Timings timings) {
        return Behaviors.setup(context -> new Guardian(context, timings));
    }

    private Guardian(ActorContext<Start> context, Patience.Timings timings) {
        super(context);
        this.timings = timings;
    }

    @Override
    public Receive<Start> createReceive() {
        return newReceiveBuilder()
                .onMessage(Start.class, this::onStart)
                .onSignal(ChildFailed.class, this::onJobFailed)
                .onSignal(Terminated.class, this::onJobTerminated)
                .build();
    }

    private Behavior<Start> onStart(Start start) {
        LocalJob job = start.job();
        ActorRef<AttemptCommand> actor =
                getContext().spawnAnonymous(AttemptActor.create(job.operators(), timings, job::end));
        getContext().watch(actor);
        jobs.put(actor.unsafeUpcast(), job);
        job.started(actor);
        return this;
    }

    private Behavior<Start> onJobFailed(ChildFailed signal) {
        LocalJob job = jobs.remove(signal.getRef());
        if (job != null) {
            job.lost(signal.cause());
        }
        return this;
    }

    private Behavior<Start> onJobTerminated(Terminated signal) {
        jobs.remove(signal.getRef());
        return this;
    }
}
