package dev.weft.runtime.gpu;

import java.util.List;
import java.util.Locale;

/**
 * A GPU of this host, or a part of one (MIG), which is one for all who use it.
 *
 * @param index its number on this host, as {@code nvidia-smi} counts; of a part that of its GPU
 * @param uuid {@code GPU-…} or {@code MIG-…}
 * @param pciBusId {@code 00000000:3B:00.0}
 * @param freeBytes of its memory when it was looked at
 * @param capability the compute capability, e.g. 9.0
 * @param numaNode the nearest; -1 if nobody says
 * @param cpus the nearest, ascending; empty if nobody says
 */
public record Gpu(
        int index,
        String uuid,
        String name,
        String pciBusId,
        long memoryBytes,
        long freeBytes,
        MigMode mig,
        String capability,
        int numaNode,
        List<Integer> cpus,
        GpuHealth health) {
    private static final double GIBIBYTE = 1L << 30;

    public Gpu {
        cpus = List.copyOf(cpus);
    }

    /** Whether a GPU can be parted, and is (NVIDIA Multi-Instance GPU). */
    public enum MigMode {
        UNSUPPORTED,
        OFF,
        /** This is a part. */
        PART
    }

    /** For people. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "GPU %d: %s (%s), %.1f GiB, %.1f free, compute capability %s, PCI %s%s%s",
                index,
                name,
                uuid,
                memoryBytes / GIBIBYTE,
                freeBytes / GIBIBYTE,
                capability,
                pciBusId,
                numaNode < 0 ? "" : ", NUMA node " + numaNode,
                health.trouble().map(trouble -> "; not used: " + trouble).orElse(""));
    }
}
