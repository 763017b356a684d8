package dev.weft.runtime.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.collectives.EpochFencedException;
import dev.weft.collectives.Fence;
import dev.weft.runtime.ChunkBody;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
final class RankTeamTest {
    private final Fence fence = new Fence();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void runsEachChunkOnce(int size) {
        try (var team = newTeam(size)) {
            for (int chunks = 0; chunks <= 1000; chunks = chunks < 20 ? chunks + 1 : chunks * 3 / 2) {
                var runs = new AtomicIntegerArray(chunks);
                team.forEachChunk(chunks, (chunk, thread) -> {
                    assertThat(thread).isBetween(0, size - 1);
                    runs.incrementAndGet(chunk);
                });
                for (int chunk = 0; chunk < chunks; chunk++) {
                    assertThat(runs.get(chunk)).isOne();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void whatALoopWroteIsThereWhenItReturns(int size) {
        try (var team = newTeam(size)) {
            long[] values = new long[500];
            for (int round = 1; round <= 2_000; round++) {
                team.forEachChunk(50, (chunk, thread) -> {
                    for (int i = chunk * 10; i < chunk * 10 + 10; i++) {
                        values[i]++;
                    }
                });
            }
            assertThat(values).containsOnly(2_000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void loopsOfAllSortsFollowEachOther(int size) {
        long seed = System.nanoTime();
        System.out.println("RankTeamTest.loopsOfAllSortsFollowEachOther seed=" + seed);
        var random = new Random(seed);
        try (var team = newTeam(size)) {
            for (int loop = 0; loop < 3_000; loop++) {
                int chunks = random.nextInt(8) == 0 ? random.nextInt(1001) : random.nextInt(12);
                int failing = chunks > 0 && random.nextInt(5) == 0 ? random.nextInt(chunks) : -1;
                oneLoop(team, chunks, failing);
            }
        }
    }

    private static void oneLoop(RankTeam team, int chunks, int failing) {
        var runs = new AtomicIntegerArray(chunks);
        var failure = new IllegalStateException("chunk " + failing);
        ChunkBody body = (chunk, thread) -> {
            runs.incrementAndGet(chunk);
            if (chunk == failing) {
                throw failure;
            }
        };
        if (failing < 0) {
            team.forEachChunk(chunks, body);
        } else {
            assertThatThrownBy(() -> team.forEachChunk(chunks, body)).isSameAs(failure);
        }
        for (int chunk = 0; chunk < chunks; chunk++) {
            assertThat(runs.get(chunk)).isBetween(failing < 0 ? 1 : 0, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void everyThreadTakesPart(int size) {
        var names = new AtomicReference<>(Stream.<String>empty().toList());
        try (var team = newTeam(size)) {
            var all = new CountDownLatch(size);
            team.forEachChunk(size, (chunk, thread) -> {
                all.countDown();
                awaitQuietly(all);
                String name = Thread.currentThread().getName();
                names.updateAndGet(
                        known -> Stream.concat(known.stream(), Stream.of(name)).toList());
            });
        }
        assertThat(names.get()).hasSize(size).doesNotHaveDuplicates().contains("weft-t-rank-0-helper-1");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void aHelpersFailureIsTheLoops(int size) {
        try (var team = newTeam(size)) {
            var failure = new AssertionError("helper");
            var helperIsIn = new CountDownLatch(1);
            assertThatThrownBy(() -> team.forEachChunk(100, (chunk, thread) -> {
                        if (thread == 0) {
                            awaitQuietly(helperIsIn);
                        } else {
                            helperIsIn.countDown();
                            throw failure;
                        }
                    }))
                    .isSameAs(failure);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void noChunkBeginsWhenTheFenceIsRaised(int size) {
        try (var team = newTeam(size)) {
            var begunLate = new AtomicInteger();
            assertThatExceptionOfType(EpochFencedException.class)
                    .isThrownBy(() -> team.forEachChunk(Integer.MAX_VALUE, (chunk, thread) -> {
                        if (fence.isRaised()) {
                            begunLate.incrementAndGet();
                        } else if (chunk == 10) {
                            fence.raise(new IllegalStateException("ended"));
                        }
                    }));
            assertThat(begunLate).hasValueLessThan(size);
            assertThatExceptionOfType(EpochFencedException.class)
                    .isThrownBy(() -> team.forEachChunk(1, (chunk, thread) -> begunLate.set(size)));
            assertThat(begunLate).hasValueLessThan(size);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void refusesALoopInALoopAndGoesOn(int size) {
        try (var team = newTeam(size)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> team.forEachChunk(
                            size * 4, (chunk, thread) -> team.forEachChunk(2, (inner, innerThread) -> {})))
                    .withMessageContaining("from inside a chunk");
            assertThatIllegalArgumentException().isThrownBy(() -> team.forEachChunk(-1, (chunk, thread) -> {}));

            var runs = new AtomicInteger();
            team.forEachChunk(10, (chunk, thread) -> runs.incrementAndGet());
            assertThat(runs).hasValue(10);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void refusesALoopOnAnotherThread(int size) throws InterruptedException {
        try (var team = newTeam(size)) {
            var thrown = new AtomicReference<Throwable>();
            Thread other = Thread.ofPlatform().name("another").start(() -> {
                try {
                    team.forEachChunk(1, (chunk, thread) -> {});
                } catch (IllegalStateException e) {
                    thrown.set(e);
                }
            });
            other.join();
            assertThat(thrown.get()).hasMessageContaining("\"another\"");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void anInterruptReachesWhoeverIsBusy(int size) throws InterruptedException {
        try (var team = newTeam(size)) {
            Thread owner = Thread.currentThread();
            var helperIsIn = new CountDownLatch(1);
            var interrupter = Thread.ofPlatform().start(() -> {
                awaitQuietly(helperIsIn);
                owner.interrupt();
            });
            var interrupted = new AtomicInteger();
            team.forEachChunk(2, (chunk, thread) -> {
                if (thread == 0) {
                    awaitQuietly(helperIsIn);
                } else {
                    helperIsIn.countDown();
                    sleepUntilInterrupted(interrupted);
                }
            });
            assertThat(Thread.interrupted()).isTrue();
            assertThat(interrupted).hasValue(1);
            interrupter.join();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void nothingIsLeftAfterClose(int size) {
        try (var team = newTeam(size)) {
            team.forEachChunk(100, (chunk, thread) -> {});
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("weft-t-rank-0-helper"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void idleHelpersPark(boolean spin) throws InterruptedException {
        try (var team = RankTeam.of("weft-idle", 3, spin, fence)) {
            team.forEachChunk(100, (chunk, thread) -> {});
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                while (thread.getName().startsWith("weft-idle") && thread.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
            }
            var runs = new AtomicInteger();
            team.forEachChunk(100, (chunk, thread) -> runs.incrementAndGet());
            assertThat(runs).hasValue(100);
        }
    }

    private RankTeam newTeam(int size) {
        boolean spin = size <= Runtime.getRuntime().availableProcessors();
        return RankTeam.of("weft-t-rank-0", size, spin, fence);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sleepUntilInterrupted(AtomicInteger interrupted) {
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            interrupted.incrementAndGet();
        }
    }
}
