package dev.weft.scheduler;

import java.util.ArrayList;
import java.util.List;

/**
 * Units of an operator that need the same: its workers with as many ranks, or its ranks. A unit is whole on one host.
 *
 * @param ranks of each unit
 * @param count of units
 * @param cores of its own, of each unit
 */
record UnitClass(int group, int ranks, int count, Demand demand, long cpuMillis, long memoryMiB, int gpus, int cores) {

    /** The classes of a gang, operator by operator, in each the larger one first. */
    static List<UnitClass> of(Gang gang) {
        var classes = new ArrayList<UnitClass>();
        for (int number = 0; number < gang.groups().size(); number++) {
            Group group = gang.groups().get(number);
            int units = group.workers() == 0 ? group.ranks() : group.workers();
            int larger = group.ranks() % units;
            add(classes, number, group, group.ranks() / units + 1, larger);
            add(classes, number, group, group.ranks() / units, units - larger);
        }
        return classes;
    }

    private static void add(List<UnitClass> classes, int number, Group group, int ranks, int count) {
        if (count > 0) {
            Demand each = group.eachRank();
            classes.add(new UnitClass(
                    number,
                    ranks,
                    count,
                    each,
                    (long) ranks * each.cpuMillis(),
                    (long) ranks * each.memoryMiB(),
                    Math.multiplyExact(ranks, each.gpus()),
                    each.pinning() == Pinning.NONE ? 0 : Math.multiplyExact(ranks, each.cpuMillis() / 1000)));
        }
    }

    boolean isPinned() {
        return cores > 0;
    }

    boolean needsOneNode() {
        return demand.pinning() == Pinning.NUMA;
    }

    /** Of a host that has all labels that are asked for. */
    boolean admits(Host host) {
        return (demand.preemptible() || !host.preemptible())
                && demand.nodeSelector().entrySet().stream()
                        .allMatch(label -> label.getValue().equals(host.labels().get(label.getKey())));
    }
}
