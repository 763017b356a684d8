package dev.weft.runtime.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A job's life as a state machine: events in, effects out; no actors, no clock, no threads in it.
 *
 * <p>The first failure is the job's, with one exception: a rank that was fenced knows a failure by hearsay, so where the rank that
 * failed reports too, its report counts. A cancelled job whose programs fail on their way out was cancelled; a failed job that is
 * cancelled on its way out has failed, and only ends sooner.
 */
final class JobLife {
    private final Patience.Timings timings;
    private final Set<Integer> forming;
    private final Set<Integer> running;
    private JobState state = JobState.FORMING;
    private boolean cancelled;
    private boolean hurried;
    private boolean hearsay;
    private @Nullable RankFailure failure;

    JobLife(int ranks, Patience.Timings timings) {
        this.timings = timings;
        this.forming = IntStream.range(0, ranks).boxed().collect(Collectors.toCollection(TreeSet::new));
        this.running = new TreeSet<>(forming);
    }

    JobState state() {
        return state;
    }

    List<JobEffect> on(JobEvent event) {
        return switch (state) {
            case FORMING -> onForming(event);
            case RUNNING -> onRunning(event);
            case ENDING -> onEnding(event);
            case DONE, FAILED, CANCELLED -> List.of();
        };
    }

    private List<JobEffect> onForming(JobEvent event) {
        return switch (event) {
            case JobEvent.RankReady(int rank) -> {
                forming.remove(rank);
                yield forming.isEmpty() ? begin() : List.of();
            }
            case JobEvent.RankFailed(RankFailure cause) -> {
                failure = cause;
                yield end();
            }
            case JobEvent.CancelAsked() -> {
                cancelled = true;
                yield end();
            }
            default -> List.of();
        };
    }

    private List<JobEffect> begin() {
        state = JobState.RUNNING;
        return List.of(new JobEffect.Begin());
    }

    private List<JobEffect> onRunning(JobEvent event) {
        return switch (event) {
            case JobEvent.RankDone(int rank) -> ended(rank);
            case JobEvent.RankFenced(RankFailure seen) -> {
                hearsay = true;
                yield fail(seen);
            }
            case JobEvent.RankFailed(RankFailure cause) -> fail(cause);
            case JobEvent.CancelAsked() -> cancel();
            default -> List.of();
        };
    }

    private List<JobEffect> fail(RankFailure cause) {
        state = JobState.ENDING;
        failure = cause;
        var effects = new ArrayList<JobEffect>();
        effects.add(new JobEffect.Fence(cause.cause()));
        effects.add(new JobEffect.Wait(timings.afterFailure()));
        effects.addAll(ended(cause.rank()));
        return effects;
    }

    private List<JobEffect> cancel() {
        state = JobState.ENDING;
        cancelled = true;
        return List.of(new JobEffect.FenceCancelled(), hurry());
    }

    private JobEffect hurry() {
        hurried = true;
        return new JobEffect.Wait(timings.afterCancel());
    }

    private List<JobEffect> onEnding(JobEvent event) {
        return switch (event) {
            case JobEvent.RankDone(int rank) -> ended(rank);
            case JobEvent.RankFenced(RankFailure seen) -> ended(seen.rank());
            case JobEvent.RankFailed(RankFailure cause) -> {
                failure = hearsay ? cause : failure;
                hearsay = false;
                yield ended(cause.rank());
            }
            case JobEvent.CancelAsked() -> hurried ? List.of() : List.of(hurry());
            case JobEvent.InterruptDue() -> List.of(new JobEffect.Interrupt(Set.copyOf(running)));
            case JobEvent.GiveUpDue() -> end();
            case JobEvent.RankReady _ -> List.of();
        };
    }

    private List<JobEffect> ended(int rank) {
        running.remove(rank);
        return running.isEmpty() ? end() : List.of();
    }

    private List<JobEffect> end() {
        JobOutcome outcome = outcome();
        state = switch (outcome) {
            case JobOutcome.Done _ -> JobState.DONE;
            case JobOutcome.Failed _ -> JobState.FAILED;
            case JobOutcome.Cancelled _ -> JobState.CANCELLED;
        };
        return List.of(new JobEffect.End(outcome));
    }

    private JobOutcome outcome() {
        if (failure != null) {
            return new JobOutcome.Failed(failure);
        }
        return cancelled ? new JobOutcome.Cancelled() : new JobOutcome.Done();
    }
}
