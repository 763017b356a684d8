package dev.weft.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.collectives.Placement;
import dev.weft.runtime.Column;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Rank;
import dev.weft.runtime.testing.ThreadRanks;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Frontiers of some of a grid's vertices, so many that their sets have several words of a summary, which ranks and threads share. Searches
 * follow each other on one graph, and so take the sets that earlier ones gave back.
 */
@Timeout(60)
class SmallFrontierTest {
    private static final int SIDE = 101;
    /** Of a path hung on the grid's last vertex, lest all have the same degree and stand in the order of their ids. */
    private static final int TAIL = 23;

    private static final int VERTICES = SIDE * SIDE + TAIL;

    record Way(Placement placement, int threads) {}

    static List<Way> ways() {
        return List.of(
                new Way(Placement.together(1), 1),
                new Way(Placement.together(1), 3),
                new Way(Placement.together(3), 2),
                new Way(RandomPlacement.of(5), 2));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void searchesFindTheSameInAllDirectionsAndInAnyMixture(Way way) {
        JobResult result = run(way, rank -> {
            Graph graph = Graph.of(rank, grid());
            for (int kind = 0; kind <= Direction.values().length; kind++) {
                graph.result("level" + kind, levels(graph, kind));
            }
        });
        for (int kind = 0; kind <= Direction.values().length; kind++) {
            requireEach(result, "level" + kind, SmallFrontierTest::distance);
        }
    }

    /** @param kind of the directions, or one beyond for all in turn */
    private static long[] levels(Graph graph, int kind) {
        Direction[] directions = Direction.values();
        long[] level = graph.newLongs(0);
        Frontier frontier = graph.vertices(0);
        Frontier open = graph.all();
        open.removeAll(frontier);
        for (long step = 1; !frontier.isEmpty(); step++) {
            long next = step;
            var visit = new VisitFunction() {
                @Override
                protected boolean update(int target, long parent) {
                    level[target] = next;
                    return true;
                }
            };
            Direction direction = directions[kind < directions.length ? kind : (int) (step % directions.length)];
            frontier.become(graph.edgeMap(frontier, open, visit, direction));
        }
        assertThat(open.isEmpty()).isTrue();
        open.clear();
        return level;
    }

    @ParameterizedTest
    @MethodSource("ways")
    void targetsThatSayFalseStayOpenAndSumsAreThoseOfAllNeighbours(Way way) {
        JobResult result = run(way, rank -> {
            Graph graph = Graph.of(rank, grid());
            for (Direction direction : Direction.values()) {
                graph.result("sum" + direction, sums(graph, direction));
            }
        });
        for (Direction direction : Direction.values()) {
            requireEach(result, "sum" + direction, sumsOfSevenths());
        }
    }

    private static long[] sums(Graph graph, Direction direction) {
        long[] sum = graph.newLongs(0);
        Frontier from = graph.all().filter(v -> graph.globalId(v) % 7 == 0);
        Frontier open = graph.all().filter(v -> graph.globalId(v) % 3 != 0);
        long before = open.size();
        var add = new LongEdgeFunction(Op.SUM) {
            @Override
            protected long message(int source) {
                return graph.globalId(source);
            }

            @Override
            protected boolean update(int target, long combined) {
                sum[target] = combined;
                return combined % 2 == 0;
            }
        };
        Frontier even = graph.edgeMap(from, open, add, direction);
        Frontier counted = even.filter(v -> sum[v] % 2 == 0 && !open.contains(v));
        assertThat(counted.size()).isEqualTo(even.size()).isEqualTo(before - open.size());
        assertThat(graph.count(v -> open.contains(v) && sum[v] % 2 == 0 && sum[v] != 0))
                .isZero();
        List.of(from, open, even, counted).forEach(Frontier::clear);
        return sum;
    }

    private static LongUnaryOperator sumsOfSevenths() {
        Edges edges = grid();
        var sums = new long[VERTICES];
        for (int i = 0; i < edges.sources().length; i++) {
            int source = (int) edges.sources()[i];
            int target = (int) edges.targets()[i];
            sums[source] += target % 7 == 0 && source % 3 != 0 ? target : 0;
            sums[target] += source % 7 == 0 && target % 3 != 0 ? source : 0;
        }
        return id -> sums[(int) id];
    }

    private static long distance(long id) {
        return id < SIDE * SIDE ? id / SIDE + id % SIDE : 2 * (SIDE - 1) + id - SIDE * SIDE + 1;
    }

    private static Edges grid() {
        var sources = new long[2 * SIDE * (SIDE - 1) + TAIL];
        var targets = new long[sources.length];
        int next = 0;
        for (int id = 0; id < VERTICES - 1; id++) {
            boolean inGrid = id < SIDE * SIDE;
            if (!inGrid || id % SIDE < SIDE - 1 || id == SIDE * SIDE - 1) {
                sources[next] = id;
                targets[next++] = id + 1L;
            }
            if (id + SIDE < SIDE * SIDE) {
                sources[next] = id;
                targets[next++] = id + (long) SIDE;
            }
        }
        assertThat(next).isEqualTo(sources.length);
        return Edges.undirected(sources, targets);
    }

    private static JobResult run(Way way, Consumer<Rank> program) {
        return ThreadRanks.run(
                JobSpec.of("test", () -> program::accept)
                        .ranks(way.placement.ranks())
                        .threads(way.threads),
                way.placement);
    }

    private static void requireEach(JobResult result, String name, LongUnaryOperator expected) {
        var column = (Column.Longs) result.column(name);
        assertThat(column.size()).isEqualTo(VERTICES);
        for (int i = 0; i < column.size(); i++) {
            long id = column.ids().id(i);
            if (column.values()[i] != expected.applyAsLong(id)) {
                throw new AssertionError(
                        name + " of " + id + ": " + column.values()[i] + " != " + expected.applyAsLong(id));
            }
        }
    }
}
