package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which way a call is made: the cheapest by its formula that gives the right bits, or the one that is forced. All that
 * goes into the choice is the same on all ranks, and so is the choice.
 *
 * <p>Of calls whose counts are known to some ranks only, the count that is taken is 0: their ways differ by the number
 * of ranks alone.
 */
public final class Selection {
    /** Meetings of a worker's ranks that a call on two levels makes. */
    private static final double MEETINGS = 4;

    private static final Plan SHARED = new Plan.Shared();

    private final Costs memory;
    private final Costs lanes;
    private final Map<Operation, List<Plan>> flat = new EnumMap<>(Operation.class);
    private final Map<Operation, List<Plan>> twoLevel = new EnumMap<>(Operation.class);

    /**
     * @param memory what messages within a worker take
     * @param lanes what messages between workers take
     */
    public Selection(Costs memory, Costs lanes) {
        this.memory = memory;
        this.lanes = lanes;
        for (Operation operation : Operation.values()) {
            flat.put(
                    operation,
                    Algorithms.of(operation).stream().<Plan>map(Plan.Flat::new).toList());
            twoLevel.put(
                    operation,
                    Algorithms.of(amongLeaders(operation)).stream()
                            .<Plan>map(Plan.TwoLevel::new)
                            .filter(plan -> TwoLevelCalls.does(operation))
                            .toList());
        }
    }

    /** The cheapest way. */
    public Plan cheapest(Shape shape, Layout layout) {
        return candidates(shape, layout).stream()
                .min(Comparator.comparingDouble(plan -> nanos(plan, shape, layout)))
                .orElseThrow();
    }

    /**
     * The way of that name.
     *
     * @throws IllegalArgumentException if there is none that fits, naming those that do
     */
    public Plan forced(String name, Shape shape, Layout layout) {
        List<Plan> candidates = candidates(shape, layout);
        return candidates.stream()
                .filter(plan -> plan.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "algorithm=%s doesn't fit %s of %s by %s on %d workers: force one of %s"
                                .formatted(
                                        name,
                                        shape.operation().method(),
                                        shape.type().keyword(),
                                        shape.op(),
                                        layout.workers(),
                                        candidates.stream().map(Plan::name).collect(Collectors.joining(", ")))));
    }

    /** All ways that give the right bits where the ranks live. */
    public List<Plan> candidates(Shape shape, Layout layout) {
        List<Plan> candidates = new ArrayList<>();
        if (layout.workers() == 1) {
            candidates.add(SHARED);
        }
        for (Plan plan : flat.getOrDefault(shape.operation(), List.of())) {
            if (fits(plan, shape, layout)) {
                candidates.add(plan);
            }
        }
        if (layout.workers() > 1 && layout.mostRanks() > 1 && layout.inRuns()) {
            for (Plan plan : twoLevel.getOrDefault(shape.operation(), List.of())) {
                if (fits(plan, shape, layout)) {
                    candidates.add(plan);
                }
            }
        }
        return candidates;
    }

    private static boolean fits(Plan plan, Shape shape, Layout layout) {
        return switch (plan) {
            case Plan.Shared shared -> true;
            case Plan.Flat(Algorithm algorithm) -> algorithm.fits(shape);
            case Plan.TwoLevel(Algorithm leaders) -> fitsLeaders(leaders, shape, layout);
        };
    }

    /** Where leaders go along a chain, the algorithm that is named does nothing: the first of them stands for all. */
    private static boolean fitsLeaders(Algorithm leaders, Shape shape, Layout layout) {
        if (isChained(shape)) {
            boolean isFirst = Algorithms.of(shape.operation()).getFirst().equals(leaders);
            return isFirst && shape.operation() != Operation.REDUCE_SCATTER;
        }
        // Of reduceScatter's algorithms this one takes blocks of different lengths, as workers of different sizes have.
        boolean takesBlocks = shape.operation() != Operation.REDUCE_SCATTER || leaders instanceof PairwiseReduceScatter;
        return takesBlocks && leaders.fits(leadersShape(shape, layout));
    }

    /** True if workers have to take their turns. */
    private static boolean isChained(Shape shape) {
        return switch (shape.operation()) {
            case SCAN, EXSCAN -> true;
            case REDUCE, ALL_REDUCE, REDUCE_SCATTER -> !shape.op().isExact(shape.type());
            default -> false;
        };
    }

    private double nanos(Plan plan, Shape shape, Layout layout) {
        return switch (plan) {
            case Plan.Shared shared -> 0;
            case Plan.Flat(Algorithm algorithm) -> flatNanos(algorithm.cost(shape), shape, layout);
            case Plan.TwoLevel(Algorithm leaders) -> twoLevelNanos(leaders, shape, layout);
        };
    }

    /** Lanes are shared by the ranks of a worker, as far as their messages leave it. */
    private double flatNanos(Cost cost, Shape shape, Layout layout) {
        double leaving = layout.mostRanks() == 1
                ? 1
                : (double) layout.mostRanks() * (shape.ranks() - layout.mostRanks()) / (shape.ranks() - 1);
        return lanes.sharedBy(Math.max(1, leaving)).nanos(cost);
    }

    private double twoLevelNanos(Algorithm leaders, Shape shape, Layout layout) {
        Shape among = leadersShape(shape, layout);
        double within = memory.oneWay().nanos(new Steps(MEETINGS, 2 * shape.bytes()));
        if (isChained(shape)) {
            double steps = layout.workers() - 1 + (shape.operation() == Operation.ALL_REDUCE ? among.log2() : 0);
            return within + lanes.oneWay().nanos(new Steps(steps, steps * shape.bytes()));
        }
        return within + lanes.nanos(leaders.cost(among));
    }

    private static Operation amongLeaders(Operation operation) {
        return switch (operation) {
            case GATHER -> Operation.GATHER_V;
            case SCATTER -> Operation.SCATTER_V;
            case ALL_GATHER -> Operation.ALL_GATHER_V;
            case ALL_TO_ALL -> Operation.ALL_TO_ALL_V;
            default -> operation;
        };
    }

    /** What one rank of each worker does in the name of all. */
    private static Shape leadersShape(Shape shape, Layout layout) {
        int most = layout.mostRanks();
        long count = switch (shape.operation()) {
            case GATHER, SCATTER, ALL_GATHER, REDUCE_SCATTER -> most * shape.count();
            case ALL_TO_ALL -> (long) most * most * shape.count();
            default -> shape.count();
        };
        return new Shape(amongLeaders(shape.operation()), layout.workers(), shape.type(), shape.op(), count);
    }
}
