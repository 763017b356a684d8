package dev.weft.scheduler;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * How two GPUs are joined, in the words of {@code nvidia-smi topo -m}, and how much that is worth: {@code NV12} (so many NVLinks) 100 and 10 for each
 * link, then through one PCIe switch, several, a host bridge, a NUMA node, and between sockets.
 */
public final class LinkClass {
    private static final Pattern NVLINK = Pattern.compile("NV([1-9][0-9]?)");
    private static final Map<String, Integer> PCIE = Map.of("PIX", 50, "PXB", 40, "PHB", 25, "NODE", 15, "SYS", 5);

    private LinkClass() {}

    /** @return nothing if there is no such class */
    public static OptionalInt weight(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        var nvlink = NVLINK.matcher(upper);
        if (nvlink.matches()) {
            return OptionalInt.of(100 + 10 * Integer.parseInt(nvlink.group(1)));
        }
        Integer weight = PCIE.get(upper);
        return weight == null ? OptionalInt.empty() : OptionalInt.of(weight);
    }

    public static String name(int weight) {
        if (weight > 100 && weight % 10 == 0) {
            return "NV" + (weight - 100) / 10;
        }
        return PCIE.entrySet().stream()
                .filter(known -> known.getValue() == weight)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("weight " + weight);
    }
}
