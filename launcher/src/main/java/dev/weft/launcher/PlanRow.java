package dev.weft.launcher;

import dev.weft.scheduler.CoreSet;
import dev.weft.scheduler.Demand;
import dev.weft.scheduler.GpuSet;
import dev.weft.scheduler.Group;
import dev.weft.scheduler.Host;
import dev.weft.scheduler.NumaNode;
import dev.weft.scheduler.Plan;
import dev.weft.scheduler.UnitPlace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Ranks of an operator that stand together on a host: those of a worker; or, without workers, those that follow each other and have no cores of their
 * own.
 *
 * @param worker its number, if there are workers
 * @param rankGpus of each rank, as bits
 */
record PlanRow(
        Host host, Group group, OptionalInt worker, int firstRank, int lastRank, CoreSet cores, List<Long> rankGpus) {

    /** Host after host. */
    static List<PlanRow> of(Plan plan) {
        List<UnitPlace> units = plan.units().stream()
                .sorted(Comparator.comparingInt((UnitPlace unit) -> hostOrder(plan, unit))
                        .thenComparingInt(UnitPlace::group)
                        .thenComparingInt(UnitPlace::number))
                .toList();
        var rows = new ArrayList<PlanRow>();
        for (UnitPlace unit : units) {
            PlanRow row = of(plan, unit);
            if (!rows.isEmpty() && rows.getLast().goesOnWith(row)) {
                rows.add(rows.removeLast().and(row));
            } else {
                rows.add(row);
            }
        }
        return rows;
    }

    /** The hosts as the ranks are numbered over them. */
    private static int hostOrder(Plan plan, UnitPlace unit) {
        List<Integer> hosts =
                plan.units().stream().map(UnitPlace::host).distinct().toList();
        return hosts.indexOf(unit.host());
    }

    private static PlanRow of(Plan plan, UnitPlace unit) {
        Group group = plan.gang().groups().get(unit.group());
        return new PlanRow(
                plan.seen().inventory().host(unit.host()),
                group,
                group.workers() == 0 ? OptionalInt.empty() : OptionalInt.of(unit.number()),
                unit.firstRank(),
                unit.lastRank(),
                unit.cores(),
                unit.rankGpus());
    }

    private boolean goesOnWith(PlanRow next) {
        return worker.isEmpty()
                && host.equals(next.host)
                && group.equals(next.group)
                && lastRank + 1 == next.firstRank
                && cores.size() == 0;
    }

    private PlanRow and(PlanRow next) {
        var gpus = new ArrayList<>(rankGpus);
        gpus.addAll(next.rankGpus);
        return new PlanRow(host, group, worker, firstRank, next.lastRank, cores, gpus);
    }

    int ranks() {
        return lastRank - firstRank + 1;
    }

    String rankRange() {
        return firstRank == lastRank ? Integer.toString(firstRank) : firstRank + "-" + lastRank;
    }

    long cpuMillis() {
        return (long) ranks() * group.eachRank().cpuMillis();
    }

    long memoryMiB() {
        return (long) ranks() * group.eachRank().memoryMiB();
    }

    /** Those that its own cores, or else its GPUs, are near. */
    List<Integer> numaNodes() {
        long gpus = rankGpus.stream().reduce(0L, (one, other) -> one | other);
        return host.numa().stream()
                .filter(node -> cores.size() > 0 ? node.cores().intersects(cores) : (node.gpus() & gpus) != 0)
                .map(NumaNode::number)
                .toList();
    }

    /** Rank by rank: {@code 0,1,2}, or {@code 0-1 2-3} where each has several. */
    String gpuText() {
        Demand each = group.eachRank();
        if (each.gpus() == 1) {
            int[] numbers =
                    rankGpus.stream().mapToInt(Long::numberOfTrailingZeros).toArray();
            boolean ascending =
                    Arrays.equals(numbers, Arrays.stream(numbers).sorted().toArray());
            return ascending
                    ? GpuSet.text(rankGpus.stream().reduce(0L, (one, other) -> one | other))
                    : Arrays.stream(numbers).mapToObj(Integer::toString).collect(Collectors.joining(","));
        }
        return rankGpus.stream().map(GpuSet::text).collect(Collectors.joining(" "));
    }
}
