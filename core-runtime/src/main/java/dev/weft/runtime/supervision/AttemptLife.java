package dev.weft.runtime.supervision;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An attempt's life in one worker as a state machine: events in, effects out; no actors, no clock, no threads in it.
 *
 * <p>The first failure is the job's, with one exception: a rank that was fenced knows a failure by hearsay, so where the rank that
 * failed reports too, its report counts. A cancelled job whose programs fail on their way out was cancelled; a failed job that is
 * cancelled on its way out has failed, and only ends sooner.
 */
final class AttemptLife {
    private final Patience.Timings timings;
    private final Set<Integer> forming;
    private final Set<Integer> running;
    private AttemptState state = AttemptState.FORMING;
    private boolean cancelled;
    private boolean hurried;
    private boolean hearsay;
    private @Nullable RankFailure failure;

    /** @param ranks how many this worker has, of all operators */
    AttemptLife(int ranks, Patience.Timings timings) {
        this.timings = timings;
        this.forming = IntStream.range(0, ranks).boxed().collect(Collectors.toCollection(TreeSet::new));
        this.running = new TreeSet<>(forming);
    }

    AttemptState state() {
        return state;
    }

    List<AttemptEffect> on(AttemptEvent event) {
        return switch (state) {
            case FORMING -> onForming(event);
            case RUNNING -> onRunning(event);
            case ENDING -> onEnding(event);
            case DONE, FAILED, CANCELLED -> List.of();
        };
    }

    private List<AttemptEffect> onForming(AttemptEvent event) {
        return switch (event) {
            case AttemptEvent.RankReady(int rank) -> {
                forming.remove(rank);
                yield forming.isEmpty() ? begin() : List.of();
            }
            case AttemptEvent.RankFailed(int _, RankFailure cause) -> {
                failure = cause;
                yield end();
            }
            case AttemptEvent.CancelAsked() -> {
                cancelled = true;
                yield end();
            }
            default -> List.of();
        };
    }

    private List<AttemptEffect> begin() {
        state = AttemptState.RUNNING;
        return List.of(new AttemptEffect.Begin());
    }

    private List<AttemptEffect> onRunning(AttemptEvent event) {
        return switch (event) {
            case AttemptEvent.RankDone(int rank) -> ended(rank);
            case AttemptEvent.RankFenced(int rank, RankFailure seen) -> {
                hearsay = true;
                yield fail(rank, seen);
            }
            case AttemptEvent.RankFailed(int rank, RankFailure cause) -> fail(rank, cause);
            case AttemptEvent.CancelAsked() -> cancel();
            default -> List.of();
        };
    }

    private List<AttemptEffect> fail(int rank, RankFailure cause) {
        state = AttemptState.ENDING;
        failure = cause;
        var effects = new ArrayList<AttemptEffect>();
        effects.add(new AttemptEffect.Fence(cause.cause()));
        effects.add(new AttemptEffect.Wait(timings.afterFailure()));
        effects.addAll(ended(rank));
        return effects;
    }

    private List<AttemptEffect> cancel() {
        state = AttemptState.ENDING;
        cancelled = true;
        return List.of(new AttemptEffect.FenceCancelled(), hurry());
    }

    private AttemptEffect hurry() {
        hurried = true;
        return new AttemptEffect.Wait(timings.afterCancel());
    }

    private List<AttemptEffect> onEnding(AttemptEvent event) {
        return switch (event) {
            case AttemptEvent.RankDone(int rank) -> ended(rank);
            case AttemptEvent.RankFenced(int rank, RankFailure _) -> ended(rank);
            case AttemptEvent.RankFailed(int rank, RankFailure cause) -> {
                failure = hearsay ? cause : failure;
                hearsay = false;
                yield ended(rank);
            }
            case AttemptEvent.CancelAsked() -> hurried ? List.of() : List.of(hurry());
            case AttemptEvent.InterruptDue() -> List.of(new AttemptEffect.Interrupt(Set.copyOf(running)));
            case AttemptEvent.GiveUpDue() -> end();
            case AttemptEvent.RankReady _ -> List.of();
        };
    }

    private List<AttemptEffect> ended(int rank) {
        running.remove(rank);
        return running.isEmpty() ? end() : List.of();
    }

    private List<AttemptEffect> end() {
        AttemptOutcome outcome = outcome();
        state = switch (outcome) {
            case AttemptOutcome.Done _ -> AttemptState.DONE;
            case AttemptOutcome.Failed _ -> AttemptState.FAILED;
            case AttemptOutcome.Cancelled _ -> AttemptState.CANCELLED;
        };
        return List.of(new AttemptEffect.End(outcome));
    }

    private AttemptOutcome outcome() {
        if (failure != null) {
            return new AttemptOutcome.Failed(failure);
        }
        return cancelled ? new AttemptOutcome.Cancelled() : new AttemptOutcome.Done();
    }
}
