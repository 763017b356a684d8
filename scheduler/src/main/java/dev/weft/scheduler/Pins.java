package dev.weft.scheduler;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Deals cores of their own to the units of a host: first to those that need one NUMA node, then to the others, the larger before the smaller, each
 * from the node that has enough and least more; and where none has enough, from those that have most.
 */
final class Pins {
    static final int NO_ROOM = -1;

    private final CellState state;
    private final List<UnitClass> classes;
    private final int[] order;

    Pins(CellState state, List<UnitClass> classes) {
        this.state = state;
        this.classes = classes;
        this.order = IntStream.range(0, classes.size())
                .filter(number -> classes.get(number).isPinned())
                .boxed()
                .sorted(Comparator.comparing(
                                (Integer number) -> !classes.get(number).needsOneNode())
                        .thenComparingInt(number -> -classes.get(number).cores()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    boolean areAsked() {
        return order.length > 0;
    }

    /** The classes that are pinned, as they are dealt to. */
    int[] order() {
        return order;
    }

    /**
     * How many units of a host get cores of several NUMA nodes, or {@link #NO_ROOM}.
     *
     * @param more of this class come on top of the draft
     */
    int split(int host, Draft draft, int unitClass, int more) {
        int[] free = freeByNode(host);
        int split = 0;
        for (int number : order) {
            UnitClass unit = classes.get(number);
            int count = draft.count(number, host) + (number == unitClass ? more : 0);
            for (int i = 0; i < count; i++) {
                int node = leastThatFits(free, unit.cores());
                if (node >= 0) {
                    free[node] -= unit.cores();
                } else if (unit.needsOneNode() || !takeFromMost(free, unit.cores())) {
                    return NO_ROOM;
                } else {
                    split++;
                }
            }
        }
        return split;
    }

    /** How many units of one class alone. */
    int most(UnitClass unit, int host) {
        int[] free = freeByNode(host);
        return unit.needsOneNode()
                ? IntStream.of(free).map(cores -> cores / unit.cores()).sum()
                : IntStream.of(free).sum() / unit.cores();
    }

    private int[] freeByNode(int host) {
        CoreSet taken = state.takenCores(host);
        return state.inventory().host(host).numa().stream()
                .mapToInt(node -> node.cores().minus(taken).size())
                .toArray();
    }

    /** -1: none has enough. */
    static int leastThatFits(int[] free, int cores) {
        int best = -1;
        for (int node = 0; node < free.length; node++) {
            if (free[node] >= cores && (best < 0 || free[node] < free[best])) {
                best = node;
            }
        }
        return best;
    }

    private static boolean takeFromMost(int[] free, int cores) {
        if (IntStream.of(free).sum() < cores) {
            return false;
        }
        for (int left = cores; left > 0; ) {
            int node = most(free);
            int part = Math.min(left, free[node]);
            free[node] -= part;
            left -= part;
        }
        return true;
    }

    static int most(int[] free) {
        int best = 0;
        for (int node = 1; node < free.length; node++) {
            if (free[node] > free[best]) {
                best = node;
            }
        }
        return best;
    }
}
