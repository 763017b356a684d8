package dev.weft.scheduler;

import java.util.List;
import java.util.Map;

/**
 * A host: what it has for ranks, and where it stands.
 *
 * @param zone, rack empty if not known; racks of the same name in two zones are two
 * @param preemptible may be taken away at any time: only ranks that are preemptible go there
 * @param cpuMillis thousandths of a core
 * @param numa its cores; empty if they are not known, and then no rank can have any of its own
 * @param healthyGpus as bits
 */
public record Host(
        String name,
        String zone,
        String rack,
        Map<String, String> labels,
        boolean preemptible,
        int cpuMillis,
        int memoryMiB,
        List<NumaNode> numa,
        GpuLinks gpus,
        long healthyGpus) {
    public Host {
        labels = Map.copyOf(labels);
        numa = List.copyOf(numa);
        if (cpuMillis < 0 || memoryMiB < 0) {
            throw new IllegalArgumentException(
                    "host %s: cpuMillis=%d, memoryMiB=%d < 0".formatted(name, cpuMillis, memoryMiB));
        }
        healthyGpus &= GpuSet.first(gpus.count());
    }

    /** One NUMA node with the whole cores, no GPU, no place. */
    public static Host of(String name, int cpuMillis, int memoryMiB) {
        var cores = CoreSet.range(0, cpuMillis / 1000 - 1);
        return new Host(
                name,
                "",
                "",
                Map.of(),
                false,
                cpuMillis,
                memoryMiB,
                List.of(new NumaNode(0, cores, 0)),
                GpuLinks.NONE,
                0);
    }

    public Host at(String inZone, String inRack) {
        return new Host(name, inZone, inRack, labels, preemptible, cpuMillis, memoryMiB, numa, gpus, healthyGpus);
    }

    public Host named(String as) {
        return new Host(as, zone, rack, labels, preemptible, cpuMillis, memoryMiB, numa, gpus, healthyGpus);
    }

    public Host labels(Map<String, String> its) {
        return new Host(name, zone, rack, its, preemptible, cpuMillis, memoryMiB, numa, gpus, healthyGpus);
    }

    public Host preemptible(boolean is) {
        return new Host(name, zone, rack, labels, is, cpuMillis, memoryMiB, numa, gpus, healthyGpus);
    }

    public Host numa(List<NumaNode> nodes) {
        return new Host(name, zone, rack, labels, preemptible, cpuMillis, memoryMiB, nodes, gpus, healthyGpus);
    }

    /** All of them healthy. */
    public Host gpus(GpuLinks links) {
        return new Host(
                name, zone, rack, labels, preemptible, cpuMillis, memoryMiB, numa, links, GpuSet.first(links.count()));
    }

    public Host healthyGpus(long set) {
        return new Host(name, zone, rack, labels, preemptible, cpuMillis, memoryMiB, numa, gpus, set);
    }

    /** Of all NUMA nodes. */
    CoreSet cores() {
        return numa.stream().map(NumaNode::cores).reduce(CoreSet.NONE, CoreSet::plus);
    }
}
