package dev.weft.launcher.doctor;

import dev.weft.runtime.gpu.Gpu;
import dev.weft.runtime.gpu.GpuInventory;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether ranks could have the GPUs that the system has.
 *
 * @param discovery what ranks are given theirs by
 */
record GpuCheck(Machine machine, Supplier<GpuInventory> discovery) implements Check {
    private static final String NAME = "gpus";
    private static final String LIBRARY = "libnvidia-ml.so.1";

    @Override
    public Finding run() {
        GpuInventory found = discovery.get();
        List<String> troubles = troubles(found);
        if (!troubles.isEmpty()) {
            return Finding.fail(
                    NAME,
                    String.join("; ", troubles),
                    "ask nvidia-smi -q, too; ranks get the other GPUs, " + usable(found) + " of them");
        }
        if (found.driver().isEmpty()) {
            return withoutDriver();
        }
        return Finding.ok(NAME, counted(found) + ", driver " + found.driver());
    }

    private static List<String> troubles(GpuInventory found) {
        return Stream.concat(
                        found.problems().stream(),
                        found.gpus().stream()
                                .flatMap(gpu ->
                                        gpu.health().trouble().stream().map(why -> "GPU " + gpu.index() + ": " + why)))
                .toList();
    }

    private static long usable(GpuInventory found) {
        return found.gpus().stream()
                .filter(gpu -> gpu.health().trouble().isEmpty())
                .count();
    }

    /** {@code 2 NVIDIA A100-SXM4-80GB}. */
    private static String counted(GpuInventory found) {
        return found.gpus().isEmpty()
                ? "none that this process may see (CUDA_VISIBLE_DEVICES)"
                : found.gpus().stream()
                        .collect(Collectors.groupingBy(Gpu::name, Collectors.counting()))
                        .entrySet()
                        .stream()
                        .map(each -> each.getValue() + " " + each.getKey())
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    private Finding withoutDriver() {
        long devices = machine.names("/dev").stream()
                .filter(name -> name.matches("nvidia[0-9]+"))
                .count();
        if (devices == 0) {
            return Finding.ok(NAME, "none");
        }
        return Finding.fail(
                NAME,
                devices + (devices == 1 ? " device" : " devices") + " (/dev/nvidia*), but no " + LIBRARY
                        + ": ranks see no GPU",
                "install the driver's library (Debian: libnvidia-ml1; in a container, run it with --gpus all and the NVIDIA container toolkit),"
                        + " or name its folder in LD_LIBRARY_PATH");
    }
}
