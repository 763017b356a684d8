package dev.weft.scheduler;

import java.util.List;

/** How many units of each class a host has room for. */
final class Rooms {
    private final CellState state;
    private final List<UnitClass> classes;
    private final GpuSubsets subsets;
    private final Pins pins;
    private final int[][] alone;

    /**
     * What a rule keeps to beyond what must be.
     *
     * @param link all GPUs of a host that the gang takes are joined at least so well
     * @param wholeNodes no worker has cores of two NUMA nodes
     */
    record Limits(int link, boolean wholeNodes) {
        static final Limits NONE = new Limits(Integer.MIN_VALUE, false);
    }

    Rooms(CellState state, List<UnitClass> classes, GpuSubsets subsets) {
        this.state = state;
        this.classes = classes;
        this.subsets = subsets;
        this.pins = new Pins(state, classes);
        this.alone = new int[classes.size()][state.inventory().size()];
        for (int number = 0; number < classes.size(); number++) {
            for (int host = 0; host < alone[number].length; host++) {
                alone[number][host] = alone(classes.get(number), host);
            }
        }
    }

    private int alone(UnitClass unit, int host) {
        if (state.closed(host) || !unit.admits(state.inventory().host(host))) {
            return 0;
        }
        long most = Math.min(unit.count(), state.freeSlots(host));
        most = Math.min(most, times(state.freeCpuMillis(host), unit.cpuMillis()));
        most = Math.min(most, times(state.freeMemoryMiB(host), unit.memoryMiB()));
        most = Math.min(most, times(Long.bitCount(state.freeGpus(host)), unit.gpus()));
        if (unit.isPinned() && most > 0) {
            most = Math.min(most, pins.most(unit, host));
        }
        return (int) most;
    }

    private static long times(long free, long needed) {
        return needed == 0 ? Long.MAX_VALUE : free / needed;
    }

    /** Without any other class there, up to all units that there are. */
    int alone(int unitClass, int host) {
        return alone[unitClass][host];
    }

    /** Takes a class's room on a host away. */
    void ban(int unitClass, int host) {
        alone[unitClass][host] = 0;
    }

    Pins pins() {
        return pins;
    }

    /** The GPUs of a host that the units of a draft get, and how they are joined. */
    GpuSubsets.Best gpus(int host) {
        return subsets.of(state.inventory().host(host).gpus(), state.freeGpus(host));
    }

    int gpusOf(Draft draft, int host) {
        int gpus = 0;
        for (int number = 0; number < classes.size(); number++) {
            gpus += draft.count(number, host) * classes.get(number).gpus();
        }
        return gpus;
    }

    /** How many units more of a class a host has room for, on top of the draft. */
    int more(int unitClass, int host, Draft draft, Limits limits) {
        UnitClass unit = classes.get(unitClass);
        int most = alone[unitClass][host];
        if (most == 0) {
            return 0;
        }
        if (draft.units(host) > 0) {
            most = Math.min(most, beside(unit, host, draft));
        }
        if (unit.gpus() > 0 && limits.link() > Integer.MIN_VALUE) {
            int joined = gpus(host).mostWithin(limits.link()) - gpusOf(draft, host);
            most = Math.min(most, joined / unit.gpus());
        }
        if (unit.isPinned() && (draft.units(host) > 0 || limits.wholeNodes())) {
            most = pinned(unitClass, host, draft, limits, most);
        }
        return Math.max(0, most);
    }

    private int beside(UnitClass unit, int host, Draft draft) {
        long[] left = left(host, draft);
        long most = Math.min(
                Math.min(times(left[0], unit.cpuMillis()), times(left[1], unit.memoryMiB())),
                Math.min(times(left[2], unit.gpus()), left[3]));
        return (int) Math.min(Integer.MAX_VALUE, most);
    }

    /** The same without end: how many there would be room for if there were more units. */
    int moreOfMany(int unitClass, int host, Draft draft) {
        UnitClass unit = classes.get(unitClass);
        int most = beside(unit, host, draft);
        return unit.isPinned() ? pinned(unitClass, host, draft, Limits.NONE, most) : most;
    }

    /** What a host hasn't enough of for one unit more. */
    String limit(int unitClass, int host, Draft draft) {
        UnitClass unit = classes.get(unitClass);
        long[] left = left(host, draft);
        if (left[3] < 1) {
            return "slot";
        }
        if (left[0] < unit.cpuMillis()) {
            return "cpu";
        }
        if (left[1] < unit.memoryMiB()) {
            return "memory";
        }
        return left[2] < unit.gpus() ? "GPU" : unit.needsOneNode() ? "NUMA node" : "cores";
    }

    /** Thousandths of a core, MiB, GPUs, slots that a draft leaves. */
    private long[] left(int host, Draft draft) {
        long[] left = {
            state.freeCpuMillis(host),
            state.freeMemoryMiB(host),
            Long.bitCount(state.freeGpus(host)),
            state.freeSlots(host)
        };
        for (int number = 0; number < classes.size(); number++) {
            UnitClass unit = classes.get(number);
            left[0] -= draft.count(number, host) * unit.cpuMillis();
            left[1] -= draft.count(number, host) * unit.memoryMiB();
            left[2] -= (long) draft.count(number, host) * unit.gpus();
            left[3] -= draft.count(number, host);
        }
        return left;
    }

    private int pinned(int unitClass, int host, Draft draft, Limits limits, int most) {
        int count = most;
        while (count > 0) {
            int split = pins.split(host, draft, unitClass, count);
            if (split == 0 || split > 0 && !limits.wholeNodes()) {
                break;
            }
            count--;
        }
        return count;
    }
}
