package dev.weft.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weft.collectives.Placement;
import dev.weft.runtime.Column;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Shares;
import dev.weft.runtime.testing.ThreadRanks;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rows of any width, on any number of workers, ranks and threads, against {@link EdgeMapReference} place by place. */
@Timeout(120)
class RowMapTest {
    private static final List<Op> OPS = List.of(Op.SUM, Op.MIN, Op.MAX);
    private static final List<Weight> WEIGHTS = List.of(Weight.NONE, Weight.PLUS, Weight.TIMES);
    private static final double NOT_CALLED = -12345.0;

    @Test
    void deliversWhatTheReferenceDeliversAtEachPlace() {
        for (int seed = 0; seed < 150; seed++) {
            var random = new Random(seed);
            Edges plain = RandomEdges.of(seed);
            double[] weights = random.doubles(plain.sources().length, -3, 300)
                    .map(w -> (float) w)
                    .toArray();
            Edges edges = new Edges(plain.sources(), plain.targets(), plain.vertices(), plain.directed(), weights);
            Op op = OPS.get(random.nextInt(3));
            Weight weight = WEIGHTS.get(random.nextInt(3));
            int width = 1 + random.nextInt(21);
            int thirds = random.nextInt(4);
            var reference = new EdgeMapReference(edges);
            long[] from = reference.members(id -> Math.floorMod(id, 3) < thirds);
            Shares shares = RandomShares.of(seed);
            JobResult result = ThreadRanks.run(
                    JobSpec.of("test", () -> rank -> once(Graph.of(rank, edges), from, op, width, weight))
                            .ranks(shares.placement().ranks())
                            .threads(1 + random.nextInt(3)),
                    shares);
            for (int place = 0; place < width; place++) {
                int at = place;
                Map<Long, Long> expected = reference.deliver(
                        id -> Math.floorMod(id, 3) < thirds,
                        _ -> true,
                        Fold.ofDoubles(op),
                        Deliver.TO_RECEIVERS,
                        id -> Double.doubleToRawLongBits(message(id, at)),
                        (bits, w) -> Double.doubleToRawLongBits(along(Double.longBitsToDouble(bits), w, weight)));
                assertThat(near(expected, received(result, "place" + place)))
                        .as("seed=" + seed + " op=" + op + " weight=" + weight + " place=" + place + " of " + width)
                        .isEmpty();
            }
            assertThat(result.scalars().get("accepted"))
                    .as("seed=" + seed)
                    .isEqualTo(received(result, "place0").keySet().stream()
                            .filter(id -> id % 2 == 0)
                            .count());
        }
    }

    private static void once(Graph graph, long[] from, Op op, int width, Weight weight) {
        double[][] got = new double[width][];
        for (int place = 0; place < width; place++) {
            got[place] = graph.newDoubles(NOT_CALLED);
        }
        Frontier accepted =
                graph.edgeMap(graph.vertices(from), new RowFunction(op, width, Deliver.TO_RECEIVERS, weight) {
                    @Override
                    protected void message(int source, float[] row, int at) {
                        for (int place = 0; place < width; place++) {
                            row[at + place] = (float) RowMapTest.message(graph.globalId(source), place);
                        }
                    }

                    @Override
                    protected boolean update(int target, float[] row, int at) {
                        for (int place = 0; place < width; place++) {
                            got[place][target] = row[at + place];
                        }
                        return graph.globalId(target) % 2 == 0;
                    }
                });
        for (int place = 0; place < width; place++) {
            graph.result("place" + place, got[place]);
        }
        graph.rank().result("accepted", accepted.size());
    }

    private static double message(long id, int place) {
        return (float) (Math.floorMod(id * (2 * place + 1), 1001) * 0.25 + place);
    }

    private static double along(double message, double weight, Weight how) {
        return switch (how) {
            case PLUS -> message + weight;
            case TIMES -> message * weight;
            default -> message;
        };
    }

    private static Map<Long, Double> received(JobResult result, String column) {
        Column.Doubles got = (Column.Doubles) result.column(column);
        var received = new HashMap<Long, Double>();
        for (int i = 0; i < got.size(); i++) {
            if (got.values()[i] != NOT_CALLED) {
                received.put(got.ids().id(i), got.values()[i]);
            }
        }
        return received;
    }

    /** What differs by more than floats and the order of sums explain. */
    private static Map<Long, String> near(Map<Long, Long> expected, Map<Long, Double> got) {
        var wrong = new HashMap<Long, String>();
        expected.forEach((id, bits) -> {
            double right = Double.longBitsToDouble(bits);
            Double value = got.get(id);
            if (value == null || Math.abs(value - right) > 1e-4 * Math.max(1e3, Math.abs(right))) {
                wrong.put(id, value + " instead of " + right);
            }
        });
        got.keySet().stream().filter(id -> !expected.containsKey(id)).forEach(id -> wrong.put(id, "came from nowhere"));
        return wrong;
    }

    /** 20,000 floats: added one after another they would be off by some 10^-5; and places of eights, fours and what remains. */
    @Test
    void sumsOfManyFloatsAreRightToSixDigits() {
        int n = 20_000;
        int width = 13;
        var random = new Random(4);
        float[] values = new float[n];
        double expected = 0.0;
        for (int i = 1; i < n; i++) {
            values[i] = (float) Math.exp(-10 * random.nextDouble());
            expected += values[i];
        }
        long[] sources = LongStream.range(1, n).toArray();
        Edges star = Edges.directed(sources, new long[n - 1]);
        JobResult result = ThreadRanks.run(2, 2, () -> rank -> {
            Graph graph = Graph.of(rank, star);
            double[][] got = new double[width][];
            Arrays.setAll(got, _ -> graph.newDoubles(0.0));
            graph.edgeMap(graph.all(), new RowFunction(Op.SUM, width, Deliver.TO_ALL) {
                @Override
                protected void message(int source, float[] row, int at) {
                    Arrays.fill(row, at, at + width, values[(int) graph.globalId(source)]);
                }

                @Override
                protected boolean update(int target, float[] row, int at) {
                    for (int place = 0; place < width; place++) {
                        got[place][target] = row[at + place];
                    }
                    return false;
                }
            });
            for (int place = 0; place < width; place++) {
                graph.result("place" + place, got[place]);
            }
        });
        for (int place = 0; place < width; place++) {
            assertThat(result.doubles("place" + place)[0]).isCloseTo(expected, within(1e-6 * expected));
        }
    }

    @Test
    void toAllDeliversTheIdentityWhereNothingCame() {
        Edges edge = Edges.directed(new long[] {1}, new long[] {2}).with(3);
        for (Op op : OPS) {
            JobResult result = ThreadRanks.run(3, 1, () -> rank -> {
                Graph graph = Graph.of(rank, edge);
                double[] got = graph.newDoubles(NOT_CALLED);
                graph.edgeMap(graph.all(), new RowFunction(op, 5, Deliver.TO_ALL) {
                    @Override
                    protected void message(int source, float[] row, int at) {
                        Arrays.fill(row, at, at + 5, 7);
                    }

                    @Override
                    protected boolean update(int target, float[] row, int at) {
                        got[target] = row[at + 4];
                        return false;
                    }
                });
                graph.result("got", got);
            });
            double identity = op == Op.SUM ? 0 : op == Op.MIN ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
            assertThat(result.doubles("got")).as(op.name()).containsExactly(identity, 7, identity);
        }
    }

    @Test
    void sumsHaveTheSameBitsWhoeverAddsThem() {
        for (int seed = 0; seed < 40; seed++) {
            Edges edges = RandomEdges.of(seed);
            Placement placement = RandomPlacement.of(seed);
            var program = JobSpec.of("test", () -> rank -> {
                Graph graph = Graph.of(rank, edges);
                once(graph, new EdgeMapReference(edges).members(_ -> true), Op.SUM, 5, Weight.NONE);
            });
            JobResult alone = ThreadRanks.run(program, Placement.together(1));
            JobResult spread = ThreadRanks.run(program.ranks(placement.ranks()).threads(2), placement);
            for (int place = 0; place < 5; place++) {
                assertThat(received(spread, "place" + place))
                        .as("seed=" + seed)
                        .isEqualTo(received(alone, "place" + place));
            }
        }
    }

    @Test
    void rowsThatCanNotBeAreRefused() {
        assertThatThrownBy(() -> new Nothing(Op.XOR, 1, Weight.NONE)).hasMessageContaining("op=XOR");
        assertThatThrownBy(() -> new Nothing(Op.SUM, 0, Weight.NONE)).hasMessageContaining("width=0");
        assertThatThrownBy(() -> new Nothing(Op.SUM, 1, Weight.FUNCTION)).hasMessageContaining("FUNCTION");
    }

    private static final class Nothing extends RowFunction {
        Nothing(Op op, int width, Weight weight) {
            super(op, width, Deliver.TO_RECEIVERS, weight);
        }

        @Override
        protected void message(int source, float[] row, int at) {}

        @Override
        protected boolean update(int target, float[] row, int at) {
            return false;
        }
    }
}
