package dev.weft.runtime.cluster;

import dev.weft.runtime.DrainedException;
import dev.weft.runtime.OnLoss;
import dev.weft.runtime.UsageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The life of a job on workers as a state machine: events in, effects out; no actors, no clock, no threads in it.
 *
 * <p>An epoch is one try to run the job, by one process for each worker. Any failure ends the epoch for all: its programs are stopped on
 * the workers that live, lost processes are replaced, by an idle one where there is a spare, or left out, and the next epoch begins. A process takes the place
 * of workers only that need no more than it has, on hosts of the same kind. A process without memory counts as lost. The same exception at the same step twice is a bug: the job fails. So does a job that has used up its restarts, or that has no worker left.
 *
 * <p>Orders are told again until a process reports that it has followed them, so that a lost message costs time only.
 */
final class EpochLife {
    static final Duration FENCE_LIMIT = Duration.ofSeconds(15);
    /** Of a job that has run before, at least. */
    static final Duration ASSEMBLY_LIMIT = Duration.ofSeconds(60);

    static final Duration SUSPICION = Duration.ofSeconds(2);
    private static final int NOBODY = -1;
    private static final String NONE_LEFT = "no worker is left";

    /** By the workers' numbers at the beginning. */
    private final List<WorkerKind> kinds;

    private final int spares;
    private final OnLoss onLoss;
    private final RestartBudget budget;
    private final Duration startLimit;
    /** By the workers' numbers in the current epoch. */
    private int[] processes;

    private boolean[] delivered;
    private final Map<Integer, Report> up = new TreeMap<>();
    private final Set<Integer> gone = new HashSet<>();
    private EpochState state = EpochState.FORMING;
    private int epoch;
    /** Whether the current epoch has its processes; they may still be preparing. */
    private boolean formed;

    private boolean everRan;
    /** By the numbers of the processes that were started. */
    private final List<WorkerKind> kindOf = new ArrayList<>();

    private int assemblies;
    private @Nullable EpochOutcome ending;
    private EpochCause.@Nullable Program lastProgramFailure;
    private @Nullable EpochCause suspicion;
    /** Processes that are to be done without as soon as the state is saved, and why. */
    private final Set<Integer> leaving = new TreeSet<>();

    /** What the workers are to save their state for; null unless they are to. */
    private @Nullable EpochCause wish;

    private record Report(int epoch, WorkerPhase phase) {}

    EpochLife(List<WorkerKind> kinds, int spares, OnLoss onLoss, RestartBudget budget) {
        this(kinds, spares, onLoss, budget, ASSEMBLY_LIMIT);
    }

    /**
     * @param kinds of the workers, by number
     * @param spares of each pool
     * @param startLimit until the first epoch has to run, however often it begins to form
     */
    EpochLife(List<WorkerKind> kinds, int spares, OnLoss onLoss, RestartBudget budget, Duration startLimit) {
        this.kinds = List.copyOf(kinds);
        this.spares = spares;
        this.onLoss = onLoss;
        this.budget = budget;
        this.startLimit = startLimit;
        this.processes = new int[kinds.size()];
        this.delivered = new boolean[kinds.size()];
        Arrays.fill(processes, NOBODY);
    }

    EpochState state() {
        return state;
    }

    int epoch() {
        return epoch;
    }

    /** The processes that are workers now, in the workers' order; those that are missing are left out. */
    List<Integer> members() {
        return Arrays.stream(processes)
                .filter(process -> process != NOBODY)
                .boxed()
                .toList();
    }

    /** Whether every worker of the current epoch has its process. */
    boolean hasProcesses() {
        return formed;
    }

    /** How often the job has begun to form or to restore. */
    int assemblies() {
        return assemblies;
    }

    /** Whether the process lives, as far as is known. */
    boolean isUp(int process) {
        return up.containsKey(process);
    }

    /** Whether the process is known to be dead, or counts as dead. */
    boolean isGone(int process) {
        return gone.contains(process);
    }

    /** The number of the worker that the process is in the current epoch, if it is one. */
    Optional<Integer> workerOf(int process) {
        return IntStream.range(0, processes.length)
                .filter(worker -> processes[worker] == process)
                .boxed()
                .findFirst();
    }

    /** What the process has still to be told. */
    Optional<WorkerOrder> orderFor(int process) {
        Report report = up.get(process);
        if (state == EpochState.DONE || state == EpochState.FAILED || gone.contains(process)) {
            return Optional.of(new WorkerOrder.Leave());
        }
        return report == null ? Optional.empty() : workerOf(process).flatMap(worker -> orderFor(worker, report));
    }

    private Optional<WorkerOrder> orderFor(int worker, Report report) {
        boolean current = report.epoch == epoch;
        return switch (state) {
            case FORMING, RESTORING ->
                formed && !current ? Optional.of(new WorkerOrder.Prepare(epoch, worker)) : Optional.empty();
            case RUNNING ->
                current && report.phase == WorkerPhase.PREPARED
                        ? Optional.of(new WorkerOrder.Begin(epoch))
                        : Optional.empty();
            case FENCING -> isFenced(report) ? Optional.empty() : Optional.of(new WorkerOrder.Fence(epoch));
            case DONE, FAILED -> Optional.of(new WorkerOrder.Leave());
        };
    }

    List<EpochEffect> on(EpochEvent event, long nowNanos) {
        if (state == EpochState.DONE || state == EpochState.FAILED) {
            return List.of();
        }
        var effects = new ArrayList<EpochEffect>();
        switch (event) {
            case EpochEvent.Started _ -> start(effects);
            case EpochEvent.Reported(int process, int reported, WorkerPhase phase) ->
                reported(process, new Report(reported, phase), effects);
            case EpochEvent.RankFailed(int process, int failed, var failure) -> {
                if (isCurrent(process, failed)) {
                    programFailed(process, new EpochCause.Program(failure), nowNanos, effects);
                }
            }
            case EpochEvent.LaneBroken(int process, int broken, String reason) -> {
                if (isCurrent(process, broken)) {
                    suspect(new EpochCause.Broken(workerOf(process).orElseThrow(), reason), effects);
                }
            }
            case EpochEvent.StateDamaged(int damaged, String why) -> {
                if (damaged == epoch && formed && state != EpochState.FENCING) {
                    effects.add(new EpochEffect.Recover(epoch, new EpochCause.State(why)));
                    fence(effects);
                }
            }
            case EpochEvent.StateUnusable(String why) ->
                end(new EpochOutcome.Failed(new EpochCause.State(why), "it can't go on so"), effects);
            case EpochEvent.Delivered(int worker, int deliveredIn) -> delivered(worker, deliveredIn, effects);
            case EpochEvent.Down(int process, String evidence) -> down(process, evidence, nowNanos, effects);
            case EpochEvent.Leaving(var processes, String why, boolean saves) ->
                leaving(processes, why, saves, effects);
            case EpochEvent.Rebalance(int measured, String why) -> rebalance(measured, why);
            case EpochEvent.CancelAsked _ -> end(new EpochOutcome.Cancelled(), effects);
            case EpochEvent.SpawnDue(int pool) -> spawn(largest(pool), effects);
            case EpochEvent.SuspicionDue(int suspected) -> suspicionDue(suspected, nowNanos, effects);
            case EpochEvent.FenceLate(int late) -> fenceLate(late, effects);
            case EpochEvent.AssemblyLate(int late) -> assemblyLate(late, effects);
        }
        return effects;
    }

    private void start(List<EpochEffect> effects) {
        kinds.forEach(kind -> spawn(kind, effects));
        kinds.stream().map(WorkerKind::pool).distinct().forEach(pool -> {
            for (int i = 0; i < spares; i++) {
                spawn(largest(pool), effects);
            }
        });
        assemble(effects);
    }

    private void spawn(WorkerKind kind, List<EpochEffect> effects) {
        effects.add(new EpochEffect.Spawn(kindOf.size(), kind.pool()));
        kindOf.add(kind);
    }

    /** Spares, and processes that take others' places, can be any worker of the pool. */
    private WorkerKind largest(int pool) {
        return kinds.stream()
                .filter(kind -> kind.pool() == pool)
                .reduce(WorkerKind::or)
                .orElseThrow();
    }

    private boolean isCurrent(int process, int reported) {
        return formed
                && state != EpochState.FENCING
                && reported == epoch
                && up.containsKey(process)
                && workerOf(process).isPresent();
    }

    // ---- processes come and go

    private void reported(int process, Report report, List<EpochEffect> effects) {
        Report before = up.get(process);
        boolean unknown = process >= kindOf.size() || gone.contains(process);
        if (unknown || (before != null && isOlder(report, before))) {
            return;
        }
        up.put(process, report);
        switch (state) {
            case FORMING, RESTORING -> assembled(effects);
            case FENCING -> fenced(effects);
            case RUNNING, DONE, FAILED -> {}
        }
    }

    private static boolean isOlder(Report report, Report than) {
        return report.epoch < than.epoch || (report.epoch == than.epoch && report.phase.compareTo(than.phase) < 0);
    }

    private void down(int process, String evidence, long nowNanos, List<EpochEffect> effects) {
        if (process >= kindOf.size() || !gone.add(process)) {
            return;
        }
        up.remove(process);
        leaving.remove(process);
        Optional<Integer> worker = workerOf(process);
        worker.ifPresent(each -> processes[each] = NOBODY);
        var cause = new EpochCause.Lost(worker.orElse(NOBODY), process, evidence);
        if (ending == null) {
            if (!budget.take(nowNanos)) {
                endWithout(cause, budget.exhausted(), effects);
                return;
            }
            if (nobodyIsLeft()) {
                endWithout(cause, NONE_LEFT, effects);
                return;
            }
            replace(process, budget.backOff(), effects);
        }
        if (worker.isPresent()) {
            lost(cause, effects);
        } else if (isGathering()) {
            assembled(effects);
        }
    }

    private void endWithout(EpochCause.Lost cause, String why, List<EpochEffect> effects) {
        end(everRan ? new EpochOutcome.Failed(cause, why) : new EpochOutcome.NotStarted(cause.text()), effects);
    }

    private void replace(int process, Duration delay, List<EpochEffect> effects) {
        if (onLoss == OnLoss.REPLACE) {
            effects.add(new EpochEffect.Wait(
                    new EpochEvent.SpawnDue(kindOf.get(process).pool()), delay));
        }
    }

    private boolean nobodyIsLeft() {
        return onLoss == OnLoss.SHRINK && gone.size() == kindOf.size();
    }

    /** Whether the next epoch waits for its processes. */
    private boolean isGathering() {
        return !formed && (state == EpochState.FORMING || state == EpochState.RESTORING);
    }

    private void lost(EpochCause cause, List<EpochEffect> effects) {
        switch (state) {
            case RUNNING -> {
                effects.add(new EpochEffect.Recover(epoch, cause));
                fence(effects);
            }
            case FORMING, RESTORING -> {
                if (formed) {
                    fence(effects);
                } else {
                    assembled(effects);
                }
            }
            case FENCING -> fenced(effects);
            case DONE, FAILED -> {}
        }
    }

    // ---- processes are let go, or get other shares

    /** Whether the workers are to save their state and stop, so that the next epoch can go on from there. */
    boolean isLeaving() {
        return wish != null;
    }

    private void rebalance(int measured, String why) {
        if (measured == epoch && state == EpochState.RUNNING && wish == null) {
            wish = new EpochCause.Rebalanced(why);
        }
    }

    /** Those that take their places are started at once. Where state can be saved, the epoch lasts until it is. */
    private void leaving(List<Integer> leavers, String why, boolean saves, List<EpochEffect> effects) {
        for (int process : leavers) {
            if (process < kindOf.size() && !gone.contains(process) && leaving.add(process)) {
                replace(process, Duration.ZERO, effects);
            }
        }
        if (!leaving.isEmpty()) {
            var cause = new EpochCause.Left(why);
            wish = cause;
            if (!saves || state != EpochState.RUNNING) {
                leave(cause, effects);
            }
        }
    }

    private void leave(EpochCause cause, List<EpochEffect> effects) {
        for (int process : leaving) {
            workerOf(process).ifPresent(worker -> processes[worker] = NOBODY);
            up.remove(process);
            gone.add(process);
        }
        leaving.clear();
        wish = null;
        if (nobodyIsLeft()) {
            ending = new EpochOutcome.Failed(cause, NONE_LEFT);
        }
        lost(cause, effects);
    }

    // ---- an epoch ends early

    private void programFailed(int process, EpochCause.Program cause, long nowNanos, List<EpochEffect> effects) {
        EpochCause.Program earlier = lastProgramFailure;
        lastProgramFailure = cause;
        EpochCause wished = wish;
        if (cause.failure().cause() instanceof DrainedException && wished != null) {
            leave(wished, effects);
        } else if (cause.failure().cause() instanceof DrainedException drained) {
            end(new EpochOutcome.Drained(String.valueOf(drained.getMessage())), effects);
        } else if (cause.failure().cause() instanceof UsageException) {
            end(new EpochOutcome.Failed(cause, "it would fail again"), effects);
        } else if (earlier != null && cause.repeats(earlier)) {
            end(new EpochOutcome.Failed(cause, "the same exception came twice at the same step"), effects);
        } else {
            restart(cause, nowNanos, effects);
            if (ending == null && cause.isOutOfMemory()) {
                giveUp(workerOf(process).orElseThrow(), "it had no memory left", budget.backOff(), effects);
                fenced(effects);
            }
        }
        if (cause.isExit()) {
            workerOf(process).ifPresent(worker -> giveUp(worker, "its program ended it", budget.backOff(), effects));
            fenced(effects);
        }
    }

    private void restart(EpochCause cause, long nowNanos, List<EpochEffect> effects) {
        if (budget.take(nowNanos)) {
            effects.add(new EpochEffect.Recover(epoch, cause));
            fence(effects);
        } else {
            end(new EpochOutcome.Failed(cause, budget.exhausted()), effects);
        }
    }

    private void suspect(EpochCause cause, List<EpochEffect> effects) {
        if (suspicion == null) {
            suspicion = cause;
            effects.add(new EpochEffect.Wait(new EpochEvent.SuspicionDue(epoch), SUSPICION));
        }
    }

    private void suspicionDue(int suspected, long nowNanos, List<EpochEffect> effects) {
        EpochCause cause = suspicion;
        if (suspected == epoch && cause != null && state != EpochState.FENCING) {
            restart(cause, nowNanos, effects);
        }
    }

    /** The job will end so, once its programs have stopped. */
    private void end(EpochOutcome outcome, List<EpochEffect> effects) {
        if (ending == null) {
            ending = outcome;
        }
        if (formed) {
            fence(effects);
        } else {
            finish(ending, effects);
        }
    }

    private void fence(List<EpochEffect> effects) {
        if (state != EpochState.FENCING) {
            state = EpochState.FENCING;
            suspicion = null;
            wish = leaving.isEmpty() ? null : wish;
            effects.add(new EpochEffect.Tell());
            effects.add(new EpochEffect.Wait(new EpochEvent.FenceLate(epoch), FENCE_LIMIT));
        }
        fenced(effects);
    }

    /** One that has not even prepared may do so at any moment: it has to say that it won't. */
    private boolean isFenced(Report report) {
        return report.epoch == epoch && report.phase == WorkerPhase.FENCED;
    }

    private void fenced(List<EpochEffect> effects) {
        for (int process : processes) {
            Report report = up.get(process);
            if (report != null && !isFenced(report)) {
                return;
            }
        }
        formed = false;
        if (ending != null) {
            finish(ending, effects);
        } else {
            state = everRan ? EpochState.RESTORING : EpochState.FORMING;
            assemble(effects);
        }
    }

    private void fenceLate(int late, List<EpochEffect> effects) {
        if (state != EpochState.FENCING || late != epoch) {
            return;
        }
        for (int worker = 0; worker < processes.length; worker++) {
            Report report = up.get(processes[worker]);
            if (report != null && !isFenced(report)) {
                giveUp(worker, "its programs could not be stopped", Duration.ZERO, effects);
            }
        }
        fenced(effects);
    }

    /** Its process lives, but is of no use any more. */
    private void giveUp(int worker, String why, Duration backOff, List<EpochEffect> effects) {
        int process = processes[worker];
        effects.add(new EpochEffect.Kill(process));
        gone.add(process);
        if (ending == null && nobodyIsLeft()) {
            ending = new EpochOutcome.Failed(new EpochCause.Lost(worker, process, why), NONE_LEFT);
        }
        up.remove(process);
        processes[worker] = NOBODY;
        if (ending == null) {
            replace(process, backOff, effects);
        }
    }

    // ---- the next epoch begins

    private void assemble(List<EpochEffect> effects) {
        assemblies++;
        effects.add(new EpochEffect.Wait(new EpochEvent.AssemblyLate(assemblies), assemblyLimit()));
        assembled(effects);
    }

    /** Nobody's patience with a new job is to end one that has worked for hours. */
    private Duration assemblyLimit() {
        return everRan && startLimit.compareTo(ASSEMBLY_LIMIT) < 0 ? ASSEMBLY_LIMIT : startLimit;
    }

    private void assembled(List<EpochEffect> effects) {
        if (!formed && fillPlaces()) {
            formed = true;
            epoch++;
            delivered = new boolean[processes.length];
            effects.add(
                    new EpochEffect.Form(epoch, Arrays.stream(processes).boxed().toList()));
            effects.add(new EpochEffect.Tell());
        } else if (formed && allPrepared()) {
            state = EpochState.RUNNING;
            everRan = true;
            effects.add(new EpochEffect.Tell());
        }
    }

    /** Puts idle processes, the oldest first, where a worker is missing; false, with nothing done, if one is still missing. */
    private boolean fillPlaces() {
        if (onLoss == OnLoss.SHRINK) {
            leaveOutTheLost();
        }
        int[] filled = processes.clone();
        var idle = up.keySet().stream()
                .filter(process -> workerOf(process).isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        for (int worker = 0; worker < filled.length && onLoss == OnLoss.REPLACE; worker++) {
            // It was placed for this worker.
            if (filled[worker] == NOBODY && idle.remove(worker)) {
                filled[worker] = worker;
            }
        }
        for (int worker = 0; worker < filled.length; worker++) {
            if (filled[worker] == NOBODY) {
                filled[worker] = firstFor(worker, idle);
                idle.remove(filled[worker]);
            }
        }
        boolean all = IntStream.of(filled).noneMatch(process -> process == NOBODY);
        if (all) {
            processes = filled;
        }
        return all;
    }

    /** Where workers are left out, those that are left are what they were, whatever their numbers. */
    private int firstFor(int worker, Set<Integer> idle) {
        return idle.stream()
                .filter(process ->
                        onLoss == OnLoss.SHRINK || kindOf.get(process).suffices(kinds.get(worker)))
                .findFirst()
                .orElse(NOBODY);
    }

    /** A place for each process that was not lost; those that were workers stay in their order. */
    private void leaveOutTheLost() {
        int[] living =
                Arrays.stream(processes).filter(process -> process != NOBODY).toArray();
        processes = Arrays.copyOf(living, kindOf.size() - gone.size());
        Arrays.fill(processes, living.length, processes.length, NOBODY);
    }

    private boolean allPrepared() {
        return Arrays.stream(processes)
                .mapToObj(up::get)
                .allMatch(report -> report != null && report.epoch == epoch && report.phase == WorkerPhase.PREPARED);
    }

    private void assemblyLate(int late, List<EpochEffect> effects) {
        boolean assembling = state == EpochState.FORMING || state == EpochState.RESTORING;
        if ((late == assemblies && assembling) || (late == 1 && !everRan)) {
            int there = Math.min(up.size(), processes.length);
            var why = "after " + assemblyLimit().toSeconds() + " s " + there + " of " + processes.length
                    + " workers were there" + (formed ? ", not all of them connected" : "");
            end(new EpochOutcome.NotStarted(why), effects);
        }
    }

    // ---- the job is done

    private void delivered(int worker, int deliveredIn, List<EpochEffect> effects) {
        if (state != EpochState.RUNNING || deliveredIn != epoch) {
            return;
        }
        delivered[worker] = true;
        for (boolean each : delivered) {
            if (!each) {
                return;
            }
        }
        finish(new EpochOutcome.Done(), effects);
    }

    private void finish(EpochOutcome outcome, List<EpochEffect> effects) {
        state = outcome instanceof EpochOutcome.Done ? EpochState.DONE : EpochState.FAILED;
        effects.add(new EpochEffect.Tell());
        effects.add(new EpochEffect.End(outcome));
    }
}
