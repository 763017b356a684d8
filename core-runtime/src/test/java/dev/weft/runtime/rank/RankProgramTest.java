package dev.weft.runtime.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.collectives.CollectiveMismatchException;
import dev.weft.collectives.EpochFencedException;
import dev.weft.collectives.Op;
import dev.weft.programs.DifferentLoops;
import dev.weft.runtime.Column;
import dev.weft.runtime.Ids;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Rank;
import dev.weft.runtime.testing.ThreadRanks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs see of their {@link Rank}, and what becomes of their results and failures. */
@Timeout(20)
final class RankProgramTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void ranksKnowTheirPlaceAndTalk(int ranks) {
        Set<Integer> numbers = ConcurrentHashMap.newKeySet();

        JobResult result = ThreadRanks.run(ranks, 1, () -> rank -> {
            numbers.add(rank.number());
            assertThat(rank.count()).isEqualTo(ranks);
            assertThat(rank.workerRank()).isEqualTo(rank.number());
            assertThat(rank.workerRanks()).isEqualTo(ranks);
            assertThat(rank.team().size()).isOne();
            rank.result("sum", rank.communicator().allReduce((long) rank.number(), Op.SUM));
        });

        assertThat(numbers).hasSize(ranks);
        assertThat(result.scalars()).isEqualTo(Map.of("sum", ranks * (ranks - 1L) / 2));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void allRanksPassABoundaryTogether(int ranks) {
        var bodies = new AtomicInteger();

        JobResult result = ThreadRanks.run(ranks, 1, () -> rank -> {
            long expected = 0;
            for (long step : rank.steps(50)) {
                assertThat(step).isEqualTo(expected++);
                assertThat(bodies.get()).isGreaterThanOrEqualTo((int) step * ranks);
                bodies.incrementAndGet();
            }
            assertThat(expected).isEqualTo(50);
        });

        assertThat(bodies).hasValue(50 * ranks);
        assertThat(result.report().supersteps()).isEqualTo(50);
    }

    @Test
    void breakEndsALoopAndLoopsNest() {
        JobResult result = ThreadRanks.run(3, 1, () -> rank -> {
            long inner = 0;
            for (long outer : rank.steps()) {
                for (long _ : rank.steps(outer)) {
                    inner++;
                }
                if (outer == 4) {
                    break;
                }
            }
            for (long _ : rank.steps(0)) {
                inner = -1;
            }
            rank.result("inner", inner);
        });

        assertThat(result.scalars()).containsEntry("inner", 10L);
    }

    @Test
    void aNegativeLimitIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ThreadRanks.run(1, 1, () -> rank -> rank.steps(-1)))
                .withMessage("steps: limit=-1 < 0");
    }

    @Test
    void loopsThatDifferAreFoundAndNamed() {
        assertThatExceptionOfType(CollectiveMismatchException.class)
                .isThrownBy(() -> ThreadRanks.run(3, 1, DifferentLoops::new))
                .withMessage("rank 0 is at step 0 of its loop 0, a loop of at most 5 steps, at"
                        + " dev.weft.programs.DifferentLoops.run(DifferentLoops.java:11), rank 2 is at step 0 of its"
                        + " loop 0, a loop of at most 7 steps, at dev.weft.programs.DifferentLoops.run(DifferentLoops.java:15):"
                        + " every rank must come to the same steps in the same order");
    }

    @Test
    void aLoopLeftEarlyIsFoundInTheNext() {
        assertThatExceptionOfType(CollectiveMismatchException.class)
                .isThrownBy(() -> ThreadRanks.run(2, 1, () -> rank -> {
                    for (long step : rank.steps(5)) {
                        if (rank.number() == 1 && step == 2) {
                            break;
                        }
                    }
                    for (long _ : rank.steps(5)) {
                        rank.progress("in", 0);
                    }
                }))
                .withMessageContaining("rank 0 is at step 3 of its loop 0")
                .withMessageContaining("rank 1 is at step 0 of its loop 1");
    }

    @Test
    void aRankThatReturnsEarlyIsFound() {
        assertThatExceptionOfType(CollectiveMismatchException.class)
                .isThrownBy(() -> ThreadRanks.run(2, 1, () -> rank -> {
                    for (long step : rank.steps(5)) {
                        if (rank.number() == 1 && step == 2) {
                            return;
                        }
                    }
                }))
                .withMessageContaining("rank 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void oneObjectIsSharedAndMadeOnce(int ranks) {
        var made = new AtomicInteger();
        Set<Object> seen = Collections.newSetFromMap(new ConcurrentHashMap<>());

        ThreadRanks.run(ranks, 1, () -> rank -> {
            List<String> first = rank.shared("list", () -> {
                assertThat(rank.workerRank()).isZero();
                made.incrementAndGet();
                return new ArrayList<>(List.of("made"));
            });
            assertThat(first).containsExactly("made");
            Object again = rank.shared("list", Object::new);
            assertThat(again).isSameAs(first);
            seen.add(System.identityHashCode(first));
            assertThat(rank.<Object>shared("other", Object::new)).isNotSameAs(first);
        });

        assertThat(made).hasValue(1);
        assertThat(seen).hasSize(1);
    }

    @Test
    void theMakersExceptionIsTheFailureAndTheOthersAreFenced() {
        var failure = new IllegalStateException("no memory for it");
        Set<Throwable> others = ConcurrentHashMap.newKeySet();

        assertThatThrownBy(() -> ThreadRanks.run(3, 1, () -> rank -> {
                    try {
                        rank.shared("window", () -> {
                            throw failure;
                        });
                    } catch (EpochFencedException e) {
                        others.add(e);
                        throw e;
                    }
                }))
                .isSameAs(failure);

        assertThat(others).hasSize(2).allSatisfy(e -> assertThat(e).hasCause(failure));
    }

    @Test
    void differentKeysAreFoundAndNamed() {
        assertThatExceptionOfType(CollectiveMismatchException.class)
                .isThrownBy(() -> ThreadRanks.run(2, 1, () -> rank -> {
                    rank.shared("window-" + rank.number(), Object::new);
                }))
                .withMessageContaining("rank 0 is at shared(\"window-0\")")
                .withMessageContaining("rank 1 is at shared(\"window-1\")");
    }

    @Test
    void aBoundaryAndASharedObjectDontFit() {
        assertThatExceptionOfType(CollectiveMismatchException.class)
                .isThrownBy(() -> ThreadRanks.run(2, 1, () -> rank -> {
                    if (rank.number() == 0) {
                        rank.shared("window", Object::new);
                    } else {
                        rank.steps().iterator().next();
                    }
                }))
                .withMessageContaining("rank 0 is at shared(\"window\")")
                .withMessageContaining("rank 1 is at step 0 of its loop 0, a loop without a limit");
    }

    @Test
    void resultsComeInTheOrderGiven() {
        var ids = new RangeIds(3);

        JobResult result = ThreadRanks.run(2, 1, () -> rank -> {
            rank.result("zeta", 1.5);
            rank.result("alpha", 2L);
            rank.result("mu", rank.number() == 0 ? "first" : "second");
            if (rank.workerRank() == 0) {
                rank.result("score", new Column.Doubles(ids, new double[] {0.5, 1, 2}));
                rank.result("level", new Column.Longs(ids, new long[] {4, 5, 6}));
            }
        });

        assertThat(result.scalars().keySet()).containsExactly("zeta", "alpha", "mu");
        assertThat(result.scalars().values()).containsExactly(1.5, 2L, "first");
        assertThat(result.columns()).containsExactly("score", "level");
        assertThat(result.doubles("score")).containsExactly(0.5, 1, 2);
        assertThat(result.longs("level")).containsExactly(4, 5, 6);
        assertThat(result.ids()).containsExactly(10, 11, 12);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> result.column("rank"))
                .withMessage("there is no column \"rank\": the program gave [score, level]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> result.longs("score"))
                .withMessageContaining("holds doubles");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> result.doubles("level"))
                .withMessageContaining("holds longs");
    }

    @Test
    void columnsThatCantBeAreRefused() {
        var column = new Column.Longs(new RangeIds(2), new long[2]);

        assertThatIllegalStateException()
                .isThrownBy(() -> ThreadRanks.run(2, 1, () -> rank -> {
                    if (rank.number() == 1) {
                        rank.result("level", column);
                    }
                }))
                .withMessageContaining("workerRank=1 != 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ThreadRanks.run(1, 1, () -> rank -> {
                    rank.result("level", column);
                    rank.result("level", column);
                }))
                .withMessageContaining("second time");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ThreadRanks.run(1, 1, () -> rank -> {
                    rank.result("level", new Column.Longs(new RangeIds(2), new long[3]));
                }))
                .withMessageContaining("values=3 != ids=2");
        assertThatIllegalStateException()
                .isThrownBy(() -> ThreadRanks.run(1, 1, () -> rank -> {}).ids());
    }

    @Test
    void ofTwoFailuresTheFirstWins() {
        for (int round = 0; round < 200; round++) {
            var together = new CyclicBarrier(3);
            var attempt = Attempt.local(
                    "j",
                    JobSpec.of("race", () -> rank -> {
                                together.await();
                                throw new IOException("rank " + rank.number());
                            })
                            .ranks(3),
                    System::nanoTime);
            List<RankEnd> ends = Collections.synchronizedList(new ArrayList<>());

            runAll(attempt, ends);

            Throwable first = attempt.fence().cause();
            assertThat(ends.stream().filter(RankEnd.Failed.class::isInstance))
                    .containsExactly(new RankEnd.Failed(-1, first));
            assertThat(ends.stream().filter(end -> end.equals(new RankEnd.Fenced(-1, first))))
                    .hasSize(2);
        }
    }

    @Test
    void errorsAndCheckedExceptionsAreThrownAsTheyAre() {
        var error = new OutOfMemoryError("of a test");
        assertThatThrownBy(() -> ThreadRanks.run(2, 1, () -> rank -> {
                    throw error;
                }))
                .isSameAs(error);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ThreadRanks.run(2, 1, () -> rank -> {
                    rank.communicator().barrier();
                    if (rank.number() == 1) {
                        throw new IOException("checked");
                    }
                    rank.communicator().barrier();
                }));
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> ThreadRanks.run(1, 1, () -> null))
                .withMessageContaining("supplier");
    }

    @Test
    void everyCallOfAFencedRankSaysSo() {
        var failure = new IllegalStateException("ended");

        assertThatThrownBy(() -> ThreadRanks.run(1, 1, () -> rank -> {
                    rank.fence().raise(failure);
                    for (Runnable call : callsOf(rank)) {
                        assertThatExceptionOfType(EpochFencedException.class).isThrownBy(call::run);
                    }
                }))
                .isSameAs(failure);
    }

    private static List<Runnable> callsOf(Rank rank) {
        return List.of(
                rank::steps,
                () -> rank.result("a", 1.0),
                () -> rank.result("a", "text"),
                () -> rank.progress("on", 0.5),
                () -> rank.shared("key", Object::new),
                () -> rank.onMessage(message -> message),
                () -> rank.team().forEachChunk(1, (chunk, thread) -> {}));
    }

    private static void runAll(Attempt attempt, List<RankEnd> ends) {
        List<Thread> threads =
                attempt.ranks().stream().map(rank -> rank.newThread(ends::add)).toList();
        threads.forEach(Thread::start);
        threads.forEach(RankProgramTest::join);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private record RangeIds(int size) implements Ids {
        @Override
        public long id(int index) {
            return 10L + index;
        }
    }
}
