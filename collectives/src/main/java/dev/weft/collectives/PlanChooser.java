package dev.weft.collectives;

import dev.weft.collectives.algorithm.Call;
import dev.weft.collectives.algorithm.Layout;
import dev.weft.collectives.algorithm.Plan;
import dev.weft.collectives.algorithm.Selection;
import dev.weft.collectives.algorithm.Shape;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ways of one rank's calls, remembered for those that it makes again. */
@SuppressWarnings("EnumOrdinal") // As a hash.
final class PlanChooser {
    private static final int REMEMBERED = 64;

    /** Two that a program makes in turn must not push each other out. */
    private static final int TRIES = 8;

    private record Choice(Shape shape, Plan plan) {}

    private final Layout layout;
    private final int ranks;
    private final Map<Operation, String> forced;
    private final @Nullable Choice[] choices = new @Nullable Choice[REMEMBERED];
    private Selection selection;

    PlanChooser(Layout layout, int ranks, Map<Operation, String> forced, Selection selection) {
        this.layout = layout;
        this.ranks = ranks;
        this.forced = forced;
        this.selection = selection;
    }

    /** From now on by other costs, on all ranks alike. */
    void use(GroupOptions.CostTable costs) {
        selection = new Selection(costs.memory(), costs.lanes());
        Arrays.fill(choices, null);
    }

    Plan plan(Call call) {
        int count = sharedCount(call);
        int hash = ((call.operation.ordinal() * 31 + call.type.ordinal()) * 31 + count) * 0x9e3779b9 >>> 16;
        int place = hash & REMEMBERED - 1;
        for (int i = 0; i < TRIES; i++) {
            int next = hash + i & REMEMBERED - 1;
            Choice choice = choices[next];
            if (choice == null) {
                place = next;
                break;
            }
            if (isFor(choice.shape, call, count)) {
                return choice.plan;
            }
        }
        Choice chosen = choose(new Shape(call.operation, ranks, call.type, call.op, count));
        choices[place] = chosen;
        return chosen.plan;
    }

    private Choice choose(Shape shape) {
        String name = forced.get(shape.operation());
        return new Choice(
                shape, name == null ? selection.cheapest(shape, layout) : selection.forced(name, shape, layout));
    }

    @SuppressWarnings("ReferenceEquality") // Another Op of the same meaning is chosen for anew.
    private static boolean isFor(Shape shape, Call call, int count) {
        return shape.operation() == call.operation
                && shape.count() == count
                && shape.type() == call.type
                && shape.op() == call.op;
    }

    /** What all ranks know of the counts. */
    private static int sharedCount(Call call) {
        return switch (call.operation) {
            case GATHER_V, SCATTER_V, ALL_TO_ALL_V -> 0;
            case ALL_GATHER_V -> most(call.receiveCounts);
            default -> call.count;
        };
    }

    private static int most(int[] counts) {
        int most = 0;
        for (int count : counts) {
            most = Math.max(most, count);
        }
        return most;
    }
}
