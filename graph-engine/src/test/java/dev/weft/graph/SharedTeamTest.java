package dev.weft.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.collectives.Placement;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.ThreadTeam;
import dev.weft.runtime.testing.ThreadRanks;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks that wait for each other end only if as many threads take one. */
@Timeout(60)
class SharedTeamTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void allThreadsOfRanksThatWaitTakeChunks(int threads) {
        int ranks = 3;
        Map<Integer, Thread> seen = new ConcurrentHashMap<>();
        var all = new CyclicBarrier(ranks * threads);
        ThreadRanks.run(ranks, threads, () -> rank -> {
            ThreadTeam team = SharedTeam.of(rank);
            assertThat(team.size()).isEqualTo(ranks * threads);
            if (rank.number() == 1) {
                team.forEachChunk(team.size(), (_, thread) -> {
                    seen.put(thread, Thread.currentThread());
                    meet(all);
                });
            }
            rank.communicator().barrier();
        });
        assertThat(seen).hasSize(ranks * threads);
        assertThat(seen.values()).doesNotHaveDuplicates();
    }

    @Test
    void aRankOfAnotherWorkerTakesNone() {
        Map<Integer, Thread> seen = new ConcurrentHashMap<>();
        JobSpec job = JobSpec.of("test", () -> rank -> {
                    ThreadTeam team = SharedTeam.of(rank);
                    if (rank.number() == 0) {
                        assertThat(team.size()).isEqualTo(2);
                        team.forEachChunk(50, (_, thread) -> {
                            seen.put(thread, Thread.currentThread());
                            pause();
                        });
                    } else if (rank.number() == 2) {
                        assertThat(team).isSameAs(rank.team());
                    }
                    rank.communicator().barrier();
                })
                .ranks(3)
                .threads(1);
        ThreadRanks.run(job, Placement.of(2, 1));
        assertThat(seen).containsOnlyKeys(0, 1);
    }

    @Test
    void whatAGuestThrowsIsTheFailureOfTheRankWhoseLoopItIs() {
        var caught = new AtomicBoolean();
        var both = new CyclicBarrier(2);
        assertThatThrownBy(() -> ThreadRanks.run(2, 1, () -> rank -> {
                    ThreadTeam team = SharedTeam.of(rank);
                    if (rank.number() == 0) {
                        failOnGuest(team, both, caught);
                    }
                    rank.communicator().barrier();
                }))
                .hasMessage("of the guest");
        assertThat(caught).isTrue();
    }

    private static void failOnGuest(ThreadTeam team, CyclicBarrier both, AtomicBoolean caught) {
        try {
            team.forEachChunk(2, (_, thread) -> {
                meet(both);
                if (thread == 1) {
                    throw new IllegalStateException("of the guest");
                }
            });
        } catch (IllegalStateException e) {
            caught.set(true);
            throw e;
        }
    }

    @Test
    void aLoopInsideAChunkIsRefusedOnGuestsToo() {
        var both = new CyclicBarrier(2);
        assertThatThrownBy(() -> ThreadRanks.run(2, 1, () -> rank -> {
                    ThreadTeam team = SharedTeam.of(rank);
                    if (rank.number() == 0) {
                        team.forEachChunk(2, (_, thread) -> {
                            meet(both);
                            if (thread == 1) {
                                team.forEachChunk(2, (_, _) -> {});
                            }
                        });
                    }
                    rank.communicator().barrier();
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("forEachChunk is called");
    }

    @Test
    void aGuestWorksOnTheVerticesOfTheRankThatItHelps() {
        var both = new CyclicBarrier(2);
        JobResult result = ThreadRanks.run(2, 1, () -> rank -> {
            Graph graph = Graph.of(rank, ring(10_000));
            long[] value = graph.newLongs(-1);
            if (rank.number() == 0) {
                fillOnTwoThreads(graph, value, both);
            } else {
                graph.forEach(v -> value[v] = graph.globalId(v));
            }
            graph.result("id", value);
        });
        assertThat(result.longs("id")).isEqualTo(LongStream.range(0, 10_000).toArray());
    }

    private static void fillOnTwoThreads(Graph graph, long[] value, CyclicBarrier both) {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        graph.forEach(v -> {
            if (threads.add(Thread.currentThread())) {
                meet(both);
            }
            value[v] = graph.globalId(v);
        });
    }

    private static Edges ring(int size) {
        long[] sources = LongStream.range(0, size).toArray();
        return Edges.undirected(
                sources, LongStream.of(sources).map(v -> (v + 1) % size).toArray());
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the other threads took no chunk", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(2);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
