package dev.weft.runtime.local;

import dev.weft.runtime.CheckpointException;
import dev.weft.runtime.DrainedException;
import dev.weft.runtime.Job;
import dev.weft.runtime.JobProgress;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.RankRef;
import dev.weft.runtime.gpu.GpuGrants;
import dev.weft.runtime.rank.Attempt;
import dev.weft.runtime.rank.AttemptResult;
import dev.weft.runtime.supervision.AttemptActor;
import dev.weft.runtime.supervision.AttemptCommand;
import dev.weft.runtime.supervision.AttemptEvent;
import dev.weft.runtime.supervision.AttemptOutcome;
import dev.weft.runtime.supervision.RankFailure;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;

/** A job as its user sees it. Whatever the user waits for completes on {@code callbacks}: not on an actor's thread, nor on a rank's. */
final class LocalJob implements Job {
    private final List<Attempt> operators;
    private final Optional<LocalCheckpoints> checkpoints;
    private final GpuGrants gpus;
    private final Executor callbacks;
    private final CompletableFuture<ActorRef<AttemptCommand>> actor = new CompletableFuture<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final CompletableFuture<JobResult> completion = new CompletableFuture<>();
    private final Set<Ask> unanswered = ConcurrentHashMap.newKeySet();

    LocalJob(List<Attempt> operators, Optional<LocalCheckpoints> checkpoints, GpuGrants gpus, Executor callbacks) {
        this.operators = operators;
        this.checkpoints = checkpoints;
        this.gpus = gpus;
        this.callbacks = callbacks;
    }

    List<Attempt> operators() {
        return operators;
    }

    private Attempt first() {
        return operators.getFirst();
    }

    /** By the guardian. */
    void started(ActorRef<AttemptCommand> ref) {
        actor.complete(ref);
    }

    void awaitStarted() {
        actor.join();
    }

    /** Completes when nothing of the job is left but its result. */
    CompletionStage<Void> over() {
        return over;
    }

    /** By the job's actor, at its end. */
    void end(AttemptOutcome outcome) {
        finish(() -> switch (outcome) {
            case AttemptOutcome.Done _ ->
                result(operators)
                        .with(
                                List.of(),
                                List.of(),
                                checkpoints.map(LocalCheckpoints::committed).orElse(0L),
                                checkpoints.map(LocalCheckpoints::missed).orElse(0L));
            case AttemptOutcome.Failed(RankFailure(var _, int _, long _, DrainedException drained)) -> throw drained;
            case AttemptOutcome.Failed(RankFailure(var _, int _, long _, CheckpointException trouble)) -> throw trouble;
            case AttemptOutcome.Failed(RankFailure failure) -> throw failure.toException();
            case AttemptOutcome.Cancelled _ -> throw AttemptActor.cancelled(id());
        });
    }

    private static AttemptResult result(List<Attempt> operators) {
        return AttemptResult.joined(
                operators.stream().map(Attempt::operator).toList(),
                operators.stream()
                        .map(operator -> AttemptResult.of(List.of(operator.share())))
                        .toList());
    }

    /** By the guardian, where the job's actor itself has failed. */
    void lost(Throwable cause) {
        var failure = new IllegalStateException("job " + id() + " has lost its actor: " + cause, cause);
        first().fence().raise(failure);
        finish(() -> {
            throw failure;
        });
    }

    /** Who has the result may ask for the same GPUs at once. */
    private void finish(Supplier<JobResult> result) {
        gpus.close();
        var _ = completion.completeAsync(result, callbacks);
        checkpoints.ifPresent(LocalCheckpoints::close);
        over.complete(null);
        unanswered.forEach(this::failUnanswered);
    }

    private void failUnanswered(Ask ask) {
        ask.fail(new IllegalStateException("job " + id() + " has ended, so its ranks answer no message"));
    }

    @Override
    public String id() {
        return first().jobId();
    }

    @Override
    public JobResult result() {
        try {
            return completion.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException own ? own : e;
        }
    }

    @Override
    public CompletionStage<JobResult> completion() {
        return completion.minimalCompletionStage();
    }

    @Override
    public void cancel() {
        actor.join().tell(new AttemptCommand.Happened(new AttemptEvent.CancelAsked()));
    }

    @Override
    public void drain() {
        checkpoints
                .orElseThrow(() ->
                        new IllegalStateException("job " + id() + " has no checkpoints: it can only be cancelled"))
                .drain();
    }

    @Override
    public RankRef rank(int number) {
        return new LocalRank(this, Objects.checkIndex(number, first().ranks().size()));
    }

    @Override
    public JobProgress progress() {
        return first().ranks().getFirst().progress().current();
    }

    CompletionStage<byte[]> ask(int rank, byte[] message) {
        var ask = new Ask(message, callbacks, unanswered::remove);
        unanswered.add(ask);
        if (over.isDone()) {
            failUnanswered(ask);
        } else {
            actor.join().tell(new AttemptCommand.Deliver(rank, ask));
        }
        return ask.answer();
    }
}
