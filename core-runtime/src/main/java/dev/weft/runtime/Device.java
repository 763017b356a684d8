package dev.weft.runtime;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A GPU that a rank may use, or a share of one.
 *
 * @param index its number on the rank's host, as {@code nvidia-smi} counts
 * @param uuid {@code GPU-…}, or {@code MIG-…} of a part of a GPU
 * @param memoryBytes of all of it
 * @param shareMilli how many thousandths of it are the rank's: 1000, or fewer of one that ranks share, who have to keep to their shares themselves
 */
public record Device(int index, String uuid, String name, long memoryBytes, int shareMilli) {
    private static final int WHOLE = 1000;

    /** Of its memory. */
    public long shareBytes() {
        return memoryBytes / WHOLE * shareMilli;
    }

    /** The environment variables that let a child process see these GPUs and no others: none, if there are none. */
    public static Map<String, String> environment(List<Device> devices) {
        String uuids = devices.stream().map(Device::uuid).distinct().collect(Collectors.joining(","));
        return Map.of("CUDA_VISIBLE_DEVICES", uuids, "NVIDIA_VISIBLE_DEVICES", uuids.isEmpty() ? "void" : uuids);
    }
}
