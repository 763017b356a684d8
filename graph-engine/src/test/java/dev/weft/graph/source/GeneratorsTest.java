package dev.weft.graph.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weft.graph.source.ReadBack.Edge;
import dev.weft.runtime.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Graphs that are made: against their definitions where there is no chance, by their properties where there is. */
@Timeout(60)
class GeneratorsTest {

    private static GraphSource source(String spec) {
        return GraphSpec.parse(spec, GraphOptions.NONE);
    }

    private static List<Edge> simple(String spec, int threads) {
        ReadBack read = ReadBack.of(source(spec), threads);
        assertThat(read.directed()).isFalse();
        assertThat(read.ids())
                .isEqualTo(LongStream.range(0, read.ids().size()).boxed().toList());
        assertThat(read.ids()).hasSize((int) source(spec).expected().vertices());
        List<Edge> edges = read.edges().stream().map(Edge::ordered).sorted().toList();
        assertThat(edges).as(spec).doesNotHaveDuplicates().allMatch(edge -> edge.source() != edge.target());
        return edges;
    }

    private static void assertIs(String spec, List<Edge> expected) {
        for (int threads = 1; threads <= 3; threads++) {
            assertThat(simple(spec, threads)).as(spec).isEqualTo(expected);
        }
        assertThat(source(spec).expected().edges()).as(spec).isEqualTo(expected.size());
    }

    /** All pairs u < v below {@code n} that are edges. */
    private static List<Edge> pairs(int n, java.util.function.BiPredicate<Integer, Integer> edge) {
        var edges = new ArrayList<Edge>();
        for (int u = 0; u < n; u++) {
            for (int v = u + 1; v < n; v++) {
                if (edge.test(u, v)) {
                    edges.add(new Edge(u, v));
                }
            }
        }
        return edges;
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,7", "7,1", "2,2", "5,9", "31,17"})
    void aGridJoinsNeighbours(int rows, int columns) {
        assertIs(
                "grid:rows=" + rows + ",columns=" + columns,
                pairs(rows * columns, (u, v) -> v == u + columns || v == u + 1 && v % columns != 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 100})
    void aRingIsClosed(int n) {
        assertIs("ring:vertices=" + n, pairs(n, (u, v) -> v == u + 1 || u == 0 && v == n - 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    void aStarHasACentre(int n) {
        assertIs("star:vertices=" + n, pairs(n, (u, _) -> u == 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 64, 101})
    void aCompleteGraphHasAllPairs(int n) {
        assertIs("complete:vertices=" + n, pairs(n, (_, _) -> true));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 10, 33})
    void aSmallWorldWithoutRewiringIsARingOfNeighbours(int n) {
        int degree = Math.min(4, (n - 1) / 2 * 2);
        assertIs(
                "smallworld:vertices=" + n + ",degree=" + degree + ",rewire=0",
                pairs(n, (u, v) -> Math.min(v - u, u + n - v) <= degree / 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "uniform:vertices=2",
                "uniform:vertices=17,degree=3,seed=-5",
                "uniform:vertices=5000,degree=20,seed=9",
                "smallworld:vertices=9,degree=8,rewire=1",
                "smallworld:vertices=5000,degree=12,rewire=0.25,seed=4",
                "kronecker:scale=10,degree=8,seed=3"
            })
    void whatIsDrawnDependsOnTheSpecificationAlone(String spec) {
        List<Edge> one = simple(spec, 1);
        assertThat(simple(spec, 3)).isEqualTo(one);
        double expected = source(spec).expected().edges();
        assertThat((double) one.size()).as(spec).isCloseTo(expected, within(5 * Math.sqrt(expected) + 2));
    }

    @Test
    void anotherSeedGivesAnotherGraph() {
        for (String spec : List.of("uniform:vertices=1000,degree=4", "smallworld:vertices=1000,degree=4,rewire=0.5")) {
            assertThat(simple(spec + ",seed=2", 1)).isNotEqualTo(simple(spec + ",seed=3", 1));
            assertThat(simple(spec + ",seed=1", 1)).isEqualTo(simple(spec, 1));
        }
    }

    /** Degrees of a uniform graph are Poisson's: here 32 with a deviation of 5.7; ten deviations mean something is wrong. */
    @Test
    void uniformDegreesKeepTogether() {
        var degrees = new HashMap<Long, Integer>();
        for (Edge edge : simple("uniform:vertices=20000,degree=16,seed=6", 2)) {
            degrees.merge(edge.source(), 1, Integer::sum);
            degrees.merge(edge.target(), 1, Integer::sum);
        }
        assertThat(degrees).hasSize(20000);
        assertThat(degrees.values()).allMatch(degree -> degree < 32 + 57);
    }

    /** A rewired edge goes anywhere: about half of them to the further half of the ring. */
    @Test
    void rewiredEdgesGoAnywhere() {
        int n = 10_000;
        List<Edge> edges = simple("smallworld:vertices=" + n + ",degree=10,rewire=0.2,seed=8", 2);
        long far = edges.stream()
                .filter(edge -> Math.abs(Math.abs(edge.source() - edge.target()) - n / 2) < n / 4)
                .count();
        assertThat((double) far).isCloseTo(n * 5 * 0.2 / 2, within(5 * Math.sqrt(n)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "uniform:vertices=3000,degree=5,seed=2",
                "smallworld:vertices=3000,degree=6,rewire=0.3,seed=2",
                "grid:rows=40,columns=33",
                "ring:vertices=3",
                "star:vertices=1000",
                "complete:vertices=61"
            })
    void sharesAreTheWhole(String spec) {
        List<Edge> whole = ReadBack.of(source(spec), 2).edges();
        for (int shares : new int[] {2, 3, 5}) {
            assertThat(ReadBack.ofShares(source(spec), 2, shares))
                    .as(spec + " shares=" + shares)
                    .isEqualTo(whole);
        }
    }

    /** Each edge has one weight, however it is read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "uniform:vertices=300,degree=5",
                "smallworld:vertices=300,degree=6,rewire=0.3",
                "kronecker:scale=8",
                "grid:rows=20,columns=20",
                "ring:vertices=300",
                "star:vertices=300",
                "complete:vertices=30"
            })
    void anyGeneratorMayDrawWeights(String spec) {
        ReadBack one = ReadBack.of(source(spec + ",seed=4,weights=-2..5"), 1);
        assertThat(one.weighted()).isTrue();
        assertThat(one.edges()).allMatch(edge -> edge.weight() >= -2 && edge.weight() <= 5);
        assertThat(one.edges().stream().map(Edge::weight).distinct()).hasSize(8);
        assertThat(ReadBack.of(source(spec + ",seed=4,weights=-2..5"), 3)).isEqualTo(one);
        assertThat(ReadBack.ofShares(source(spec + ",seed=4,weights=-2..5"), 2, 3))
                .isEqualTo(one.edges());
        assertThat(ReadBack.of(source(spec + ",seed=5,weights=-2..5"), 1)).isNotEqualTo(one);
        assertThat(source(source(spec + ",seed=4,weights=-2..5").name()).name()).endsWith(",seed=4,weights=-2..5");
        assertThat(source(spec + ",weights=1..9").expected().weightBytes()).isEqualTo(1);
        assertThatThrownBy(() -> GraphSpec.parse(spec, Said.weighted(true))).hasMessageContaining("weights=1..255");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unifrom:vertices=3|uniform:",
                "uniform:degree=3|no vertices",
                "uniform:vertices=3,seed=x|seed=x is not a whole number",
                "uniform:vertices=1|from 2",
                "grid:rows=3|no columns",
                "grid:rows=65536,columns=65536|columns=65536 is out of range",
                "ring:vertices=2|from 3",
                "ring:vertex=5|did you mean vertices",
                "star:vertices=0|from 1",
                "complete:vertices=2000000|1048576",
                "smallworld:vertices=10,degree=3,rewire=0|is odd",
                "smallworld:vertices=10,degree=10,rewire=0|to 9",
                "smallworld:vertices=10,degree=4|no rewire",
                "smallworld:vertices=10,degree=4,rewire=1.5|from 0 to 1",
                "smallworld:vertices=10,degree=4,rewire=NaN|from 0 to 1",
                "smallworld:vertices=10,degree=4,rewire=often|not a number",
                "star:vertices=3,vertices=4|twice"
            })
    void aSlipGetsTheRemedy(String spec, String remedy) {
        assertThatThrownBy(() -> source(spec))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(remedy);
    }

    @Test
    void directionAndVerticesAreNotForThem() {
        assertThatThrownBy(() -> GraphSpec.parse("ring:vertices=5", Said.directed(true)))
                .hasMessageContaining("leave --directed out");
        assertThatThrownBy(() -> GraphSpec.parse("ring:vertices=5", Said.vertices(Path.of("a.v"))))
                .hasMessageContaining("--vertices a.v");
    }
}
