package dev.weft.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;

/** What must be true of plans, counted out unit by unit. */
final class PlanCheck {
    private PlanCheck() {}

    /** The plan has every rank of its gang once, in order, and each unit what it asks for. */
    static void isWhole(Plan plan) {
        Inventory inventory = plan.seen().inventory();
        var nextRank = new int[plan.gang().groups().size()];
        var nextUnit = new int[nextRank.length];
        for (UnitPlace unit : plan.units()) {
            Group group = plan.gang().groups().get(unit.group());
            Demand each = group.eachRank();
            Host host = inventory.host(unit.host());
            Pool pool = poolOf(plan.gang(), unit.group());
            assertThat(pool.has(unit.number())).isTrue();
            assertThat(plan.units())
                    .filteredOn(other -> other.number() == unit.number())
                    .allMatch(other ->
                            other.host() == unit.host() && other.cores().equals(unit.cores()))
                    .allMatch(other -> pool.groups().contains(other.group()));
            nextUnit[unit.group()]++;
            assertThat(unit.firstRank()).isEqualTo(nextRank[unit.group()]);
            nextRank[unit.group()] += unit.ranks();
            assertThat(Long.bitCount(unit.gpus())).isEqualTo(unit.ranks() * each.gpus());
            assertThat(unit.rankGpus()).allMatch(gpus -> Long.bitCount(gpus) == each.gpus());
            assertThat(unit.cores().size())
                    .isEqualTo(each.pinning() == Pinning.NONE ? 0 : unit.ranks() * each.cpuMillis() / 1000);
            assertThat(host.labels()).containsAllEntriesOf(each.nodeSelector());
            assertThat(host.preemptible() && !each.preemptible()).isFalse();
            if (each.pinning() == Pinning.NUMA) {
                assertThat(host.numa()).anyMatch(node -> node.cores().containsAll(unit.cores()));
            }
        }
        for (int group = 0; group < nextRank.length; group++) {
            Group its = plan.gang().groups().get(group);
            assertThat(nextRank[group]).isEqualTo(its.ranks());
            assertThat(nextUnit[group]).isEqualTo(Math.min(its.units(), its.ranks()));
        }
    }

    private static Pool poolOf(Gang gang, int group) {
        return gang.pools().stream()
                .filter(pool -> pool.groups().contains(group))
                .findFirst()
                .orElseThrow();
    }

    /** No host gives more than it has, nothing is given twice, and the state says what is left. */
    static void addUp(CellState state, Collection<Plan> plans) {
        Inventory inventory = state.inventory();
        var used = new HashMap<Integer, long[]>();
        var cores = new HashMap<Integer, CoreSet>();
        var gangs = new int[inventory.size()];
        var slots = new int[inventory.size()];
        for (Plan plan : plans) {
            plan.units().stream().map(UnitPlace::host).distinct().forEach(host -> gangs[host]++);
            plan.units().stream()
                    .map(unit -> List.of(unit.host(), unit.number()))
                    .distinct()
                    .forEach(unit -> slots[unit.getFirst()]++);
            for (UnitPlace unit : plan.units()) {
                Demand each = plan.gang().groups().get(unit.group()).eachRank();
                long[] its = used.computeIfAbsent(unit.host(), _ -> new long[3]);
                its[0] += (long) unit.ranks() * each.cpuMillis();
                its[1] += (long) unit.ranks() * each.memoryMiB();
                assertThat(its[2] & unit.gpus()).as("GPUs given twice").isZero();
                its[2] |= unit.gpus();
                CoreSet taken = cores.getOrDefault(unit.host(), CoreSet.NONE);
                assertThat(taken.intersects(unit.cores()))
                        .as("cores given twice")
                        .isFalse();
                cores.put(unit.host(), taken.plus(unit.cores()));
            }
        }
        for (int number = 0; number < inventory.size(); number++) {
            Host host = inventory.host(number);
            long[] its = used.getOrDefault(number, new long[3]);
            assertThat(its[0]).isLessThanOrEqualTo(host.cpuMillis());
            assertThat(its[1]).isLessThanOrEqualTo(host.memoryMiB());
            assertThat(its[2] & ~host.healthyGpus())
                    .as("GPUs that there are not")
                    .isZero();
            assertThat(host.cores().containsAll(cores.getOrDefault(number, CoreSet.NONE)))
                    .isTrue();
            assertThat(state.freeCpuMillis(number)).isEqualTo((int) (host.cpuMillis() - its[0]));
            assertThat(state.freeMemoryMiB(number)).isEqualTo((int) (host.memoryMiB() - its[1]));
            assertThat(state.freeGpus(number)).isEqualTo(host.healthyGpus() & ~its[2]);
            assertThat(state.takenCores(number)).isEqualTo(cores.getOrDefault(number, CoreSet.NONE));
            assertThat(state.gangs(number)).isEqualTo(gangs[number]);
            assertThat(state.freeSlots(number))
                    .isEqualTo(host.slots() - slots[number])
                    .isNotNegative();
        }
    }
}
