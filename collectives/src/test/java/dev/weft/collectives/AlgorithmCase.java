package dev.weft.collectives;

import dev.weft.collectives.algorithm.Plan;
import dev.weft.collectives.algorithm.Selection;
import dev.weft.collectives.algorithm.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A call with the algorithm that is to make it. */
record AlgorithmCase(CollectiveStep step, String algorithm) {
    static final List<Operation> OPERATIONS = CollectiveStep.OPERATIONS.stream()
            .filter(operation -> operation != Operation.SEND)
            .toList();

    /** Of all ranks together, where each gives or gets a block of every other: the model keeps them several times. */
    private static final int MOST_ELEMENTS = 1_000_000;

    private static final Selection SELECTION =
            new Selection(GroupOptions.CostTable.TYPICAL.memory(), GroupOptions.CostTable.TYPICAL.lanes());

    /** Every operation with every count, by every algorithm that fits; the same for the same random numbers. */
    static List<AlgorithmCase> all(Placement placement, int[] counts, int repeats, Random random) {
        List<AlgorithmCase> cases = new ArrayList<>();
        ElementType[] types = ElementType.values();
        var layout = new WorkerTable(Roster.of(placement, 0)).layout();
        for (Operation operation : OPERATIONS) {
            for (int each : counts) {
                int count = isOfAllRanks(operation) ? Math.min(each, MOST_ELEMENTS / placement.ranks()) : each;
                for (int i = 0; i < repeats * (operation.combines() ? 3 : 1); i++) {
                    var step = new CollectiveStep(
                            random.nextLong(),
                            placement.ranks(),
                            operation,
                            types[random.nextInt(types.length)],
                            count);
                    Op op = operation.combines() ? step.op() : Op.SUM;
                    var shape = new Shape(operation, placement.ranks(), step.type(), op, count);
                    for (Plan plan : SELECTION.candidates(shape, layout)) {
                        cases.add(new AlgorithmCase(step, plan.name()));
                    }
                }
            }
        }
        return cases;
    }

    private static boolean isOfAllRanks(Operation operation) {
        return switch (operation) {
            case BARRIER, BROADCAST, REDUCE, ALL_REDUCE, SCAN, EXSCAN -> false;
            default -> true;
        };
    }
}
