package dev.weft.launcher;

import dev.weft.collectives.Transport;
import dev.weft.launcher.jobfile.Said;
import dev.weft.runtime.ClusterSpec;
import dev.weft.runtime.Fault;
import dev.weft.runtime.Host;
import dev.weft.runtime.Hosts;
import dev.weft.runtime.JobLimits;
import dev.weft.runtime.OnLoss;
import dev.weft.runtime.Sharing;
import dev.weft.runtime.UsageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code weft run} was given of workers. */
record WorkerOptions(
        int workers,
        int spares,
        OnLoss onLoss,
        Sharing sharing,
        Transport transport,
        JobLimits limits,
        List<Fault> faults,
        Hosts hosts,
        Optional<Path> hostFile) {
    private static final List<String> OPTIONS =
            List.of("--on-loss", "--shares", "--spares", "--transport", "--backoff-limit", "--start-timeout");
    /** What a worker needs to start. */
    private static final long LEAST_HEAP_MEBIBYTES = 64;

    /** The workers log into files. */
    private static final List<String> FLAGS = List.of("-Dlogback.configurationFile=weft-worker-logback.xml");

    static Optional<WorkerOptions> of(Given given, Optional<Integer> asked) {
        Optional<Path> file = given.text("--hosts").map(Path::of);
        Hosts hosts = file.map(HostFile::read).orElse(Hosts.own());
        Optional<Integer> workers =
                asked.or(() -> hosts.all().isEmpty() ? Optional.empty() : Optional.of(hosts.slots()));
        if (workers.isEmpty()) {
            OPTIONS.stream().filter(given::has).findFirst().ifPresent(option -> {
                throw new UsageException(
                        given.name(option) + " is about workers: give " + given.wanted("--workers", "N") + ", too");
            });
        }
        boolean shrinks =
                given.text("--on-loss").filter("shrink"::equalsIgnoreCase).isPresent();
        int spares = given.number("--spares", 0).orElse(0);
        if (shrinks && spares > 0) {
            throw new UsageException(given.name("--spares") + " with " + given.name("--on-loss")
                    + " shrink: nobody would take them; leave one of them out");
        }
        return workers.map(count -> new WorkerOptions(
                count,
                spares,
                given.said("--on-loss").map(WorkerOptions::onLoss).orElse(OnLoss.REPLACE),
                given.said("--shares").map(WorkerOptions::sharing).orElse(Sharing.MEASURED),
                given.said("--transport")
                        .flatMap(WorkerOptions::transport)
                        .orElse(hosts.all().isEmpty() ? Transport.IPC : Transport.UDP),
                limits(given),
                FaultOptions.of(given, count).ofWorkers(),
                hosts,
                file));
    }

    /** How many share the memory that {@code --memory} gives to each host; hosts are filled one after the other. */
    int onBusiestHost() {
        int left = workers;
        int most = hosts.all().isEmpty() ? workers : 0;
        for (Host host : hosts.all()) {
            most = Math.max(most, Math.min(left, host.slots()));
            left -= Math.min(left, host.slots());
        }
        return most;
    }

    private static JobLimits limits(Given given) {
        return new JobLimits(
                given.number("--backoff-limit", 0).orElse(JobLimits.DEFAULT.restarts()),
                given.number("--start-timeout", 1).map(Duration::ofSeconds).orElse(JobLimits.DEFAULT.startTimeout()));
    }

    private static OnLoss onLoss(Said way) {
        return switch (way.text().toLowerCase(Locale.ROOT)) {
            case "replace" -> OnLoss.REPLACE;
            case "shrink" -> OnLoss.SHRINK;
            default ->
                throw new UsageException(way.name() + "=" + way.text() + " is unknown"
                        + Spelling.hint(way.text(), List.of("replace", "shrink")) + ": give replace or shrink");
        };
    }

    private static Sharing sharing(Said way) {
        return switch (way.text().toLowerCase(Locale.ROOT)) {
            case "measured" -> Sharing.MEASURED;
            case "equal" -> Sharing.EQUAL;
            default ->
                throw new UsageException(way.name() + "=" + way.text() + " is unknown"
                        + Spelling.hint(way.text(), List.of("measured", "equal")) + ": give measured or equal");
        };
    }

    /** Nothing for the one that fits. */
    private static Optional<Transport> transport(Said name) {
        return switch (name.text().toLowerCase(Locale.ROOT)) {
            case "auto" -> Optional.empty();
            case "ipc" -> Optional.of(Transport.IPC);
            case "udp" -> Optional.of(Transport.UDP);
            default ->
                throw new UsageException(name.name() + "=" + name.text() + " is unknown"
                        + Spelling.hint(name.text(), List.of("auto", "ipc", "udp")) + ": give auto, ipc or udp");
        };
    }

    /** @param heapMebibytes of each, where that was said */
    ClusterSpec spec(Optional<Long> heapMebibytes) {
        var flags = new ArrayList<>(FLAGS);
        heapMebibytes.ifPresent(size -> flags.add("-Xmx" + Math.max(LEAST_HEAP_MEBIBYTES, size) + "m"));
        return ClusterSpec.of(workers, ClusterSpec.userStateFolder())
                .onLoss(onLoss)
                .sharing(sharing)
                .spares(spares)
                .transport(transport)
                .faults(faults)
                .workerFlags(flags)
                .hosts(hosts);
    }
}
