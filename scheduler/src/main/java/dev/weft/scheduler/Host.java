package dev.weft.scheduler;

import java.util.List;
import java.util.Map;

/**
 * A host: what it has for ranks, and where it stands.
 *
 * @param name what it is called, and what ssh reaches it by
 * @param address at which the other hosts reach it; empty: the one at which ssh does
 * @param zone, rack empty if not known; racks of the same name in two zones are two
 * @param preemptible may be taken away at any time: only ranks that are preemptible go there
 * @param unschedulable takes no ranks
 * @param slots so many workers, or ranks without workers; or {@link #UNCOUNTED}
 * @param cpuMillis thousandths of a core; or {@link #UNCOUNTED}
 * @param memoryMiB or {@link #UNCOUNTED}
 * @param numa its cores; empty if they are not known, and then no rank can have any of its own
 * @param healthyGpus as bits
 */
public record Host(
        String name,
        String address,
        String zone,
        String rack,
        Map<String, String> labels,
        boolean preemptible,
        boolean unschedulable,
        int slots,
        int cpuMillis,
        int memoryMiB,
        List<NumaNode> numa,
        GpuLinks gpus,
        long healthyGpus) {
    /** Nobody says how much there is of it, so it is never too little. */
    public static final int UNCOUNTED = Integer.MAX_VALUE;

    public Host {
        labels = Map.copyOf(labels);
        numa = List.copyOf(numa);
        if (slots < 0 || cpuMillis < 0 || memoryMiB < 0) {
            throw new IllegalArgumentException(
                    "host %s: slots=%d, cpuMillis=%d, memoryMiB=%d < 0".formatted(name, slots, cpuMillis, memoryMiB));
        }
        healthyGpus &= GpuSet.first(gpus.count());
    }

    /** One NUMA node with the whole cores, no GPU, no place. */
    public static Host of(String name, int cpuMillis, int memoryMiB) {
        return new Host(
                        name,
                        "",
                        "",
                        "",
                        Map.of(),
                        false,
                        false,
                        UNCOUNTED,
                        cpuMillis,
                        memoryMiB,
                        List.of(),
                        GpuLinks.NONE,
                        0)
                .withCores();
    }

    /** So many workers, and nothing else is counted. */
    public static Host ofSlots(String name, int slots) {
        return of(name, UNCOUNTED, UNCOUNTED).slots(slots);
    }

    public Host at(String inZone, String inRack) {
        return new Host(
                name,
                address,
                inZone,
                inRack,
                labels,
                preemptible,
                unschedulable,
                slots,
                cpuMillis,
                memoryMiB,
                numa,
                gpus,
                healthyGpus);
    }

    /** The same, called otherwise. */
    public Host named(String as) {
        return new Host(
                as,
                address,
                zone,
                rack,
                labels,
                preemptible,
                unschedulable,
                slots,
                cpuMillis,
                memoryMiB,
                numa,
                gpus,
                healthyGpus);
    }

    public Host slots(int count) {
        return new Host(
                name,
                address,
                zone,
                rack,
                labels,
                preemptible,
                unschedulable,
                count,
                cpuMillis,
                memoryMiB,
                numa,
                gpus,
                healthyGpus);
    }

    public Host labels(Map<String, String> its) {
        return new Host(
                name,
                address,
                zone,
                rack,
                its,
                preemptible,
                unschedulable,
                slots,
                cpuMillis,
                memoryMiB,
                numa,
                gpus,
                healthyGpus);
    }

    public Host preemptible(boolean is) {
        return new Host(
                name,
                address,
                zone,
                rack,
                labels,
                is,
                unschedulable,
                slots,
                cpuMillis,
                memoryMiB,
                numa,
                gpus,
                healthyGpus);
    }

    public Host amounts(int cpuMillisOfIt, int memoryMiBOfIt) {
        return new Host(
                name,
                address,
                zone,
                rack,
                labels,
                preemptible,
                unschedulable,
                slots,
                cpuMillisOfIt,
                memoryMiBOfIt,
                numa,
                gpus,
                healthyGpus);
    }

    public Host numa(List<NumaNode> nodes) {
        return new Host(
                name,
                address,
                zone,
                rack,
                labels,
                preemptible,
                unschedulable,
                slots,
                cpuMillis,
                memoryMiB,
                nodes,
                gpus,
                healthyGpus);
    }

    /** All of them healthy. */
    public Host gpus(GpuLinks links) {
        return new Host(
                name,
                address,
                zone,
                rack,
                labels,
                preemptible,
                unschedulable,
                slots,
                cpuMillis,
                memoryMiB,
                numa,
                links,
                GpuSet.first(links.count()));
    }

    public Host healthyGpus(long set) {
        return new Host(
                name,
                address,
                zone,
                rack,
                labels,
                preemptible,
                unschedulable,
                slots,
                cpuMillis,
                memoryMiB,
                numa,
                gpus,
                set);
    }

    /** Where nobody says which cores it has: as many as its cpu is whole ones, in one NUMA node with all GPUs. */
    public Host withCores() {
        if (!numa.isEmpty() || cpuMillis == UNCOUNTED || cpuMillis < 1000) {
            return this;
        }
        var cores = CoreSet.range(0, cpuMillis / 1000 - 1);
        return numa(List.of(new NumaNode(0, cores, GpuSet.first(gpus.count()))));
    }

    /** Of all NUMA nodes. */
    public CoreSet cores() {
        return numa.stream().map(NumaNode::cores).reduce(CoreSet.NONE, CoreSet::plus);
    }
}
