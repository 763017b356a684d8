package dev.weft.launcher;

import dev.weft.runtime.UsageException;
import dev.weft.runtime.hosts.HostMemory;
import java.util.Collections;
import java.util.List;

/** Refuses a job whose ranks need more than this host has, if they are to run on it. */
final class ThisHost {
    private ThisHost() {}

    static void check(RunWords words, RunOptions options) {
        if (options.workers()
                .filter(workers -> !workers.hosts().all().isEmpty())
                .isPresent()) {
            return;
        }
        for (Given operator : words.operators()) {
            operator.said("--select").ifPresent(label -> {
                throw new UsageException(label.name() + "=" + label.text() + " chooses among hosts: give "
                        + words.job().wanted("--hosts", "FILE") + ", too, or leave it out");
            });
            operator.said("--pin").filter(_ -> options.workers().isEmpty()).ifPresent(pin -> {
                throw new UsageException(
                        pin.name() + " is about workers: give " + operator.wanted("--workers", "N") + ", too");
            });
        }
        for (RunOptions stage : options.stages()) {
            checkCores(stage);
            checkMemory(stage);
        }
    }

    private static void checkCores(RunOptions options) {
        long needed = options.operators().stream()
                .mapToLong(operator -> (long) operator.ranks()
                        * operator.resources().cpuMillis().orElse(0))
                .sum();
        int cores = Runtime.getRuntime().availableProcessors();
        if (needed > 1000L * cores) {
            throw new UsageException("the ranks of " + options.job() + " need " + cores(needed)
                    + " cores, and this host has " + cores + ": take fewer ranks, or less cpu for each");
        }
    }

    private static void checkMemory(RunOptions options) {
        List<Long> heaps = options.heaps();
        if (heaps.isEmpty()) {
            return;
        }
        long ofProcess = Collections.min(heaps);
        long needed = heaps.stream().mapToLong(Long::longValue).sum();
        if (ofProcess < MemorySize.LEAST_MIB) {
            throw new UsageException("the ranks of " + options.job() + " have " + ofProcess
                    + " MiB together, and no JVM starts with less than " + MemorySize.LEAST_MIB
                    + ": give them more memory");
        }
        long machine = HostMemory.mebibytes();
        if (needed > machine) {
            throw new UsageException("the ranks of " + options.job() + " need " + needed + " MiB, and this host has "
                    + machine + ": take fewer ranks, or less memory for each");
        }
    }

    private static String cores(long millis) {
        return millis % 1000 == 0 ? Long.toString(millis / 1000) : Double.toString(millis / 1000.0);
    }
}
