package dev.weft.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.runtime.OnLoss;
import dev.weft.runtime.supervision.RankFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Thousands of random histories on virtual time: processes start, are killed, pause, fail, and messages in both directions are late, lost or
 * doubled. Half of the jobs shrink where they lose a worker. Every history has to end, and no two processes may ever run the same worker of the same
 * epoch.
 */
@Timeout(60)
final class EpochHistoriesTest {
    private static final int HISTORIES = 10_000;

    @Test
    void everyHistoryEndsAndNoPlaceHasTwoOwners() {
        var outcomes = new HashMap<String, Integer>();
        int shrunk = 0;
        for (int seed = 0; seed < HISTORIES; seed++) {
            var history = new History(seed);
            EpochOutcome outcome = history.run();
            shrunk += history.shrunk > 0 && outcome instanceof EpochOutcome.Done ? 1 : 0;
            outcomes.merge(outcome.getClass().getSimpleName(), 1, Integer::sum);
        }
        System.out.println("histories by outcome: " + outcomes);
        assertThat(outcomes.get("Done")).isGreaterThan(HISTORIES / 4);
        assertThat(outcomes.get("Failed")).isGreaterThan(HISTORIES / 100);
        assertThat(outcomes.get("Cancelled")).isPositive();
        assertThat(shrunk).as("jobs that came to their end on fewer workers").isGreaterThan(HISTORIES / 20);
    }

    private record Timed(long at, long order, Runnable what) implements Comparable<Timed> {
        @Override
        public int compareTo(Timed other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    private static final class History {
        private static final long SECOND = 1_000_000_000L;
        private static final long END_OF_TIME = 3600 * SECOND;

        final int seed;
        final Random random;
        final int workers;
        final OnLoss onLoss;
        final EpochLife life;
        final PriorityQueue<Timed> queue = new PriorityQueue<>();
        final Map<Integer, WorkerProcess> processes = new HashMap<>();
        final Map<String, Integer> owners = new HashMap<>();
        final List<WorkerKind> kinds;
        final int failuresPlanned;
        int failures;
        int shrunk;
        long now;
        long order;
        EpochOutcome outcome;

        History(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.workers = 1 + random.nextInt(4);
            this.failuresPlanned = random.nextInt(6);
            this.onLoss = random.nextBoolean() ? OnLoss.REPLACE : OnLoss.SHRINK;
            int spares = onLoss == OnLoss.REPLACE ? random.nextInt(3) : 0;
            this.kinds = kinds();
            this.life = new EpochLife(kinds, spares, onLoss, new RestartBudget(3, Duration.ofMinutes(10)));
        }

        /** The workers, dealt to pools, each of its size. */
        private List<WorkerKind> kinds() {
            var dealt = new ArrayList<WorkerKind>();
            int pool = 0;
            for (int worker = 0; worker < workers; worker++) {
                dealt.add(new WorkerKind(pool, List.of(random.nextInt(3))));
                pool += random.nextInt(2);
            }
            return dealt;
        }

        EpochOutcome run() {
            on(new EpochEvent.Started());
            at(SECOND, this::tick);
            if (random.nextInt(20) == 0) {
                at((long) (random.nextDouble() * 20 * SECOND), () -> on(new EpochEvent.CancelAsked()));
            }
            while (outcome == null) {
                Timed next = queue.poll();
                assertThat(next)
                        .as("seed=%d: nothing is left to happen in %s", seed, life.state())
                        .isNotNull();
                now = next.at;
                assertThat(now).as("seed=%d: stuck in %s", seed, life.state()).isLessThan(END_OF_TIME);
                next.what.run();
            }
            EpochState last = outcome instanceof EpochOutcome.Done ? EpochState.DONE : EpochState.FAILED;
            assertThat(life.state()).as("seed=" + seed).isEqualTo(last);
            assertThat(life.on(new EpochEvent.SpawnDue(0), now)).isEmpty();
            return outcome;
        }

        /** Orders are told again every second, and living processes report. */
        private void tick() {
            tellAll();
            processes.values().forEach(WorkerProcess::report);
            at(now + SECOND, this::tick);
        }

        private void at(long time, Runnable what) {
            queue.add(new Timed(time, order++, what));
        }

        /** A message: late, lost or doubled at times. */
        private void send(Runnable what) {
            int copies = random.nextInt(10) == 0 ? random.nextInt(3) : 1;
            for (int i = 0; i < copies; i++) {
                double delay = random.nextInt(20) == 0 ? random.nextDouble() * 8 : random.nextDouble() * 0.01;
                at(now + (long) (delay * SECOND), what);
            }
        }

        private void on(EpochEvent event) {
            for (EpochEffect effect : life.on(event, now)) {
                switch (effect) {
                    case EpochEffect.Spawn(int number, int pool) -> spawn(number, pool);
                    case EpochEffect.Kill(int number) -> processes.get(number).kill();
                    case EpochEffect.Tell _ -> tellAll();
                    case EpochEffect.Wait(EpochEvent later, Duration delay) ->
                        at(now + delay.toNanos(), () -> on(later));
                    case EpochEffect.Form(int _, List<Integer> members) -> formed(members);
                    case EpochEffect.Recover _ -> {}
                    case EpochEffect.End(EpochOutcome end) -> outcome = end;
                }
            }
        }

        /** One that shrinks has all the workers that it did not lose, in their order: those that it was begun with. */
        private void formed(List<Integer> members) {
            assertThat(members).as("seed=" + seed).doesNotHaveDuplicates();
            if (onLoss == OnLoss.REPLACE) {
                assertThat(members).as("seed=" + seed).hasSize(workers);
                for (int worker = 0; worker < workers; worker++) {
                    assertThat(processes.get(members.get(worker)).pool)
                            .as("seed=%d: pool of worker %d", seed, worker)
                            .isEqualTo(kinds.get(worker).pool());
                    assertThat(members.get(worker) >= workers
                                    || kinds.get(members.get(worker)).suffices(kinds.get(worker)))
                            .as("seed=%d: what worker %d has", seed, worker)
                            .isTrue();
                }
                return;
            }
            List<Integer> left = IntStream.range(0, workers)
                    .filter(process -> !life.isGone(process))
                    .boxed()
                    .toList();
            assertThat(members).as("seed=" + seed).isEqualTo(left);
            shrunk += members.size() < workers ? 1 : 0;
        }

        private void spawn(int number, int pool) {
            assertThat(processes).as("seed=" + seed).doesNotContainKey(number);
            assertThat(onLoss == OnLoss.REPLACE || number < workers)
                    .as("seed=%d: process %d is started", seed, number)
                    .isTrue();
            var process = new WorkerProcess(number, pool);
            processes.put(number, process);
            at(now + (long) ((0.5 + random.nextDouble()) * SECOND), process::report);
        }

        private void tellAll() {
            for (WorkerProcess process : new ArrayList<>(processes.values())) {
                life.orderFor(process.number).ifPresent(order -> send(() -> process.told(order)));
            }
        }

        private boolean unlucky(double probability) {
            if (failures < failuresPlanned && random.nextDouble() < probability) {
                failures++;
                return true;
            }
            return false;
        }

        /** A worker's process, as the real one behaves. */
        private final class WorkerProcess {
            final int number;
            final int pool;
            int epoch;
            int worker;
            WorkerPhase phase = WorkerPhase.IDLE;
            boolean alive = true;
            long pausedUntil;

            WorkerProcess(int number, int pool) {
                this.number = number;
                this.pool = pool;
                if (unlucky(0.1)) {
                    at(now + (long) (random.nextDouble() * 3 * SECOND), this::kill);
                }
            }

            void kill() {
                if (alive) {
                    alive = false;
                    at(now + SECOND / 100, () -> on(new EpochEvent.Down(number, "killed")));
                }
            }

            void report() {
                if (alive && now >= pausedUntil) {
                    int saidEpoch = epoch;
                    WorkerPhase saidPhase = phase;
                    send(() -> on(new EpochEvent.Reported(number, saidEpoch, saidPhase)));
                }
            }

            private void become(WorkerPhase next) {
                phase = next;
                report();
            }

            void told(WorkerOrder order) {
                if (!alive) {
                    return;
                }
                if (now < pausedUntil) {
                    at(pausedUntil, () -> told(order));
                    return;
                }
                switch (order) {
                    case WorkerOrder.Prepare(int newEpoch, int newWorker) -> {
                        if (newEpoch > epoch) {
                            epoch = newEpoch;
                            worker = newWorker;
                            own();
                            become(WorkerPhase.PREPARED);
                        }
                    }
                    case WorkerOrder.Begin(int begunEpoch) -> {
                        if (begunEpoch == epoch && phase == WorkerPhase.PREPARED) {
                            begin();
                        }
                    }
                    case WorkerOrder.Fence(int fenced) -> {
                        if (fenced >= epoch && phase != WorkerPhase.FENCED || fenced > epoch) {
                            epoch = fenced;
                            become(WorkerPhase.FENCED);
                        }
                    }
                    case WorkerOrder.Leave() -> alive = false;
                }
            }

            private void own() {
                Integer other = owners.put(epoch + "/" + worker, number);
                assertThat(other == null || other == number)
                        .as(
                                "seed=%d: processes %s and %d are both worker %d of epoch %d",
                                seed, other, number, worker, epoch)
                        .isTrue();
            }

            private void begin() {
                become(WorkerPhase.RUNNING);
                int ran = epoch;
                long end = now + (long) (random.nextDouble() * 5 * SECOND);
                if (unlucky(0.25)) {
                    misfortune(ran, now + (long) (random.nextDouble() * (end - now)));
                }
                at(end, () -> {
                    if (alive && epoch == ran && phase == WorkerPhase.RUNNING) {
                        become(WorkerPhase.FINISHED);
                        at(now + SECOND / 100, () -> on(new EpochEvent.Delivered(worker, ran)));
                    }
                });
            }

            private void misfortune(int ran, long when) {
                switch (random.nextInt(4)) {
                    case 0 -> at(when, this::kill);
                    case 1 -> at(when, () -> fail(ran));
                    case 2 ->
                        at(when, () -> {
                            pausedUntil = now + 15 * SECOND;
                            at(now + 5 * SECOND, () -> on(new EpochEvent.Down(number, "silent for 5 s")));
                        });
                    default ->
                        at(when, () -> {
                            if (alive) {
                                on(new EpochEvent.LaneBroken(number, ran, "a gap"));
                            }
                        });
                }
            }

            private void fail(int ran) {
                if (alive && epoch == ran && phase == WorkerPhase.RUNNING) {
                    var failure = new RankFailure("p", 0, random.nextInt(3), new IllegalStateException("of a test"));
                    become(WorkerPhase.FAILED);
                    on(new EpochEvent.RankFailed(number, ran, failure));
                }
            }
        }
    }
}
