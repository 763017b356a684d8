package dev.weft.launcher.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Whether GPUs that the system has can be talked to. */
record GpuCheck(Machine machine) implements Check {
    private static final String NAME = "gpus";
    private static final String LIBRARY = "libnvidia-ml.so.1";
    private static final List<String> FOLDERS = List.of(
            "/usr/lib/x86_64-linux-gnu",
            "/usr/lib/aarch64-linux-gnu",
            "/usr/lib64",
            "/usr/lib",
            "/lib64",
            "/usr/local/nvidia/lib64",
            "/usr/local/nvidia/lib",
            "/usr/lib/wsl/lib");

    @Override
    public Finding run() {
        long devices = machine.names("/dev").stream()
                .filter(name -> name.matches("nvidia[0-9]+"))
                .count();
        if (devices == 0) {
            return Finding.ok(NAME, "none");
        }
        String found = devices + (devices == 1 ? " device" : " devices") + " (/dev/nvidia*)";
        return folders()
                .filter(folder -> machine.exists(folder + "/" + LIBRARY))
                .findFirst()
                .map(folder -> Finding.ok(NAME, found + ", " + folder + "/" + LIBRARY))
                .orElseGet(() -> Finding.fail(
                        NAME,
                        found + ", but no " + LIBRARY + ": ranks see no GPU",
                        "install the driver's library (Debian: libnvidia-ml1; in a container, run it with --gpus all and the NVIDIA container toolkit),"
                                + " or name its folder in LD_LIBRARY_PATH"));
    }

    private Stream<String> folders() {
        return Stream.concat(
                Stream.of(machine.environment()
                                .getOrDefault("LD_LIBRARY_PATH", "")
                                .split(":", -1))
                        .filter(folder -> Path.of(folder).isAbsolute()),
                FOLDERS.stream());
    }
}
