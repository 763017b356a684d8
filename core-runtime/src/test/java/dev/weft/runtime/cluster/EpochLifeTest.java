package dev.weft.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.runtime.DrainedException;
import dev.weft.runtime.OnLoss;
import dev.weft.runtime.ProgramExitedException;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.cluster.EpochEffect.Wait;
import dev.weft.runtime.supervision.RankFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two workers; processes 0 and 1 are the first, process 2 is a spare where there is one. */
@Timeout(20)
final class EpochLifeTest {
    private static final RankFailure BUG = new RankFailure("p", 1, 7, new IllegalStateException("the same every time"));

    private long now;

    /** Which state each event leads to. An epoch is forming or restoring before it has its processes, preparing after. */
    private static final String TABLE = """
            event             | forming  preparing running  fencing    restoring rejoining done failed
            first report      | forming  preparing running  fencing    rejoining rejoining done failed
            prepared          | forming  preparing running  fencing    restoring rejoining done failed
            running           | forming  preparing running  fencing    restoring rejoining done failed
            fenced            | forming  preparing running  restoring  restoring rejoining done failed
            rank failed       | forming  fencing   fencing  fencing    restoring fencing   done failed
            rank failed late  | forming  preparing running  fencing    restoring rejoining done failed
            usage             | forming  fencing   fencing  fencing    restoring fencing   done failed
            lane broken       | forming  preparing running  fencing    restoring rejoining done failed
            delivered by one  | forming  preparing running  fencing    restoring rejoining done failed
            delivered late    | forming  preparing running  fencing    restoring rejoining done failed
            survivor down     | forming  fencing   fencing  restoring  restoring fencing   done failed
            unknown down      | forming  preparing running  fencing    restoring rejoining done failed
            leaving           | forming  fencing   running  restoring  restoring fencing   done failed
            leaving unsaved   | forming  fencing   fencing  restoring  restoring fencing   done failed
            cancel            | failed   fencing   fencing  fencing    failed    fencing   done failed
            spawn due         | forming  preparing running  fencing    restoring rejoining done failed
            suspicion due     | forming  preparing running  fencing    restoring rejoining done failed
            fence late        | forming  preparing running  restoring  restoring rejoining done failed
            fence late before | forming  preparing running  fencing    restoring rejoining done failed
            assembly late     | failed   fencing   running  fencing    failed    fencing   done failed
            """;

    private static Map<String, Supplier<EpochLife>> lives() {
        var lives = new TreeMap<String, Supplier<EpochLife>>();
        lives.put("forming", () -> life(0));
        lives.put("preparing", EpochLifeTest::preparing);
        lives.put("running", EpochLifeTest::running);
        lives.put("fencing", EpochLifeTest::fencing);
        lives.put("restoring", EpochLifeTest::restoring);
        lives.put("rejoining", () -> with(restoring(), report(2, 0, WorkerPhase.IDLE)));
        lives.put("done", () -> with(running(), new EpochEvent.Delivered(0, 1), new EpochEvent.Delivered(1, 1)));
        lives.put("failed", () -> with(life(0), new EpochEvent.CancelAsked()));
        return lives;
    }

    /** Process 0 has survived wherever one was lost. */
    private static Map<String, EpochEvent> events(EpochLife life) {
        int epoch = life.epoch();
        var events = new TreeMap<String, EpochEvent>();
        events.put("first report", report(2, 0, WorkerPhase.IDLE));
        events.put("prepared", report(0, epoch, WorkerPhase.PREPARED));
        events.put("running", report(0, epoch, WorkerPhase.RUNNING));
        events.put("fenced", report(0, epoch, WorkerPhase.FENCED));
        events.put("rank failed", new EpochEvent.RankFailed(0, epoch, BUG));
        events.put("rank failed late", new EpochEvent.RankFailed(0, epoch - 1, BUG));
        events.put("usage", new EpochEvent.RankFailed(0, epoch, new RankFailure("p", 0, -1, new UsageException("no"))));
        events.put("lane broken", new EpochEvent.LaneBroken(0, epoch, "a gap"));
        events.put("delivered by one", new EpochEvent.Delivered(0, epoch));
        events.put("delivered late", new EpochEvent.Delivered(0, epoch - 1));
        events.put("survivor down", new EpochEvent.Down(0, "killed"));
        events.put("unknown down", new EpochEvent.Down(99, "killed"));
        events.put("leaving", new EpochEvent.Leaving(List.of(0), "drained", true));
        events.put("leaving unsaved", new EpochEvent.Leaving(List.of(0), "drained", false));
        events.put("cancel", new EpochEvent.CancelAsked());
        events.put("spawn due", new EpochEvent.SpawnDue(0));
        events.put("suspicion due", new EpochEvent.SuspicionDue(epoch));
        events.put("fence late", new EpochEvent.FenceLate(epoch));
        events.put("fence late before", new EpochEvent.FenceLate(epoch - 1));
        events.put("assembly late", new EpochEvent.AssemblyLate(life.assemblies()));
        return events;
    }

    @Test
    void everyTransition() {
        List<String> lines = TABLE.lines().toList();
        String[] columns = lines.getFirst().split("\\|", 2)[1].strip().split(" +", -1);
        var wrong = new ArrayList<String>();
        for (String line : lines.subList(1, lines.size())) {
            String event = line.split("\\|", 2)[0].strip();
            String[] expected = line.split("\\|", 2)[1].strip().split(" +", -1);
            for (int i = 0; i < columns.length; i++) {
                EpochLife life = lives().get(columns[i]).get();
                life.on(events(life).get(event), 0);
                if (!name(life).equals(expected[i])) {
                    wrong.add(columns[i] + ", " + event + ": " + name(life) + ", not " + expected[i]);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(lines).hasSize(1 + events(life(0)).size());
    }

    /** The one that takes its place is started at once, and nothing counts as a restart. */
    @Test
    void whoLeavesIsReplacedWhenTheStateIsSaved() {
        EpochLife life = running();
        assertThat(life.on(new EpochEvent.Leaving(List.of(0), "host a is drained", true), 0))
                .contains(new EpochEffect.Wait(new EpochEvent.SpawnDue(0), Duration.ZERO));
        assertThat(life.isLeaving()).isTrue();
        assertThat(life.on(new EpochEvent.SpawnDue(0), 0)).contains(new EpochEffect.Spawn(3, 0));
        var saved = new RankFailure("p", 1, 7, new DrainedException("saved at step 7"));
        assertThat(life.on(new EpochEvent.RankFailed(1, 1, saved), 0))
                .contains(new EpochEffect.Recover(1, new EpochCause.Left("host a is drained")));
        assertThat(life.isLeaving()).isFalse();
        assertThat(life.orderFor(0)).contains(new WorkerOrder.Leave());
        with(life, report(3, 0, WorkerPhase.IDLE), report(1, 1, WorkerPhase.FENCED));
        assertThat(life.members()).containsExactly(3, 1);
        assertThat(name(life)).isEqualTo("rejoining");
    }

    private static String name(EpochLife life) {
        return switch (life.state()) {
            case FORMING -> life.hasProcesses() ? "preparing" : "forming";
            case RESTORING -> life.hasProcesses() ? "rejoining" : "restoring";
            default -> life.state().name().toLowerCase(Locale.ROOT);
        };
    }

    // ---- lives up to a point

    private static EpochEvent report(int process, int epoch, WorkerPhase phase) {
        return new EpochEvent.Reported(process, epoch, phase);
    }

    private static EpochLife with(EpochLife life, EpochEvent... events) {
        for (EpochEvent event : events) {
            life.on(event, 0);
        }
        return life;
    }

    private static EpochLife life(int spares) {
        var life = new EpochLife(alike(2), spares, OnLoss.REPLACE, new RestartBudget(3, Duration.ofMinutes(10)));
        life.on(new EpochEvent.Started(), 0);
        life.on(new EpochEvent.SpawnDue(0), 0); // so that a process 2 is no surprise
        return life;
    }

    private static EpochLife preparing() {
        return with(life(0), report(0, 0, WorkerPhase.IDLE), report(1, 0, WorkerPhase.IDLE));
    }

    private static EpochLife running() {
        return with(preparing(), report(0, 1, WorkerPhase.PREPARED), report(1, 1, WorkerPhase.PREPARED));
    }

    private static EpochLife fencing() {
        return with(running(), new EpochEvent.Down(1, "killed"));
    }

    private static EpochLife restoring() {
        return with(fencing(), report(0, 1, WorkerPhase.FENCED));
    }

    private List<EpochEffect> on(EpochLife life, EpochEvent event) {
        return life.on(event, now);
    }

    // ---- stories

    @Test
    void aJobThatGoesWell() {
        var life = new EpochLife(alike(2), 1, OnLoss.REPLACE, new RestartBudget(3, Duration.ofMinutes(10)));
        assertThat(on(life, new EpochEvent.Started()))
                .containsExactly(
                        new EpochEffect.Spawn(0, 0),
                        new EpochEffect.Spawn(1, 0),
                        new EpochEffect.Spawn(2, 0),
                        new Wait(new EpochEvent.AssemblyLate(1), EpochLife.ASSEMBLY_LIMIT));
        assertThat(on(life, report(1, 0, WorkerPhase.IDLE))).isEmpty();
        assertThat(on(life, report(0, 0, WorkerPhase.IDLE)))
                .containsExactly(new EpochEffect.Form(1, List.of(0, 1)), new EpochEffect.Tell());
        assertThat(life.orderFor(1)).contains(new WorkerOrder.Prepare(1, 1));
        assertThat(on(life, report(2, 0, WorkerPhase.IDLE))).isEmpty();
        assertThat(life.orderFor(2)).as("a spare").isEmpty();
        on(life, report(0, 1, WorkerPhase.PREPARED));
        assertThat(life.orderFor(0)).as("prepared, waits for the other").isEmpty();
        assertThat(on(life, report(1, 1, WorkerPhase.PREPARED))).containsExactly(new EpochEffect.Tell());
        assertThat(life.orderFor(0)).contains(new WorkerOrder.Begin(1));
        on(life, report(0, 1, WorkerPhase.RUNNING));
        assertThat(life.orderFor(0)).isEmpty();
        on(life, new EpochEvent.Delivered(1, 1));
        assertThat(on(life, new EpochEvent.Delivered(0, 1)))
                .containsExactly(new EpochEffect.Tell(), new EpochEffect.End(new EpochOutcome.Done()));
        assertThat(life.orderFor(0)).contains(new WorkerOrder.Leave());
    }

    @Test
    void aLostWorkerIsReplacedByTheSpareAtOnce() {
        EpochLife life = with(life(1), report(0, 0, WorkerPhase.IDLE), report(1, 0, WorkerPhase.IDLE));
        with(life, report(0, 1, WorkerPhase.PREPARED), report(1, 1, WorkerPhase.PREPARED));
        on(life, report(2, 0, WorkerPhase.IDLE));

        var cause = new EpochCause.Lost(0, 0, "killed");
        assertThat(on(life, new EpochEvent.Down(0, "killed")))
                .contains(new EpochEffect.Recover(1, cause), new Wait(new EpochEvent.SpawnDue(0), Duration.ZERO));
        assertThat(life.orderFor(1)).contains(new WorkerOrder.Fence(1));
        assertThat(on(life, report(1, 1, WorkerPhase.FENCED)))
                .contains(new EpochEffect.Form(2, List.of(2, 1)), new EpochEffect.Tell());
        assertThat(life.orderFor(1)).contains(new WorkerOrder.Prepare(2, 1));
        assertThat(life.orderFor(2)).contains(new WorkerOrder.Prepare(2, 0));
        assertThat(life.orderFor(0)).as("if it comes back").contains(new WorkerOrder.Leave());
    }

    @Test
    void aProcessThatIsDeadIsNotBelieved() {
        EpochLife life = restoring();
        on(life, report(1, 1, WorkerPhase.FENCED));
        assertThat(life.hasProcesses()).isFalse();
        assertThat(life.isUp(1)).isFalse();
    }

    @Test
    void theSameExceptionAtTheSameStepIsABug() {
        EpochLife life = running();
        on(life, new EpochEvent.RankFailed(0, 1, BUG));
        again(life, 2);
        on(life, new EpochEvent.RankFailed(1, 2, BUG));
        on(life, report(0, 2, WorkerPhase.FENCED));
        assertThat(on(life, report(1, 2, WorkerPhase.FENCED)))
                .last()
                .isEqualTo(new EpochEffect.End(new EpochOutcome.Failed(
                        new EpochCause.Program(BUG), "the same exception came twice at the same step")));
    }

    @Test
    void atAnotherStepItIsAFault() {
        EpochLife life = running();
        on(life, new EpochEvent.RankFailed(0, 1, BUG));
        again(life, 2);
        on(life, new EpochEvent.RankFailed(0, 2, new RankFailure("p", 1, 8, BUG.cause())));
        again(life, 3);
        assertThat(life.state()).isEqualTo(EpochState.RUNNING);
    }

    private void again(EpochLife life, int next) {
        with(life, report(0, next - 1, WorkerPhase.FENCED), report(1, next - 1, WorkerPhase.FENCED));
        with(life, report(0, next, WorkerPhase.PREPARED), report(1, next, WorkerPhase.PREPARED));
    }

    @Test
    void restartsAreCountedWithinTheWindowAndSlowDown() {
        EpochLife life = running();
        var delays = new ArrayList<Duration>();
        for (int process = 0, fresh = 2; process < 3; process++, fresh++) {
            for (EpochEffect effect : on(life, new EpochEvent.Down(process == 0 ? 0 : fresh - 1, "killed"))) {
                if (effect instanceof Wait(EpochEvent.SpawnDue(int _), Duration delay)) {
                    delays.add(delay);
                }
            }
            on(life, new EpochEvent.SpawnDue(0));
            on(life, report(fresh, 0, WorkerPhase.IDLE));
            on(life, report(1, life.epoch(), WorkerPhase.FENCED));
            with(
                    life,
                    report(1, life.epoch(), WorkerPhase.PREPARED),
                    report(fresh, life.epoch(), WorkerPhase.PREPARED));
        }
        assertThat(delays).containsExactly(Duration.ZERO, Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(life.state()).isEqualTo(EpochState.RUNNING);

        on(life, new EpochEvent.Down(1, "killed"));
        assertThat(on(life, report(4, life.epoch(), WorkerPhase.FENCED)))
                .last()
                .isEqualTo(new EpochEffect.End(new EpochOutcome.Failed(
                        new EpochCause.Lost(1, 1, "killed"), "3 restarts within 10 minutes are the limit")));
    }

    @Test
    void oldRestartsAreForgotten() {
        var budget = new RestartBudget(1, Duration.ofMinutes(10));
        assertThat(budget.take(0)).isTrue();
        assertThat(budget.take(Duration.ofMinutes(9).toNanos())).isFalse();
        assertThat(budget.take(Duration.ofMinutes(11).toNanos())).isTrue();
        assertThat(budget.backOff()).isEqualTo(Duration.ZERO);
    }

    @Test
    void aBrokenLaneIsASuspicionUntilItsTime() {
        EpochLife life = running();
        assertThat(on(life, new EpochEvent.LaneBroken(0, 1, "a gap")))
                .containsExactly(new Wait(new EpochEvent.SuspicionDue(1), EpochLife.SUSPICION));
        assertThat(on(life, new EpochEvent.SuspicionDue(1)))
                .contains(new EpochEffect.Recover(1, new EpochCause.Broken(0, "a gap")));

        EpochLife dead = running();
        on(dead, new EpochEvent.LaneBroken(0, 1, "no more images"));
        assertThat(on(dead, new EpochEvent.Down(1, "killed")))
                .contains(new EpochEffect.Recover(1, new EpochCause.Lost(1, 1, "killed")));
        assertThat(on(dead, new EpochEvent.SuspicionDue(1))).isEmpty();
    }

    @Test
    void whoDoesNotStopIsKilledAndReplaced() {
        EpochLife life = fencing();
        assertThat(on(life, new EpochEvent.FenceLate(1)))
                .contains(new EpochEffect.Kill(0), new Wait(new EpochEvent.SpawnDue(0), Duration.ZERO));
        assertThat(on(life, new EpochEvent.Down(0, "killed"))).as("it is known").isEmpty();
    }

    /** It counts as one failure, and what is left of the process is not waited for. */
    @Test
    void aProcessWithoutMemoryIsKilledAndReplaced() {
        EpochLife life = running();
        var exhausted = new RankFailure("p", 1, 7, new RuntimeException(new OutOfMemoryError("Java heap space")));
        assertThat(on(life, new EpochEvent.RankFailed(1, 1, exhausted)))
                .contains(
                        new EpochEffect.Recover(1, new EpochCause.Program(exhausted)),
                        new EpochEffect.Kill(1),
                        new Wait(new EpochEvent.SpawnDue(0), Duration.ZERO));
        assertThat(on(life, new EpochEvent.Down(1, "killed"))).as("it is known").isEmpty();
        on(life, report(2, 0, WorkerPhase.IDLE));
        assertThat(on(life, report(0, 1, WorkerPhase.FENCED)))
                .contains(new EpochEffect.Form(2, List.of(0, 2)), new EpochEffect.Tell());
    }

    @Test
    void ifMemoryLacksTwiceAtTheSameStepItIsABug() {
        EpochLife life = running();
        var exhausted = new RankFailure("p", 1, 7, new OutOfMemoryError("Java heap space"));
        on(life, new EpochEvent.RankFailed(1, 1, exhausted));
        with(life, report(2, 0, WorkerPhase.IDLE), report(0, 1, WorkerPhase.FENCED));
        with(life, report(0, 2, WorkerPhase.PREPARED), report(2, 2, WorkerPhase.PREPARED));
        assertThat(on(life, new EpochEvent.RankFailed(2, 2, exhausted))).doesNotContain(new EpochEffect.Kill(2));
        on(life, report(0, 2, WorkerPhase.FENCED));
        assertThat(on(life, report(2, 2, WorkerPhase.FENCED)))
                .last()
                .isEqualTo(new EpochEffect.End(new EpochOutcome.Failed(
                        new EpochCause.Program(exhausted), "the same exception came twice at the same step")));
    }

    /** The process can't be fenced: it is in the midst of its end. */
    @Test
    void aProgramThatEndsItsProcessFailsAndIsAFaultOnceAndABugTwice() {
        EpochLife life = running();
        var exited = new RankFailure("p", 1, 7, new ProgramExitedException("it called System.exit"));
        assertThat(on(life, new EpochEvent.RankFailed(1, 1, exited)))
                .contains(
                        new EpochEffect.Recover(1, new EpochCause.Program(exited)),
                        new EpochEffect.Kill(1),
                        new Wait(new EpochEvent.SpawnDue(0), Duration.ZERO));
        assertThat(on(life, new EpochEvent.Down(1, "killed"))).as("it is known").isEmpty();
        with(life, report(2, 0, WorkerPhase.IDLE), report(0, 1, WorkerPhase.FENCED));
        with(life, report(0, 2, WorkerPhase.PREPARED), report(2, 2, WorkerPhase.PREPARED));
        assertThat(on(life, new EpochEvent.RankFailed(2, 2, exited)))
                .contains(new EpochEffect.Kill(2))
                .noneMatch(effect -> effect instanceof Wait wait && wait.event() instanceof EpochEvent.SpawnDue);
        assertThat(on(life, report(0, 2, WorkerPhase.FENCED)))
                .last()
                .isEqualTo(new EpochEffect.End(new EpochOutcome.Failed(
                        new EpochCause.Program(exited), "the same exception came twice at the same step")));
    }

    // ---- a job that shrinks

    private static EpochLife shrinking(int workers) {
        var life = new EpochLife(alike(workers), 0, OnLoss.SHRINK, new RestartBudget(3, Duration.ofMinutes(10)));
        life.on(new EpochEvent.Started(), 0);
        for (int process = 0; process < workers; process++) {
            life.on(report(process, 0, WorkerPhase.IDLE), 0);
        }
        for (int process = 0; process < workers; process++) {
            life.on(report(process, 1, WorkerPhase.PREPARED), 0);
        }
        return life;
    }

    @Test
    void aLostWorkerIsLeftOut() {
        EpochLife life = shrinking(3);
        assertThat(on(life, new EpochEvent.Down(1, "killed")))
                .contains(new EpochEffect.Recover(1, new EpochCause.Lost(1, 1, "killed")))
                .noneMatch(effect -> effect instanceof Wait(EpochEvent.SpawnDue(int _), Duration _));
        on(life, report(0, 1, WorkerPhase.FENCED));
        assertThat(on(life, report(2, 1, WorkerPhase.FENCED)))
                .contains(new EpochEffect.Form(2, List.of(0, 2)), new EpochEffect.Tell());
        assertThat(life.orderFor(2)).contains(new WorkerOrder.Prepare(2, 1));
        with(life, report(0, 2, WorkerPhase.PREPARED), report(2, 2, WorkerPhase.PREPARED));
        assertThat(life.state()).isEqualTo(EpochState.RUNNING);
        on(life, new EpochEvent.Delivered(0, 2));
        assertThat(on(life, new EpochEvent.Delivered(1, 2))).contains(new EpochEffect.End(new EpochOutcome.Done()));
    }

    @Test
    void oneThatIsLostBeforeItWasAWorkerIsNotWaitedFor() {
        var life = new EpochLife(alike(2), 0, OnLoss.SHRINK, new RestartBudget(3, Duration.ofMinutes(10)));
        on(life, new EpochEvent.Started());
        assertThat(on(life, report(1, 0, WorkerPhase.IDLE))).isEmpty();
        assertThat(on(life, new EpochEvent.Down(0, "it could not be started")))
                .contains(new EpochEffect.Form(1, List.of(1)));
    }

    @Test
    void theLastWorkerTakesTheJobAlong() {
        EpochLife life = shrinking(2);
        on(life, new EpochEvent.Down(0, "killed"));
        assertThat(on(life, new EpochEvent.Down(1, "killed, too")))
                .last()
                .isEqualTo(new EpochEffect.End(
                        new EpochOutcome.Failed(new EpochCause.Lost(1, 1, "killed, too"), "no worker is left")));
    }

    @Test
    void theLastWorkerThatDoesNotStopTakesTheJobAlong() {
        EpochLife life = shrinking(2);
        on(life, new EpochEvent.Down(0, "killed"));
        assertThat(on(life, new EpochEvent.FenceLate(1)))
                .contains(new EpochEffect.Kill(1))
                .last()
                .isEqualTo(new EpochEffect.End(new EpochOutcome.Failed(
                        new EpochCause.Lost(1, 1, "its programs could not be stopped"), "no worker is left")));
    }

    @Test
    void aCancelledJobStopsItsProgramsFirst() {
        EpochLife life = running();
        assertThat(on(life, new EpochEvent.CancelAsked())).doesNotHaveAnyElementsOfTypes(EpochEffect.End.class);
        on(life, report(0, 1, WorkerPhase.FENCED));
        assertThat(on(life, report(1, 1, WorkerPhase.FENCED)))
                .last()
                .isEqualTo(new EpochEffect.End(new EpochOutcome.Cancelled()));
    }

    @Test
    void workersThatNeverComeEndTheJob() {
        EpochLife life = with(life(0), report(0, 0, WorkerPhase.IDLE));
        assertThat(on(life, new EpochEvent.AssemblyLate(1)))
                .last()
                .isEqualTo(new EpochEffect.End(new EpochOutcome.NotStarted("after 60 s 1 of 2 workers were there")));
        assertThat(life.orderFor(0)).isEqualTo(Optional.of(new WorkerOrder.Leave()));
    }

    private static List<WorkerKind> alike(int workers) {
        return Collections.nCopies(workers, new WorkerKind(0, List.of(1)));
    }

    /** Two workers, with one rank and two: the process that was placed for the one can't be the other, its spare can be both. */
    @Test
    void aProcessIsNoWorkerThatNeedsMore() {
        var kinds = List.of(new WorkerKind(0, List.of(1)), new WorkerKind(0, List.of(2)));
        var life = new EpochLife(kinds, 1, OnLoss.REPLACE, new RestartBudget(3, Duration.ofMinutes(10)));
        on(life, new EpochEvent.Started());
        on(life, report(1, 0, WorkerPhase.IDLE));
        assertThat(on(life, report(2, 0, WorkerPhase.IDLE))).contains(new EpochEffect.Form(1, List.of(2, 1)));
        on(life, report(0, 0, WorkerPhase.IDLE));
        on(life, new EpochEvent.Down(1, "killed"));
        on(life, report(2, 1, WorkerPhase.FENCED));
        assertThat(life.hasProcesses()).as("process 0 idles, but is too small").isFalse();
        on(life, new EpochEvent.SpawnDue(0));
        assertThat(on(life, report(3, 0, WorkerPhase.IDLE))).contains(new EpochEffect.Form(2, List.of(2, 3)));
    }

    private EpochLife impatient() {
        var life = new EpochLife(
                alike(2), 0, OnLoss.REPLACE, new RestartBudget(3, Duration.ofMinutes(10)), Duration.ofSeconds(5));
        assertThat(on(life, new EpochEvent.Started()))
                .contains(new Wait(new EpochEvent.AssemblyLate(1), Duration.ofSeconds(5)));
        return life;
    }

    @Test
    void theTimeToStartCountsFromTheStartHoweverOftenWorkersAreLost() {
        EpochLife life = impatient();
        on(life, report(0, 0, WorkerPhase.IDLE));
        on(life, report(1, 0, WorkerPhase.IDLE));
        on(life, new EpochEvent.Down(1, "killed"));
        on(life, report(0, 1, WorkerPhase.FENCED));
        assertThat(life.assemblies()).isEqualTo(2);
        assertThat(on(life, new EpochEvent.AssemblyLate(1)))
                .last()
                .isEqualTo(new EpochEffect.End(new EpochOutcome.NotStarted("after 5 s 1 of 2 workers were there")));
    }

    @Test
    void aJobThatHasRunHasMoreTimeToComeTogetherAgain() {
        EpochLife life = impatient();
        on(life, report(0, 0, WorkerPhase.IDLE));
        on(life, report(1, 0, WorkerPhase.IDLE));
        on(life, report(0, 1, WorkerPhase.PREPARED));
        on(life, report(1, 1, WorkerPhase.PREPARED));
        assertThat(life.state()).isEqualTo(EpochState.RUNNING);
        assertThat(on(life, new EpochEvent.AssemblyLate(1))).isEmpty();
        on(life, new EpochEvent.Down(1, "killed"));
        assertThat(on(life, report(0, 1, WorkerPhase.FENCED)))
                .contains(new Wait(new EpochEvent.AssemblyLate(2), EpochLife.ASSEMBLY_LIMIT));
    }

    @Test
    void aJobWithoutRestartsEndsWithItsFirstLoss() {
        var life = new EpochLife(alike(2), 0, OnLoss.REPLACE, new RestartBudget(0, Duration.ofMinutes(10)));
        on(life, new EpochEvent.Started());
        on(life, report(0, 0, WorkerPhase.IDLE));
        on(life, report(1, 0, WorkerPhase.IDLE));
        on(life, report(0, 1, WorkerPhase.PREPARED));
        on(life, report(1, 1, WorkerPhase.PREPARED));
        on(life, new EpochEvent.Down(1, "killed"));
        assertThat(on(life, report(0, 1, WorkerPhase.FENCED)))
                .last()
                .isEqualTo(new EpochEffect.End(new EpochOutcome.Failed(
                        new EpochCause.Lost(1, 1, "killed"), "0 restarts within 10 minutes are the limit")));
    }
}
