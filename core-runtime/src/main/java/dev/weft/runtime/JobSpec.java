package dev.weft.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A job to run: a program, how many ranks and threads it gets, and its arguments.
 *
 * @param name for logs and messages; the program's name, or nothing to have it called by its class
 * @param program makes one object for each rank, on the rank's thread
 * @param ranks at least 1
 * @param threads for each rank; 0 = the machine's cores divided by the ranks, at least 1
 * @param args what {@link Rank#arg} reads
 */
public record JobSpec(
        String name, Supplier<? extends Program> program, int ranks, int threads, Map<String, Object> args) {
    public JobSpec {
        Objects.requireNonNull(program, "program");
        if (ranks < 1) {
            throw new UsageException("ranks=" + ranks + " < 1: a job needs at least one rank");
        }
        if (threads < 0) {
            throw new UsageException(
                    "threads=" + threads + " < 0: give at least 1, or 0 for the machine's cores / ranks");
        }
        args = Map.copyOf(args);
    }

    public static JobSpec of(String name, Supplier<? extends Program> program) {
        return new JobSpec(name, program, 1, 0, Map.of());
    }

    public JobSpec ranks(int count) {
        return new JobSpec(name, program, count, threads, args);
    }

    public JobSpec threads(int perRank) {
        return new JobSpec(name, program, ranks, perRank, args);
    }

    public JobSpec arg(String key, Object value) {
        var more = new HashMap<>(args);
        more.put(key, value);
        return new JobSpec(name, program, ranks, threads, more);
    }

    public JobSpec args(Map<String, ?> values) {
        var more = new HashMap<>(args);
        more.putAll(values);
        return new JobSpec(name, program, ranks, threads, more);
    }
}
