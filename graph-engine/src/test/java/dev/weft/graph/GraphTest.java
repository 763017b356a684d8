package dev.weft.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.runtime.JobResult;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.testing.ThreadRanks;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphTest {
    private static final Edges PATH = Edges.undirected(
            LongStream.range(0, 1000).toArray(), LongStream.range(1, 1001).toArray());

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void frontiersKnowTheirSizeEverywhere(int ranks) {
        ThreadRanks.run(ranks, 2, () -> rank -> {
            Graph graph = Graph.of(rank, PATH);
            assertThat(graph.all().size()).isEqualTo(1001);
            assertThat(graph.none().isEmpty()).isTrue();
            Frontier some = graph.vertices(3, 500, 1000);
            assertThat(some.size()).isEqualTo(3);
            Frontier rest = graph.all();
            rest.removeAll(some);
            assertThat(rest.size()).isEqualTo(998);
            assertThat(graph.all().size())
                    .as("all() is not changed by its copies")
                    .isEqualTo(1001);
            some.become(rest);
            assertThat(some.size()).isEqualTo(998);
            assertThat(rest.isEmpty()).isTrue();
            assertThat(graph.count(rest::contains)).isZero();
            assertThat(graph.count(some::contains)).isEqualTo(998);
            assertThat(graph.count(v -> graph.all().contains(v))).isEqualTo(1001);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void frontiersAreSets(int ranks) {
        for (int seed = 0; seed < 30; seed++) {
            String context = "seed=" + seed;
            Edges edges = RandomEdges.of(seed);
            ThreadRanks.run(ranks, 2, () -> rank -> {
                Graph graph = Graph.of(rank, edges);
                IntPredicate a = v -> graph.globalId(v) % 3 != 0;
                IntPredicate b = v -> graph.globalId(v) % 5 > 1;
                Frontier some = graph.all().filter(a);
                requireMembers(graph, some, a, context);
                Frontier both = some.copy();
                both.retainAll(graph.all().filter(b));
                requireMembers(graph, both, v -> a.test(v) && b.test(v), context);
                Frontier either = some.copy();
                either.addAll(graph.reversed().all().filter(b));
                requireMembers(graph, either, v -> a.test(v) || b.test(v), context);
                Frontier onlySome = some.copy();
                onlySome.removeAll(graph.all().filter(b));
                requireMembers(graph, onlySome, v -> a.test(v) && !b.test(v), context);
                onlySome.clear();
                requireMembers(graph, onlySome, _ -> false, context);
                requireMembers(graph, some, a, context);
                requireMembers(graph, graph.all(), _ -> true, context);
            });
        }
    }

    /** Its members, its size, and the number of edges that leave it. */
    private static void requireMembers(Graph graph, Frontier set, IntPredicate member, String context) {
        assertThat(graph.count(v -> set.contains(v) != member.test(v)))
                .as(context)
                .isZero();
        assertThat(set.size()).as(context).isEqualTo(graph.count(member));
        assertThat((double) set.edgesIn(graph))
                .as(context)
                .isEqualTo(graph.sum(v -> member.test(v) ? graph.outDegree(v) : 0));
        assertThat((double) set.edgesIn(graph.reversed()))
                .as(context)
                .isEqualTo(graph.sum(v -> member.test(v) ? graph.inDegree(v) : 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 40})
    void leastAndGreatestAreThoseOfAllRanks(int ranks) {
        ThreadRanks.run(ranks, 1, () -> rank -> {
            Graph graph = Graph.of(rank, PATH);
            assertThat(graph.min(v -> graph.globalId(v) - 7)).isEqualTo(-7);
            assertThat(graph.max(graph::globalId)).isEqualTo(1000);
            assertThat(graph.max(v -> graph.globalId(v) == 5 ? Long.MIN_VALUE : -graph.globalId(v)))
                    .isZero();
        });
    }

    @Test
    void sumsAreTheSameBitsOnAnyNumberOfRanks() {
        Edges edges = RandomEdges.of(7);
        long first = 0;
        for (int ranks : new int[] {1, 2, 3, 7, 40}) {
            JobResult result = ThreadRanks.run(ranks, 2, () -> rank -> {
                Graph graph = Graph.of(rank, edges);
                rank.result("sum", graph.sum(v -> 1.0 / (3 + Math.abs(graph.globalId(v) % 1000))));
            });
            long bits = Double.doubleToRawLongBits((Double) result.scalars().get("sum"));
            first = ranks == 1 ? bits : first;
            assertThat(bits).as("ranks=" + ranks).isEqualTo(first);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16})
    void resultsComeInAscendingIdOrder(int ranks) {
        JobResult result = ThreadRanks.run(ranks, 1, () -> rank -> {
            Graph graph = Graph.of(rank, PATH);
            long[] twice = graph.newLongs(0);
            graph.forEach(v -> twice[v] = 2 * graph.globalId(v));
            graph.result("twice", twice);
            rank.result("edges", graph.edgeCount());
        });
        assertThat(result.ids()).isEqualTo(LongStream.range(0, 1001).toArray());
        assertThat(result.longs("twice"))
                .isEqualTo(LongStream.range(0, 1001).map(id -> 2 * id).toArray());
        assertThat(result.scalars()).containsEntry("edges", 1000L);
        assertThat(result.report().vertices()).isEqualTo(1001);
    }

    @Test
    void moreRanksThanVerticesIsFine() {
        Edges triangle = Edges.undirected(new long[] {7, 8, 9}, new long[] {8, 9, 7});
        JobResult result = ThreadRanks.run(20, 1, () -> rank -> {
            Graph graph = Graph.of(rank, triangle);
            long[] degree = graph.newLongs(0);
            graph.forEach(v -> degree[v] = graph.outDegree(v));
            graph.result("degree", degree);
        });
        assertThat(result.ids()).containsExactly(7, 8, 9);
        assertThat(result.longs("degree")).containsExactly(2, 2, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void graphsOfOneProgramKeepApart(int ranks) {
        Edges longer = Edges.undirected(
                LongStream.range(0, 5000).toArray(), LongStream.range(1, 5001).toArray());
        ThreadRanks.run(ranks, 2, Map.of("graph", PATH), () -> rank -> {
            for (Edges edges : new Edges[] {PATH, longer}) {
                Graph graph = Graph.of(rank, edges);
                assertThat(graph.edgeCount()).isEqualTo(edges.sources().length);
                assertThat(reached(graph)).isEqualTo(graph.vertexCount());
            }
            assertThat(reached(Graph.load(rank))).isEqualTo(1001);
            assertThat(reached(Graph.load(rank))).isEqualTo(1001);
        });
    }

    /** How many vertices have a neighbour. */
    private static long reached(Graph graph) {
        return graph.edgeMap(graph.all(), new LongEdgeFunction(Op.MIN) {
                    @Override
                    protected long message(int source) {
                        return source;
                    }

                    @Override
                    protected boolean update(int target, long least) {
                        return true;
                    }
                })
                .size();
    }

    @Test
    void aStrangersFrontierIsRefused() {
        assertThatThrownBy(() -> ThreadRanks.run(1, 1, () -> rank -> {
                    Graph one = Graph.of(rank, PATH);
                    Graph.of(rank, PATH).all().removeAll(one.all());
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("belongs to another graph");
    }

    @Test
    void anIdThatTheGraphDoesNotHaveIsNamed() {
        assertThatThrownBy(() ->
                        ThreadRanks.run(2, 1, () -> rank -> Graph.of(rank, PATH).vertices(4711)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("4711")
                .hasMessageContaining("from 0 to 1000");
    }

    @Test
    void aJobWithoutAGraphSaysSo() {
        assertThatThrownBy(() -> ThreadRanks.run(2, 1, () -> Graph::load))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--graph");
    }

    @Test
    void aGraphThatDoesNotFitIsRefusedWithTheFlag() {
        String huge = "kronecker:scale=29,degree=16,seed=1";
        assertThatThrownBy(() -> ThreadRanks.run(1, 1, Map.of("graph", huge), () -> Graph::load))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--memory");
    }
}
