package dev.weft.scheduler;

import java.util.Map;

/**
 * What each rank of an operator needs.
 *
 * @param cpuMillis thousandths of a core
 * @param gpus that no other rank has
 * @param nodeSelector labels that its host must have
 * @param preemptible may run on hosts that may be taken away
 */
public record Demand(
        int cpuMillis,
        int memoryMiB,
        int gpus,
        Map<String, String> nodeSelector,
        boolean preemptible,
        Pinning pinning) {
    public Demand {
        nodeSelector = Map.copyOf(nodeSelector);
        if (cpuMillis < 0 || memoryMiB < 0 || gpus < 0) {
            throw new IllegalArgumentException("cpuMillis=%d, memoryMiB=%d, gpus=%d: nobody needs less than nothing"
                    .formatted(cpuMillis, memoryMiB, gpus));
        }
        if (pinning != Pinning.NONE && (cpuMillis == 0 || cpuMillis % 1000 != 0)) {
            throw new IllegalArgumentException(
                    "cpu=%dm with cores of its own: give a whole number of cores".formatted(cpuMillis));
        }
    }

    public static Demand of(int cpuMillis, int memoryMiB) {
        return new Demand(cpuMillis, memoryMiB, 0, Map.of(), false, Pinning.NONE);
    }

    public Demand memoryMiB(int mebibytes) {
        return new Demand(cpuMillis, mebibytes, gpus, nodeSelector, preemptible, pinning);
    }

    public Demand gpus(int count) {
        return new Demand(cpuMillis, memoryMiB, count, nodeSelector, preemptible, pinning);
    }

    public Demand nodeSelector(Map<String, String> labels) {
        return new Demand(cpuMillis, memoryMiB, gpus, labels, preemptible, pinning);
    }

    public Demand preemptible(boolean is) {
        return new Demand(cpuMillis, memoryMiB, gpus, nodeSelector, is, pinning);
    }

    public Demand pinning(Pinning to) {
        return new Demand(cpuMillis, memoryMiB, gpus, nodeSelector, preemptible, to);
    }
}
