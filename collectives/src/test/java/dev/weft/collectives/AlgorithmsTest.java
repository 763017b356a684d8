package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weft.collectives.algorithm.Algorithm;
import dev.weft.collectives.algorithm.Algorithms;
import dev.weft.collectives.algorithm.Cost;
import dev.weft.collectives.algorithm.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation by every algorithm that fits it, on one level and on two, against {@link SerialModel}. */
class AlgorithmsTest {
    private final Fence fence = new Fence();
    private final List<LaneTrouble> troubles = new CopyOnWriteArrayList<>();
    private final AtomicInteger contexts = new AtomicInteger();

    @AfterEach
    void nothingBroke() {
        assertThat(troubles).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 16, 17})
    void in_one_worker(int size) {
        playAll(Placement.together(size), new int[] {0, 1, size - 1, 333}, 2);
    }

    @ParameterizedTest
    @CsvSource({"1 1", "2 1", "1 3", "1 1 1", "2 3", "3 1 3", "1 1 1 1 1", "4 4", "8 8", "1 10 6"})
    void between_workers_of_unequal_size(String ranks) {
        Placement placement = placement(ranks);
        playAll(placement, new int[] {0, 1, placement.ranks() - 1, 333}, 2);
    }

    @ParameterizedTest
    @CsvSource({"1 1", "2 1", "3 2"})
    void long_calls(String ranks) {
        playAll(placement(ranks), new int[] {50_001}, 1);
    }

    @Tag("long")
    @Timeout(600)
    @ParameterizedTest
    @CsvSource({"1", "2", "3", "5", "1 1", "2 1", "1 2 1", "2 3"})
    void very_long_calls(String ranks) {
        playAll(placement(ranks), new int[] {700_000}, 1);
    }

    @Test
    void an_algorithm_that_does_not_fit_is_refused_and_the_others_are_named() {
        var options = GroupOptions.forRanks(2).withForced(Operation.ALL_REDUCE, "ring");
        Communicator communicator = RankGroup.inMemory(2, fence, options).communicator(0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> communicator.allReduce(1.0, Op.SUM))
                .withMessage("algorithm=ring doesn't fit allReduce of double by SUM on 1 workers:"
                        + " force one of shared, gather+fold, shares");
    }

    /** Sums of small numbers are exact in any order. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 7, 8, 16, 17})
    void messages_and_bytes_are_those_of_the_formula(int size) {
        List<Operation> counted = AlgorithmCase.OPERATIONS.stream()
                .filter(operation -> !operation.method().endsWith("V"))
                .toList();
        for (Operation operation : counted) {
            for (Algorithm algorithm : Algorithms.of(operation)) {
                count(size, operation, algorithm, 5000);
            }
        }
    }

    private void count(int size, Operation operation, Algorithm algorithm, int count) {
        var group =
                RankGroup.inMemory(size, fence, GroupOptions.forRanks(size).withForced(operation, algorithm.name()));
        onThreads(size, rank -> call(group.communicator(rank), operation, count));
        long messages = 0;
        long bytes = 0;
        for (int rank = 0; rank < size; rank++) {
            Traffic traffic = group.communicator(rank).traffic();
            messages += traffic.messagesSent();
            bytes += traffic.bytesSent();
        }
        Cost cost = algorithm.cost(new Shape(operation, size, ElementType.DOUBLE, Op.SUM.unordered(), count));
        assertThat(messages).as("messages of %s by %s", operation, algorithm).isEqualTo(cost.messages());
        assertThat((double) bytes)
                .as("bytes of %s by %s", operation, algorithm)
                .isBetween(0.98 * cost.totalBytes(), 1.02 * cost.totalBytes());
    }

    private static void call(Communicator communicator, Operation operation, int count) {
        int size = communicator.size();
        double[] data = new double[count * size];
        double[] result = new double[count * size];
        Arrays.fill(data, communicator.rank() + 1);
        Op sum = Op.SUM.unordered();
        double total = size * (size + 1) / 2.0;
        switch (operation) {
            case BARRIER -> communicator.barrier();
            case BROADCAST -> communicator.broadcast(data, 0, count, size - 1);
            case REDUCE -> communicator.reduce(data, 0, count, sum, size - 1);
            case ALL_REDUCE -> {
                communicator.allReduce(data, 0, count, sum);
                assertThat(data[count - 1]).isEqualTo(total);
            }
            case REDUCE_SCATTER -> {
                communicator.reduceScatter(data, 0, count, result, 0, sum);
                assertThat(result[count - 1]).isEqualTo(total);
            }
            case GATHER -> communicator.gather(data, 0, count, result, 0, size - 1);
            case SCATTER -> communicator.scatter(data, 0, count, result, 0, size - 1);
            case ALL_GATHER -> communicator.allGather(data, 0, count, result, 0);
            case ALL_TO_ALL -> communicator.allToAll(data, 0, count, result, 0);
            case SCAN -> {
                int rank = communicator.rank();
                communicator.scan(data, 0, count, sum);
                assertThat(data[count - 1]).isEqualTo((rank + 1) * (rank + 2) / 2.0);
            }
            case EXSCAN -> communicator.exscan(data, 0, count, sum);
            default -> throw new IllegalArgumentException(operation.method());
        }
    }

    private void playAll(Placement placement, int[] counts, int repeats) {
        long seed = System.nanoTime();
        List<AlgorithmCase> cases = AlgorithmCase.all(placement, counts, repeats, new Random(seed));
        boolean inMemory = placement.workers() == 1;
        List<Lanes> lanes = inMemory ? List.of() : LaneHost.of(Transport.IPC).lanes(placement.workers(), troubles);
        List<List<RankGroup>> groups = new ArrayList<>();
        for (AlgorithmCase each : cases) {
            var options = GroupOptions.forRanks(placement.ranks())
                    .withForced(each.step().operation(), each.algorithm());
            long context = contexts.incrementAndGet();
            groups.add(
                    inMemory
                            ? List.of(RankGroup.inMemory(placement.ranks(), fence, options))
                            : lanes.stream()
                                    .map(each2 -> each2.group(context, placement, fence, options))
                                    .toList());
        }
        onThreads(placement.ranks(), rank -> {
            for (int i = 0; i < cases.size(); i++) {
                try {
                    cases.get(i)
                            .step()
                            .play(groups.get(i).get(placement.worker(rank)).communicator(rank));
                } catch (Throwable failure) {
                    throw new AssertionError("%s on %s, seed %d".formatted(cases.get(i), placement, seed), failure);
                }
            }
        });
        lanes.forEach(Lanes::close);
        assertThat(cases).hasSizeGreaterThan(50);
        System.out.printf("%s: %d cases%n", placement, cases.size());
    }

    private interface RankBody {
        void run(int rank);
    }

    private void onThreads(int size, RankBody body) {
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int rank = i;
            threads.add(Thread.ofPlatform().name("rank " + rank).start(() -> {
                try {
                    body.run(rank);
                } catch (Throwable failure) {
                    failures.add(failure);
                    fence.raise(failure);
                }
            }));
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.getFirst().getMessage(), failures.getFirst());
        }
    }

    private static Placement placement(String ranks) {
        return Placement.of(
                Arrays.stream(ranks.split(" ", -1)).mapToInt(Integer::parseInt).toArray());
    }
}
