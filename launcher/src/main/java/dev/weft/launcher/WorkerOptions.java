package dev.weft.launcher;

import dev.weft.collectives.Transport;
import dev.weft.runtime.ClusterSpec;
import dev.weft.runtime.Fault;
import dev.weft.runtime.Hosts;
import dev.weft.runtime.OnLoss;
import dev.weft.runtime.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code weft run} was given of workers. */
record WorkerOptions(int workers, int spares, OnLoss onLoss, Transport transport, List<Fault> faults, Hosts hosts) {
    /** The workers log into files. */
    private static final List<String> FLAGS = List.of("-Dlogback.configurationFile=weft-worker-logback.xml");

    static Optional<WorkerOptions> of(Given given) {
        Hosts hosts = given.text("--hosts").map(Path::of).map(HostFile::read).orElse(Hosts.own());
        Optional<Integer> workers = given.number("--workers", 1)
                .or(() -> hosts.all().isEmpty() ? Optional.empty() : Optional.of(hosts.slots()));
        if (workers.isEmpty()) {
            for (String option : List.of("--on-loss", "--spares", "--transport")) {
                if (given.has(option)) {
                    throw new UsageException(option + " is about workers: give --workers N, too");
                }
            }
        }
        if (given.text("--on-loss").filter("shrink"::equalsIgnoreCase).isPresent()
                && given.number("--spares", 0).orElse(0) > 0) {
            throw new UsageException("--spares with --on-loss shrink: nobody would take them; leave one of them out");
        }
        return workers.map(count -> new WorkerOptions(
                count,
                given.number("--spares", 0).orElse(0),
                given.text("--on-loss").map(WorkerOptions::onLoss).orElse(OnLoss.REPLACE),
                given.text("--transport")
                        .map(WorkerOptions::transport)
                        .orElse(hosts.all().isEmpty() ? Transport.IPC : Transport.UDP),
                FaultOptions.of(given, count).ofWorkers(),
                hosts));
    }

    private static OnLoss onLoss(String way) {
        return switch (way.toLowerCase(Locale.ROOT)) {
            case "replace" -> OnLoss.REPLACE;
            case "shrink" -> OnLoss.SHRINK;
            default ->
                throw new UsageException("--on-loss=" + way + " is unknown"
                        + Spelling.hint(way, List.of("replace", "shrink")) + ": give replace or shrink");
        };
    }

    private static Transport transport(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "auto", "ipc" -> Transport.IPC;
            case "udp" -> Transport.UDP;
            default ->
                throw new UsageException("--transport=" + name + " is unknown"
                        + Spelling.hint(name, List.of("auto", "ipc", "udp")) + ": give auto, ipc or udp");
        };
    }

    ClusterSpec spec() {
        return ClusterSpec.of(workers, ClusterSpec.userStateFolder())
                .onLoss(onLoss)
                .spares(spares)
                .transport(transport)
                .faults(faults)
                .workerFlags(FLAGS)
                .hosts(hosts);
    }
}
