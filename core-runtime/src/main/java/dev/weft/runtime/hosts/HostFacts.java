package dev.weft.runtime.hosts;

import dev.weft.runtime.Device;
import dev.weft.runtime.gpu.GpuDiscovery;
import dev.weft.runtime.gpu.GpuHold;
import dev.weft.runtime.gpu.GpuInventory;
import dev.weft.runtime.gpu.GpuOffer;
import dev.weft.scheduler.CoreSet;
import dev.weft.scheduler.GpuLinks;
import dev.weft.scheduler.Host;
import dev.weft.scheduler.NumaNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a host really has, as its agent finds it.
 *
 * @param numa the cores that this process may use, node by node
 * @param gpus by their numbers in the links
 * @param freeGpus as bits: those that are well and nobody has
 * @param binds whether a process can be bound to cores
 */
record HostFacts(
        long memoryMebibytes, List<NumaNode> numa, List<Device> gpus, GpuLinks links, long freeGpus, boolean binds) {
    private static final int WHOLE = GpuOffer.WHOLE;

    HostFacts {
        numa = List.copyOf(numa);
        gpus = List.copyOf(gpus);
    }

    /** @param withGpus whether to look for them */
    static HostFacts ofThisHost(boolean withGpus) {
        GpuInventory found = withGpus ? GpuDiscovery.ofThisHost() : GpuInventory.NONE;
        int count = Math.min(found.gpus().size(), Long.SIZE);
        var devices = new ArrayList<Device>();
        long free = 0;
        for (int number = 0; number < count; number++) {
            var gpu = found.gpus().get(number);
            devices.add(new Device(gpu.index(), gpu.uuid(), gpu.name(), gpu.memoryBytes(), WHOLE));
            free |= GpuHold.isFree(gpu) ? 1L << number : 0;
        }
        List<NumaNode> nodes = HostCores.ofThisHost().stream()
                .map(node -> new NumaNode(
                        node.number(),
                        node.cores(),
                        IntStream.range(0, count)
                                .filter(gpu -> found.gpus().get(gpu).numaNode() == node.number())
                                .mapToLong(gpu -> 1L << gpu)
                                .sum()))
                .toList();
        return new HostFacts(
                HostMemory.mebibytes(), nodes, devices, GpuLinks.of(found.weights()), free, HostCores.canBind());
    }

    CoreSet cores() {
        return numa.stream().map(NumaNode::cores).reduce(CoreSet.NONE, CoreSet::plus);
    }

    /**
     * A host as its file describes it, and of which cores and GPUs it has what it does not say.
     *
     * @throws IllegalArgumentException with a sentence if the file says more than there is
     */
    Host completing(Host declared) {
        int cores = cores().size();
        if (declared.cpuMillis() != Host.UNCOUNTED && declared.cpuMillis() > 1000L * cores) {
            throw more(declared, "cpu=" + declared.cpuMillis() + "m", cores + " cores");
        }
        if (declared.memoryMiB() != Host.UNCOUNTED && declared.memoryMiB() > memoryMebibytes) {
            throw more(declared, "memory=" + declared.memoryMiB() + "Mi", memoryMebibytes + " MiB");
        }
        if (!cores().containsAll(declared.cores())) {
            throw more(declared, "cores " + declared.cores(), "cores " + cores());
        }
        if (declared.gpus().count() > gpus.size()) {
            throw more(declared, "GPUs: " + declared.gpus().count(), gpus.size() + " that can be used");
        }
        Host known = declared.numa().isEmpty() ? declared.numa(numa) : declared;
        return declared.gpus().count() > 0
                ? known.healthyGpus(known.healthyGpus() & freeGpus)
                : known.gpus(links).healthyGpus(freeGpus);
    }

    private static IllegalArgumentException more(Host declared, String said, String has) {
        return new IllegalArgumentException(
                "host %s has %s, and the file of hosts says %s: correct it".formatted(declared.name(), has, said));
    }
}
