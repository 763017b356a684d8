package dev.weft.scheduler;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Units that need the same: workers with as many ranks, or ranks. A unit is whole on one host.
 *
 * @param group the operator that they are of; of workers that operators share, the first
 * @param ranksOf of each unit, by operator
 * @param numbers the units'
 * @param nodeSelector labels that their hosts must have
 * @param cores of its own, of each unit
 */
record UnitClass(
        int group,
        List<Integer> ranksOf,
        List<Integer> numbers,
        Map<String, String> nodeSelector,
        boolean preemptible,
        Pinning pinning,
        long cpuMillis,
        long memoryMiB,
        int gpus,
        int cores) {

    /** The classes of a gang, operator by operator, in each the larger ones first. */
    static List<UnitClass> of(Gang gang) {
        if (gang.workers() > 0) {
            int[] all = IntStream.range(0, gang.groups().size()).toArray();
            return new Living(gang, all, gang.workers()).classes();
        }
        var classes = new ArrayList<UnitClass>();
        for (int number = 0; number < gang.groups().size(); number++) {
            int units = gang.groups().get(number).units();
            classes.addAll(new Living(gang, new int[] {number}, units).classes());
        }
        return classes;
    }

    /** Operators whose ranks live together in units. */
    private record Living(Gang gang, int[] operators, int units) {
        List<UnitClass> classes() {
            var numbers = new LinkedHashMap<List<Integer>, List<Integer>>();
            for (int unit = 0; unit < units; unit++) {
                numbers.computeIfAbsent(ranksOf(unit), _ -> new ArrayList<>()).add(unit);
            }
            return numbers.entrySet().stream()
                    .map(alike -> unitClass(alike.getKey(), alike.getValue()))
                    .sorted(Comparator.comparingInt((UnitClass unit) -> -unit.ranks()))
                    .toList();
        }

        private List<Integer> ranksOf(int unit) {
            var ranks = new Integer[gang.groups().size()];
            for (int group = 0; group < ranks.length; group++) {
                ranks[group] = 0;
            }
            for (int group : operators) {
                Group its = gang.groups().get(group);
                ranks[group] = its.firstRank(unit + 1, units) - its.firstRank(unit, units);
            }
            return List.of(ranks);
        }

        private UnitClass unitClass(List<Integer> ranksOf, List<Integer> numbers) {
            var selector = new TreeMap<String, String>();
            boolean preemptible = true;
            Pinning pinning = Pinning.NONE;
            long cpuMillis = 0;
            long memoryMiB = 0;
            int gpus = 0;
            for (int group : operators) {
                int ranks = ranksOf.get(group);
                Demand each = gang.groups().get(group).eachRank();
                if (ranks > 0) {
                    add(each.nodeSelector(), selector);
                    preemptible &= each.preemptible();
                    pinning = pinning.compareTo(each.pinning()) < 0 ? each.pinning() : pinning;
                    cpuMillis += (long) ranks * each.cpuMillis();
                    memoryMiB += (long) ranks * each.memoryMiB();
                    gpus = Math.addExact(gpus, Math.multiplyExact(ranks, each.gpus()));
                }
            }
            int cores = pinning == Pinning.NONE ? 0 : Math.toIntExact(Math.ceilDiv(cpuMillis, 1000));
            return new UnitClass(
                    operators[0],
                    ranksOf,
                    List.copyOf(numbers),
                    Map.copyOf(selector),
                    preemptible,
                    pinning,
                    cpuMillis,
                    memoryMiB,
                    gpus,
                    cores);
        }

        private static void add(Map<String, String> labels, Map<String, String> selector) {
            labels.forEach((key, value) -> {
                String other = selector.put(key, value);
                if (other != null && !other.equals(value)) {
                    throw new IllegalArgumentException(
                            "operators that share workers ask for hosts with %s=%s and with %s=%s: no host has both"
                                    .formatted(key, other, key, value));
                }
            });
        }
    }

    /** How many units. */
    int count() {
        return numbers.size();
    }

    /** Of each unit. */
    int ranks() {
        return ranksOf.stream().mapToInt(Integer::intValue).sum();
    }

    boolean isPinned() {
        return cores > 0;
    }

    boolean needsOneNode() {
        return pinning == Pinning.NUMA;
    }

    /** Of a host that has all labels that are asked for. */
    boolean admits(Host host) {
        return (preemptible || !host.preemptible()) && host.labels().entrySet().containsAll(nodeSelector.entrySet());
    }
}
