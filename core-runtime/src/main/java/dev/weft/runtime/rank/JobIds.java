package dev.weft.runtime.rank;

import dev.weft.runtime.CheckpointSpec;
import dev.weft.runtime.JobSpec;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicInteger;

/** Names for jobs that no other job of this host has: {@code pagerank-20260131-120000-4711-1}. */
public final class JobIds {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
    private static final AtomicInteger STARTED = new AtomicInteger();

    private JobIds() {}

    /** A new one, or that of the job that is taken up. */
    public static String of(JobSpec spec) {
        return spec.checkpoint()
                .flatMap(CheckpointSpec::resume)
                .orElseGet(() -> newId(spec.title().orElse(spec.name())));
    }

    private static String newId(String name) {
        String readable = name.isEmpty() ? "job" : name.replaceAll("[^A-Za-z0-9._-]", "-");
        return readable + "-" + TIME.format(LocalDateTime.now(ZoneId.systemDefault())) + "-"
                + ProcessHandle.current().pid() + "-" + STARTED.incrementAndGet();
    }
}
