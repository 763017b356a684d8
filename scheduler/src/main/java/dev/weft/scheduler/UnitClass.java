package dev.weft.scheduler;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Units that need the same: workers with as many ranks, or ranks. A unit is whole on one host.
 *
 * @param group the operator that they are of; of workers that several live in, the first
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
        return gang.pools().stream()
                .flatMap(pool -> new Living(gang, pool).classes())
                .toList();
    }

    /** Operators whose ranks live together in units. */
    private record Living(Gang gang, Pool pool) {
        Stream<UnitClass> classes() {
            var numbers = new LinkedHashMap<List<Integer>, List<Integer>>();
            for (int i = 0; i < pool.units(); i++) {
                int unit = pool.first() + i;
                numbers.computeIfAbsent(ranksOf(unit), _ -> new ArrayList<>()).add(unit);
            }
            return numbers.entrySet().stream()
                    .map(alike -> unitClass(alike.getKey(), alike.getValue()))
                    .sorted(Comparator.comparingInt((UnitClass unit) -> -unit.ranks()));
        }

        private List<Integer> ranksOf(int unit) {
            return IntStream.range(0, gang.groups().size())
                    .mapToObj(group -> pool.groups().contains(group)
                            ? pool.ranks(gang.groups().get(group), unit)
                            : 0)
                    .toList();
        }

        private UnitClass unitClass(List<Integer> ranksOf, List<Integer> numbers) {
            Pinning pinning = Pinning.NONE;
            long cpuMillis = 0;
            long memoryMiB = 0;
            int gpus = 0;
            for (int group : pool.groups()) {
                int ranks = ranksOf.get(group);
                Demand each = gang.groups().get(group).eachRank();
                if (ranks > 0) {
                    pinning = pinning.compareTo(each.pinning()) < 0 ? each.pinning() : pinning;
                    cpuMillis += (long) ranks * each.cpuMillis();
                    memoryMiB += (long) ranks * each.memoryMiB();
                    gpus = Math.addExact(gpus, Math.multiplyExact(ranks, each.gpus()));
                }
            }
            int first = pool.groups().getFirst();
            Demand any = gang.groups().get(first).eachRank();
            int cores = pinning == Pinning.NONE ? 0 : Math.toIntExact(Math.ceilDiv(cpuMillis, 1000));
            return new UnitClass(
                    first,
                    ranksOf,
                    List.copyOf(numbers),
                    any.nodeSelector(),
                    any.preemptible(),
                    pinning,
                    cpuMillis,
                    memoryMiB,
                    gpus,
                    cores);
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
