package dev.weft.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.collectives.Placement;
import dev.weft.runtime.Column;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Shares;
import dev.weft.runtime.testing.ThreadRanks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every operation, pushed and pulled, on any number of workers, ranks and threads, against {@link EdgeMapReference}. */
@Timeout(120)
class EdgeMapTest {
    private static final long NOT_CALLED = 0x7ff8_dead_beef_0001L;

    @ParameterizedTest
    @EnumSource(Fold.class)
    void deliversWhatTheReferenceDelivers(Fold fold) {
        delivers(fold, 36);
    }

    @Tag("long")
    @Timeout(1200)
    @ParameterizedTest
    @EnumSource(Fold.class)
    void deliversWhatTheReferenceDeliversOnManyGraphs(Fold fold) {
        delivers(fold, 1_000);
    }

    private static void delivers(Fold fold, int graphs) {
        for (int seed = 0; seed < graphs; seed++) {
            Case each = Case.of(seed, fold);
            var reference = new EdgeMapReference(each.turned ? turned(each.edges) : each.edges);
            Map<Long, Long> expected =
                    reference.deliver(each.from, each.open, fold, each.deliver, id -> message(fold, id), each::along);
            for (Direction direction : Direction.values()) {
                String context = each + " direction=" + direction;
                JobResult result = ThreadRanks.run(
                        JobSpec.of("test", () -> rank -> once(Graph.of(rank, each.edges), reference, each, direction))
                                .ranks(each.shares.placement().ranks())
                                .threads(each.threads),
                        each.shares);
                assertThat(received(result)).as(context).isEqualTo(expected);
                assertThat(result.scalars().get("accepted"))
                        .as(context)
                        .isEqualTo(expected.keySet().stream()
                                .filter(EdgeMapTest::accepts)
                                .count());
            }
        }
    }

    private static Edges turned(Edges edges) {
        long[] sources = edges.targets();
        long[] targets = edges.sources();
        return new Edges(sources, targets, edges.vertices(), edges.directed(), edges.weights());
    }

    /** A random graph, frontier, open set and way to run. */
    private record Case(
            int seed,
            Fold fold,
            Edges edges,
            Deliver deliver,
            LongPredicate from,
            boolean everyoneOpen,
            LongPredicate open,
            boolean turned,
            Weight weight,
            Shares shares,
            int threads) {

        static Case of(int seed, Fold fold) {
            var random = new Random(seed);
            long salt = random.nextLong();
            int fifths = random.nextInt(5);
            boolean everyoneOpen = random.nextBoolean();
            return new Case(
                    seed,
                    fold,
                    weighted(seed),
                    fold != Fold.FIRST && random.nextBoolean() ? Deliver.TO_ALL : Deliver.TO_RECEIVERS,
                    id -> fifths == 4 || Math.floorMod(mix(id ^ salt), 5) < fifths,
                    everyoneOpen,
                    id -> everyoneOpen || Math.floorMod(mix(id + salt), 3) > 0,
                    random.nextBoolean(),
                    List.of(Weight.values()).get(random.nextInt(4)),
                    random.nextBoolean()
                            ? Shares.equal(Placement.together(new int[] {1, 2, 3, 7}[random.nextInt(4)]))
                            : RandomShares.of(seed),
                    1 + random.nextInt(3));
        }

        private static Edges weighted(int seed) {
            Edges edges = RandomEdges.of(seed);
            double[] weights = new Random(seed)
                    .doubles(edges.sources().length, -3, 300)
                    .map(weight -> seed % 3 == 0 ? weight : Math.abs(Math.rint(weight)))
                    .toArray();
            return new Edges(edges.sources(), edges.targets(), edges.vertices(), edges.directed(), weights);
        }

        /** What the weight makes of a message, written anew. */
        long along(long bits, double weight) {
            boolean doubles = fold.name().endsWith("_DOUBLE");
            double value = Double.longBitsToDouble(bits);
            return switch (this.weight) {
                case NONE -> bits;
                case PLUS -> doubles ? Double.doubleToRawLongBits(value + weight) : bits + (long) weight;
                case TIMES -> doubles ? Double.doubleToRawLongBits(value * weight) : bits * (long) weight;
                case FUNCTION -> doubles ? Double.doubleToRawLongBits(value - 2 * weight) : bits ^ (long) (3 * weight);
            };
        }

        @Override
        public String toString() {
            return "seed=" + seed + " fold=" + fold + " deliver=" + deliver + " turned=" + turned + " weight=" + weight
                    + " shares=" + shares + " threads=" + threads;
        }
    }

    private static void once(Graph graph, EdgeMapReference reference, Case each, Direction direction) {
        long[] got = graph.newLongs(NOT_CALLED);
        Frontier frontier = graph.vertices(reference.members(each.from));
        Frontier open = each.everyoneOpen ? graph.all() : graph.vertices(reference.members(each.open));
        long before = open.size();
        Graph along = each.turned ? graph.reversed() : graph;
        Frontier accepted = along.edgeMap(frontier, open, recorder(graph, each, got), direction);
        requireAgreedCounts(each, graph, open, accepted);
        graph.forEach(v -> {
            long id = graph.globalId(v);
            boolean called = got[v] != NOT_CALLED;
            if (accepted.contains(v) != (called && accepts(id))) {
                throw new AssertionError(
                        each + ": vertex " + id + " called=" + called + " accepted=" + accepted.contains(v));
            }
            if (open.contains(v) != (each.open.test(id) && !accepted.contains(v))) {
                throw new AssertionError(each + ": vertex " + id + " open=" + open.contains(v));
            }
        });
        assertThat(open.size()).isEqualTo(before - accepted.size());
        graph.result("got", got);
        graph.rank().result("accepted", accepted.size());
    }

    /** What is known of a set without a message is what counting gives, along either direction. */
    private static void requireAgreedCounts(Case each, Graph graph, Frontier... sets) {
        for (Frontier set : sets) {
            for (Graph counted : new Graph[] {graph, graph.reversed()}) {
                assertThat(new long[] {set.size(), set.edgesIn(counted)})
                        .as(each.toString())
                        .isEqualTo(counted.agreedCounts(set.bits()));
            }
        }
    }

    private static EdgeFunction recorder(Graph graph, Case each, long[] got) {
        return switch (each.fold) {
            case SUM_DOUBLE, MIN_DOUBLE, MAX_DOUBLE ->
                new DoubleEdgeFunction(op(each.fold), each.deliver, each.weight) {
                    @Override
                    protected double message(int source) {
                        return Double.longBitsToDouble(EdgeMapTest.message(each.fold, graph.globalId(source)));
                    }

                    @Override
                    protected double along(double message, double weight) {
                        return message - 2 * weight;
                    }

                    @Override
                    protected boolean update(int target, double combined) {
                        got[target] = Double.doubleToRawLongBits(combined);
                        return accepts(graph.globalId(target));
                    }
                };
            default ->
                new LongEdgeFunction(op(each.fold), each.deliver, each.weight) {
                    @Override
                    protected long message(int source) {
                        return EdgeMapTest.message(each.fold, graph.globalId(source));
                    }

                    @Override
                    protected long along(long message, double weight) {
                        return message ^ (long) (3 * weight);
                    }

                    @Override
                    protected boolean update(int target, long combined) {
                        got[target] = combined;
                        return accepts(graph.globalId(target));
                    }
                };
        };
    }

    private static Op op(Fold fold) {
        String name = fold.name();
        return Op.valueOf(name.contains("_") ? name.substring(0, name.indexOf('_')) : name);
    }

    private static long message(Fold fold, long id) {
        return switch (fold) {
            case SUM_DOUBLE, MIN_DOUBLE, MAX_DOUBLE -> Double.doubleToRawLongBits((mix(id) >> 20) * 1e-7);
            default -> mix(id);
        };
    }

    private static boolean accepts(long id) {
        return (mix(id) & 2) == 0;
    }

    private static long mix(long z) {
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        return (z ^ z >>> 27) * 0x94d049bb133111ebL;
    }

    private static Map<Long, Long> received(JobResult result) {
        Column.Longs got = (Column.Longs) result.column("got");
        var received = new HashMap<Long, Long>();
        for (int i = 0; i < got.size(); i++) {
            if (got.values()[i] != NOT_CALLED) {
                received.put(got.ids().id(i), got.values()[i]);
            }
        }
        return received;
    }

    @Test
    void bitwiseOperationsOnDoublesAndFirstToAllAreRefused() {
        assertThatThrownBy(() -> Fold.ofDoubles(Op.XOR)).hasMessageContaining("LongEdgeFunction");
        assertThatThrownBy(() -> new LongEdgeFunction(Op.FIRST, Deliver.TO_ALL) {
                    @Override
                    protected long message(int source) {
                        return 0;
                    }

                    @Override
                    protected boolean update(int target, long combined) {
                        return false;
                    }
                })
                .hasMessageContaining("no identity");
    }
}
