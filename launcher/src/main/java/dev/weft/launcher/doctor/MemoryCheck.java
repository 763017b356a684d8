package dev.weft.launcher.doctor;

import java.util.OptionalLong;
import java.util.stream.Stream;

/** Memory for the heap that a job gets. */
record MemoryCheck(Machine machine) implements Check {
    private static final String NAME = "memory";
    private static final String STRICT = "2";
    /** What bin/weft gives without --memory. */
    private static final int HEAP_PERCENT = 75;

    @Override
    public Finding run() {
        OptionalLong machines = ofMeminfo("MemTotal");
        OptionalLong free = ofMeminfo("MemAvailable");
        if (machines.isEmpty() || free.isEmpty()) {
            return Finding.ok(NAME, "not known on this system");
        }
        long container = Stream.of("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
                .flatMapToLong(file -> machine.number(file).stream())
                .filter(limit -> limit < machines.getAsLong())
                .min()
                .orElse(machines.getAsLong());
        long heap = container / 100 * HEAP_PERCENT;
        String all = "%s%s, %s free; a job's heap grows to %s"
                .formatted(
                        Amounts.bytes(container),
                        container < machines.getAsLong()
                                ? " (container; the machine has " + Amounts.bytes(machines.getAsLong()) + ")"
                                : "",
                        Amounts.bytes(Math.min(container, free.getAsLong())),
                        Amounts.bytes(heap));
        return judge(all, container, heap, free.getAsLong());
    }

    private Finding judge(String all, long container, long heap, long free) {
        if (container < 512 * Amounts.MIB) {
            return Finding.fail(NAME, all + ": too little for any job", "give the container or machine at least 1 GiB");
        }
        if (free < heap) {
            return Finding.warn(
                    NAME,
                    all + ", which isn't free now",
                    "end what takes the memory, or give jobs less: --memory " + Math.max(16, free / Amounts.MIB * 3 / 4)
                            + "m");
        }
        if (machine.text("/proc/sys/vm/overcommit_memory")
                .filter(STRICT::equals)
                .isPresent()) {
            return Finding.warn(
                    NAME,
                    all + "; the system promises no more memory than it has (vm.overcommit_memory=2)",
                    "sysctl -w vm.overcommit_memory=0, or give jobs a heap that fits: --memory");
        }
        return Finding.ok(NAME, all);
    }

    private OptionalLong ofMeminfo(String name) {
        return machine.text("/proc/meminfo").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(kibibytes -> Long.parseLong(kibibytes) * Amounts.KIB)
                .findFirst();
    }
}
