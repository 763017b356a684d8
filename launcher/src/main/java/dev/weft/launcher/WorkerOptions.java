package dev.weft.launcher;

import dev.weft.collectives.Transport;
import dev.weft.launcher.jobfile.InventoryFile;
import dev.weft.launcher.jobfile.Said;
import dev.weft.runtime.ClusterSpec;
import dev.weft.runtime.Fault;
import dev.weft.runtime.Hosts;
import dev.weft.runtime.JobLimits;
import dev.weft.runtime.OnLoss;
import dev.weft.runtime.Placing;
import dev.weft.runtime.Sharing;
import dev.weft.runtime.UsageException;
import dev.weft.scheduler.CellState;
import dev.weft.scheduler.Gang;
import dev.weft.scheduler.Group;
import dev.weft.scheduler.Host;
import dev.weft.scheduler.Inventory;
import dev.weft.scheduler.Outcome;
import dev.weft.scheduler.Plan;
import dev.weft.scheduler.Planner;
import dev.weft.scheduler.UnitPlace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What {@code weft run} was given of workers.
 *
 * @param workers of operators that don't say how many
 */
record WorkerOptions(
        int workers,
        int spares,
        OnLoss onLoss,
        Sharing sharing,
        Transport transport,
        JobLimits limits,
        Hosts hosts,
        Optional<Path> hostFile) {
    private static final List<String> OPTIONS =
            List.of("--on-loss", "--shares", "--spares", "--transport", "--backoff-limit", "--start-timeout");

    /** The workers log into files. */
    private static final List<String> FLAGS = List.of("-Dlogback.configurationFile=weft-worker-logback.xml");

    /** Nothing if the ranks live in this process; or, on hosts that count no slots, if nobody says how many there are. */
    static Optional<WorkerOptions> of(RunWords words) throws IOException {
        Given given = words.job();
        Hosts hosts = hosts(given);
        Optional<Integer> workers = words.workers().or(() -> usual(hosts, words));
        if (workers.isEmpty() && hosts.all().isEmpty()) {
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
                hosts,
                given.text("--hosts").map(Path::of)));
    }

    /** The hosts of the file that was named, and how they are to be used; or this one. */
    static Hosts hosts(Given given) throws IOException {
        Optional<String> file = given.text("--hosts");
        Placing placing = PlacingOptions.of(given);
        if (file.isEmpty()) {
            return Hosts.own().placing(placing);
        }
        List<Host> all = InventoryFile.read(file.get());
        try {
            return Hosts.of(all).ssh(Ssh.command()).placing(placing.coordinator(() -> OwnHost.among(all)));
        } catch (UsageException e) {
            throw new UsageException(file.get() + ": " + e.getMessage(), e);
        }
    }

    /** One for each slot, as far as there are ranks. */
    private static Optional<Integer> usual(Hosts hosts, RunWords words) {
        OptionalInt slots = hosts.slots();
        if (hosts.all().isEmpty() || slots.isEmpty() || slots.getAsInt() == 0) {
            return Optional.empty();
        }
        List<Integer> ranks = words.operators().stream()
                .flatMap(operator -> operator.number("--ranks", 1).stream())
                .toList();
        return ranks.size() < words.operators().size()
                ? Optional.of(slots.getAsInt())
                : Optional.of(Math.min(slots.getAsInt(), Collections.max(ranks)));
    }

    /**
     * How many workers share the memory that {@code --memory} gives to each host: those of the host that gets most.
     *
     * @param groups without memory
     */
    int onBusiestHost(List<Group> groups) {
        Gang gang = hosts.placing().gang("", groups);
        if (hosts.all().isEmpty()) {
            return gang.units();
        }
        var inventory = new Inventory(hosts.all()).withCores();
        Outcome outcome = new Planner().plan(CellState.of(inventory), gang);
        return outcome instanceof Plan plan
                ? plan.units().stream()
                        .collect(Collectors.groupingBy(
                                UnitPlace::host, Collectors.mapping(UnitPlace::number, Collectors.toSet())))
                        .values()
                        .stream()
                        .mapToInt(Set::size)
                        .max()
                        .orElseThrow()
                : gang.units();
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
            default -> throw way.unknown("replace", "shrink");
        };
    }

    private static Sharing sharing(Said way) {
        return switch (way.text().toLowerCase(Locale.ROOT)) {
            case "measured" -> Sharing.MEASURED;
            case "equal" -> Sharing.EQUAL;
            default -> throw way.unknown("measured", "equal");
        };
    }

    /** Nothing for the one that fits. */
    private static Optional<Transport> transport(Said name) {
        return switch (name.text().toLowerCase(Locale.ROOT)) {
            case "auto" -> Optional.empty();
            case "ipc" -> Optional.of(Transport.IPC);
            case "udp" -> Optional.of(Transport.UDP);
            default -> throw name.unknown("auto", "ipc", "udp");
        };
    }

    /** @param faults to befall them */
    ClusterSpec spec(List<Fault> faults) {
        return ClusterSpec.of(workers, ClusterSpec.userStateFolder())
                .onLoss(onLoss)
                .sharing(sharing)
                .spares(spares)
                .transport(transport)
                .faults(faults)
                .workerFlags(FLAGS)
                .hosts(hosts);
    }
}
