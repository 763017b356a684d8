package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Three worker processes whose ranks make one call after the other. One is killed, at any moment: every rank of the
 * others hears of it in its call, and together they go on without it. Or all are told that the epoch has ended.
 *
 * <p>By default each loop of calls is tried once, every other one over UDP; the long tests try each over both, ten times.
 */
@Timeout(120)
class KillTest {
    private static final long SEED = System.nanoTime();
    private static final int TRIALS = 10;
    private static final long NOTICE_NANOS = 1_000_000_000;
    private static final int LONGEST_DELAY_NANOS = 60_000_000;
    private static final List<String> PLACEMENTS = List.of("1,1,1", "2,1,2", "1,2,1");
    private static final String CODE = "its process has ended with code 137";
    private static final String ORDER = "the job was cancelled";

    private static final Map<Transport, LoopTrio> TRIOS = new EnumMap<>(Transport.class);
    private static final Map<String, List<Long>> NOTICES = new TreeMap<>();

    static Stream<Arguments> alternating() {
        List<CallLoop> loops = CallLoop.all();
        int first = new Random(SEED).nextInt(2);
        return IntStream.range(0, loops.size())
                .mapToObj(i -> Arguments.of((i + first) % 2 == 0 ? Transport.IPC : Transport.UDP, loops.get(i)));
    }

    static Stream<Arguments> all() {
        return Stream.of(Transport.values())
                .flatMap(transport -> CallLoop.all().stream().map(loop -> Arguments.of(transport, loop)));
    }

    @ParameterizedTest
    @MethodSource("alternating")
    void a_worker_is_killed(Transport transport, CallLoop loop) throws Exception {
        kill(transport, loop, seed(loop));
    }

    @ParameterizedTest
    @MethodSource("alternating")
    void the_fence_is_raised(Transport transport, CallLoop loop) throws Exception {
        fence(transport, loop, seed(loop));
    }

    @Tag("long")
    @Timeout(600)
    @ParameterizedTest
    @MethodSource("all")
    void workers_are_killed_again_and_again(Transport transport, CallLoop loop) throws Exception {
        for (int trial = 1; trial <= TRIALS; trial++) {
            kill(transport, loop, seed(loop) + trial);
            fence(transport, loop, seed(loop) + trial);
        }
    }

    private static long seed(CallLoop loop) {
        return SEED ^ (long) loop.toString().hashCode() << 32;
    }

    private interface Trial {
        void run(LoopTrio trio) throws Exception;
    }

    /** After a failure nobody knows what the workers are in: the next trial gets others. */
    private static void with(Transport transport, Trial trial) throws Exception {
        LoopTrio trio = TRIOS.computeIfAbsent(transport, LoopTrio::new);
        boolean passed = false;
        try {
            trial.run(trio);
            passed = true;
        } finally {
            if (!passed) {
                TRIOS.remove(transport);
                trio.close();
            }
        }
    }

    private static void kill(Transport transport, CallLoop loop, long seed) throws Exception {
        with(transport, trio -> {
            var random = new Random(seed);
            String ranks = PLACEMENTS.get(random.nextInt(PLACEMENTS.size()));
            int victim = random.nextInt(LoopTrio.WORKERS);
            int delay = random.nextInt(LONGEST_DELAY_NANOS);
            String trial = "%s over %s, ranks %s, worker %d killed after %d us, seed %d"
                    .formatted(loop, transport, ranks, victim, delay / 1000, seed);
            System.out.println("KillTest " + trial);
            int epoch = trio.begin(ranks, loop, seed);
            LockSupport.parkNanos(delay);
            long gone = trio.kill(victim);
            Placement placement = placement(ranks);
            for (int worker = 0; worker < LoopTrio.WORKERS; worker++) {
                if (worker != victim) {
                    String lost = "RankLostException: rank %d on host \\S+ is lost \\(%s\\)"
                            .formatted(placement.first(victim), CODE);
                    awaitEnds(trio.worker(worker), placement.ranks(worker), lost, loop, epoch, gone, trial);
                }
            }
            for (int worker = 0; worker < LoopTrio.WORKERS; worker++) {
                if (worker != victim) {
                    awaitRecovery(trio.worker(worker), worker, placement, victim, trial);
                }
            }
            trio.replace(victim);
        });
    }

    private static void fence(Transport transport, CallLoop loop, long seed) throws Exception {
        with(transport, trio -> {
            var random = new Random(seed);
            String ranks = PLACEMENTS.get(random.nextInt(PLACEMENTS.size()));
            int delay = random.nextInt(LONGEST_DELAY_NANOS);
            String trial = "%s over %s, ranks %s, fence raised after %d us, seed %d"
                    .formatted(loop, transport, ranks, delay / 1000, seed);
            System.out.println("KillTest " + trial);
            int epoch = trio.begin(ranks, loop, seed);
            LockSupport.parkNanos(delay);
            long raised = System.nanoTime();
            for (int worker = 0; worker < LoopTrio.WORKERS; worker++) {
                trio.worker(worker).say("fence " + ORDER);
            }
            for (int worker = 0; worker < LoopTrio.WORKERS; worker++) {
                String fenced = "EpochFencedException: this epoch has ended: " + ORDER;
                awaitEnds(trio.worker(worker), placement(ranks).ranks(worker), fenced, loop, epoch, raised, trial);
            }
            for (int worker = 0; worker < LoopTrio.WORKERS; worker++) {
                trio.worker(worker).await("closed");
            }
        });
    }

    private static void awaitEnds(
            ChildProcess worker, int ranks, String what, CallLoop loop, int epoch, long since, String trial) {
        for (int i = 0; i < ranks; i++) {
            ChildProcess.Line ended = worker.awaitLine("ended");
            assertThat(ended.text())
                    .as(trial)
                    .matches(
                            "(\\d+) %s while rank \\1 was in (%s)\\(.*\\), (call|message|agreement) \\d+( in the background)? of communicator %d\\.\\d+"
                                    .formatted(what, loop.methods(), epoch));
            assertThat(ended.nanos() - since)
                    .as("time until a rank heard of it; %s", trial)
                    .isLessThan(NOTICE_NANOS);
            NOTICES.computeIfAbsent(what.substring(0, what.indexOf(':')), any -> new ArrayList<>())
                    .add(ended.nanos() - since);
        }
    }

    private static void awaitRecovery(
            ChildProcess worker, int endpoint, Placement placement, int victim, String trial) {
        long left = 0;
        int size = 0;
        double sum = 0;
        for (int rank = 0; rank < placement.ranks(); rank++) {
            if (placement.worker(rank) != victim) {
                left |= 1L << rank;
                size++;
                sum += rank;
            }
        }
        for (int i = 0; i < placement.ranks(endpoint); i++) {
            String line = worker.await("recovered");
            int rank = Integer.parseInt(line.substring(0, line.indexOf(' ')));
            assertThat(placement.worker(rank)).as(trial).isEqualTo(endpoint);
            int rankThere = Long.bitCount(left & (1L << rank) - 1);
            assertThat(line).as(trial).isEqualTo("%d %x %d %x [%s] %d", rank, left, size, left, sum, rankThere);
        }
        worker.await("closed");
    }

    private static Placement placement(String ranks) {
        return Placement.of(
                Stream.of(ranks.split(",", -1)).mapToInt(Integer::parseInt).toArray());
    }

    @AfterAll
    static void tell() {
        TRIOS.values().forEach(LoopTrio::close);
        TRIOS.clear();
        NOTICES.forEach((what, nanos) -> System.out.printf(
                "KillTest %s: %d ranks, heard of it after %d us in the middle, %d us at worst%n",
                what,
                nanos.size(),
                nanos.stream().sorted().toList().get(nanos.size() / 2) / 1000,
                nanos.stream().mapToLong(each -> each).max().orElse(0) / 1000));
        NOTICES.clear();
    }
}
