package dev.weft.scheduler;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Which cores the units of a host get, in the order of {@link Pins}: of the NUMA node that their GPUs hang on, if that leaves room for all. */
final class CoreDeal {
    private final Host host;
    private final CoreSet taken;
    private final List<UnitClass> classes;
    private final Pins pins;

    CoreDeal(Host host, CoreSet taken, List<UnitClass> classes, Pins pins) {
        this.host = host;
        this.taken = taken;
        this.classes = classes;
        this.pins = pins;
    }

    private record Dealt(List<CoreSet> cores, int split) {}

    /** @param seats the units' classes */
    List<CoreSet> deal(List<Integer> seats, List<List<Long>> gpus) {
        if (!pins.areAsked()) {
            return Collections.nCopies(seats.size(), CoreSet.NONE);
        }
        Dealt closest = deal(seats, gpus, false).orElseThrow();
        return deal(seats, gpus, true)
                .filter(near -> near.split() <= closest.split())
                .orElse(closest)
                .cores();
    }

    private Optional<Dealt> deal(List<Integer> seats, List<List<Long>> gpus, boolean nearGpus) {
        var free = new ArrayList<CoreSet>();
        host.numa().forEach(node -> free.add(node.cores().minus(taken)));
        var cores = new ArrayList<>(Collections.nCopies(seats.size(), CoreSet.NONE));
        int split = 0;
        for (int unitClass : pins.order()) {
            for (int seat = 0; seat < seats.size(); seat++) {
                if (seats.get(seat) == unitClass) {
                    UnitClass unit = classes.get(unitClass);
                    int node = node(free, unit, nearGpus ? union(gpus.get(seat)) : 0);
                    if (node < 0 && unit.needsOneNode()) {
                        return Optional.empty();
                    }
                    split += node < 0 ? 1 : 0;
                    cores.set(seat, node < 0 ? fromMost(free, unit.cores()) : from(free, node, unit.cores()));
                }
            }
        }
        return Optional.of(new Dealt(cores, split));
    }

    private static long union(List<Long> sets) {
        return sets.stream().reduce(0L, (one, other) -> one | other);
    }

    private int node(List<CoreSet> free, UnitClass unit, long gpus) {
        int best = -1;
        int mostGpus = 0;
        for (int node = 0; node < free.size(); node++) {
            int near = Long.bitCount(host.numa().get(node).gpus() & gpus);
            if (near > mostGpus && free.get(node).size() >= unit.cores()) {
                best = node;
                mostGpus = near;
            }
        }
        return best >= 0 ? best : Pins.leastThatFits(sizes(free), unit.cores());
    }

    private static CoreSet fromMost(List<CoreSet> free, int cores) {
        CoreSet its = CoreSet.NONE;
        while (its.size() < cores) {
            int node = Pins.most(sizes(free));
            its = its.plus(
                    from(free, node, Math.min(cores - its.size(), free.get(node).size())));
        }
        return its;
    }

    private static CoreSet from(List<CoreSet> free, int node, int count) {
        CoreSet its = free.get(node).lowest(count);
        free.set(node, free.get(node).minus(its));
        return its;
    }

    private static int[] sizes(List<CoreSet> free) {
        return free.stream().mapToInt(CoreSet::size).toArray();
    }
}
