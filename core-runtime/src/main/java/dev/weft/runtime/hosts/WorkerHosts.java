package dev.weft.runtime.hosts;

import dev.weft.runtime.ClusterSpec;
import dev.weft.runtime.Device;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.WorkersLostException;
import dev.weft.runtime.control.HostReady;
import dev.weft.runtime.control.HostStart;
import dev.weft.runtime.control.WorkerStart;
import dev.weft.scheduler.CoreSet;
import dev.weft.scheduler.Gang;
import dev.weft.scheduler.GpuSet;
import dev.weft.scheduler.Host;
import dev.weft.scheduler.Inventory;
import dev.weft.scheduler.NoFit;
import dev.weft.scheduler.NumaNode;
import dev.weft.scheduler.Pinning;
import dev.weft.scheduler.Pool;
import dev.weft.scheduler.UnitPlace;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The processes of a job's workers on all of its hosts. A host that is lost takes all its processes along; new ones go to the others. */
public final class WorkerHosts {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerHosts.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final String THIS_HOST = "this host";

    private final Gang gang;
    private final int spares;
    private final List<Host> declared;
    private final BiConsumer<Integer, String> whenEnded;
    private final BiConsumer<List<Integer>, String> whenDrained;
    private final List<WorkerHost> hosts = new ArrayList<>();
    private final List<CompletableFuture<HostReady>> ready = new ArrayList<>();
    private final List<HostFacts> facts = new ArrayList<>();
    private final Map<Integer, Integer> atFirst = new HashMap<>();
    private final CompletableFuture<WorkerPlaces> placed = new CompletableFuture<>();
    private final HostWatch watch;

    private WorkerHosts(
            Gang gang,
            int spares,
            List<Host> declared,
            BiConsumer<Integer, String> whenEnded,
            BiConsumer<List<Integer>, String> whenDrained,
            List<String> watched,
            Consumer<HostChange> whenChanged) {
        this.gang = gang;
        this.spares = spares;
        this.declared = declared;
        this.whenEnded = whenEnded;
        this.whenDrained = whenDrained;
        this.watch = new HostWatch(watched, whenChanged, new Hands());
    }

    /**
     * Connects to the job's hosts, if it has others than this one.
     *
     * @param environment of the workers on this host, beside this process's own
     * @param whenEnded told of each process that ended, with words that say how
     * @param whenDrained told of a host's processes, which are to go on elsewhere, and why
     * @param whenChanged told of hosts that are in another state
     */
    public static WorkerHosts of(
            ClusterSpec cluster,
            JobSpec spec,
            String job,
            JobFolders folders,
            Map<String, String> environment,
            BiConsumer<Integer, String> whenEnded,
            BiConsumer<List<Integer>, String> whenDrained,
            Consumer<HostChange> whenChanged) {
        List<String> watched = cluster.hosts().all().stream().map(Host::name).toList();
        WorkerHosts all = planned(cluster, spec, whenEnded, whenDrained, watched, whenChanged);
        if (cluster.hosts().all().isEmpty()) {
            all.stayHere(cluster, folders, environment);
        } else {
            all.connect(cluster, job);
        }
        return all;
    }

    private static WorkerHosts planned(
            ClusterSpec cluster,
            JobSpec spec,
            BiConsumer<Integer, String> whenEnded,
            BiConsumer<List<Integer>, String> whenDrained,
            List<String> watched,
            Consumer<HostChange> whenChanged) {
        List<Host> declared = cluster.hosts().all();
        return new WorkerHosts(
                gang(cluster, spec),
                cluster.spares(),
                declared.isEmpty() ? List.of(Host.ofSlots(THIS_HOST, Host.UNCOUNTED)) : declared,
                whenEnded,
                whenDrained,
                watched,
                whenChanged);
    }

    /**
     * Looks whether the workers can have a place, by what is known before anybody is asked.
     *
     * @throws WorkersLostException if not
     */
    public static void requirePlace(ClusterSpec cluster, JobSpec spec) {
        WorkerHosts all = planned(cluster, spec, (_, _) -> {}, (_, _) -> {}, List.of(), _ -> {});
        if (!cluster.hosts().all().isEmpty()) {
            all.refuseWhatNeverFits();
        } else if (all.pins()) {
            all.facts.add(HostFacts.ofThisHost(false));
            all.place(new Inventory(all.completed()), all.gang);
        }
    }

    private static Gang gang(ClusterSpec cluster, JobSpec spec) {
        try {
            Gang gang = spec.gang(cluster.workers(), cluster.hosts().placing());
            // On this host GPUs are given rank by rank, also in shares: GpuGrants.
            return cluster.hosts().all().isEmpty() ? gang.map(each -> each.gpus(0)) : gang;
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private void stayHere(ClusterSpec cluster, JobFolders folders, Map<String, String> environment) {
        long heap = Runtime.getRuntime().maxMemory() >> 20;
        hosts.add(new LocalHost(
                folders,
                seat -> WorkerCommand.of(seat.heap(heap), cluster.workerFlags(), cluster.workerJars(), folders.logs()),
                environment,
                () -> LOOPBACK,
                this::ended));
        facts.add(HostFacts.ofThisHost(false));
    }

    private void connect(ClusterSpec cluster, String job) {
        SshHost.Means means = means(cluster);
        for (int number = 0; number < declared.size(); number++) {
            Host host = declared.get(number);
            ready.add(new CompletableFuture<>());
            HostStart start = HostStart.newBuilder()
                    .setJob(job)
                    .setHost(host.name())
                    .setAddress(host.address())
                    .setTransport(cluster.transport().name())
                    .setEndpoints(gang.units() + 1)
                    .setHeapMebibytes(givenHeap().orElse(0L))
                    .addAllWorkerFlags(cluster.workerFlags())
                    .setGpus(asksForGpus())
                    .build();
            hosts.add(new SshHost(host, means, start, new Ear(number)));
        }
    }

    private static SshHost.Means means(ClusterSpec cluster) {
        var paths = new ArrayList<>(Bundle.classPath());
        paths.addAll(cluster.workerJars());
        try {
            return new SshHost.Means(
                    cluster.hosts().ssh(), Bundle.of(paths), WorkerCommand.agentFlags(cluster.workerFlags()));
        } catch (IOException e) {
            throw new WorkersLostException("the class path can't be read: " + e.getMessage(), false);
        }
    }

    /** What this JVM was given, in MiB: each host's workers get as much. */
    private static Optional<Long> givenHeap() {
        boolean given = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(flag -> flag.startsWith("-Xmx"));
        return given ? Optional.of(Runtime.getRuntime().maxMemory() >> 20) : Optional.empty();
    }

    // ---- where the workers go

    private boolean asksForGpus() {
        return gang.groups().stream().anyMatch(group -> group.eachRank().gpus() > 0);
    }

    private boolean pins() {
        return gang.groups().stream().anyMatch(group -> group.eachRank().pinning() != Pinning.NONE);
    }

    /** By what the hosts' file says, before anybody is asked. What cores and GPUs a host has it need not say. */
    private void refuseWhatNeverFits() {
        List<Host> known = declared.stream().map(Host::withCores).toList();
        boolean coresKnown = known.stream().noneMatch(host -> host.numa().isEmpty());
        boolean gpusKnown = known.stream().noneMatch(host -> host.gpus().count() == 0);
        Gang certain = gang.map(
                each -> each.pinning(coresKnown ? each.pinning() : Pinning.NONE).gpus(gpusKnown ? each.gpus() : 0));
        place(new Inventory(known), certain);
    }

    private WorkerPlaces place(Inventory inventory, Gang workers) {
        try {
            var places = new WorkerPlaces(inventory, workers, spares);
            Optional<NoFit> none = places.placeAll();
            if (none.isPresent()) {
                throw noPlace(none.get());
            }
            return places;
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private WorkersLostException noPlace(NoFit noFit) {
        return new WorkersLostException(
                gang.id() + " has no place on its hosts:\n  " + String.join("\n  ", noFit.why()), false);
    }

    /**
     * Starts all processes on this host, if the job has no others.
     *
     * @throws WorkersLostException if they have no place
     */
    public void startHere() {
        if (ready.isEmpty()) {
            startAll();
        }
    }

    private void startAll() {
        WorkerPlaces places = place(new Inventory(completed()), gang);
        int all = gang.units() + spares * gang.pools().size();
        for (int process = 0; process < all; process++) {
            atFirst.merge(places.of(process).orElseThrow().host(), 1, Integer::sum);
        }
        placed.complete(places);
        for (int process = 0; process < all; process++) {
            int number = process;
            places.of(process).ifPresent(place -> start(number, place));
        }
    }

    private List<Host> completed() {
        var completed = new ArrayList<Host>();
        for (int number = 0; number < declared.size(); number++) {
            Host host = declared.get(number);
            if (pins() && !facts.get(number).binds()) {
                throw new WorkersLostException(
                        "host " + host.name() + " has no taskset, which pins workers to cores: install util-linux",
                        false);
            }
            try {
                completed.add(facts.get(number).completing(host));
            } catch (IllegalArgumentException saysMore) {
                throw new WorkersLostException(String.valueOf(saysMore.getMessage()), false);
            }
        }
        return completed;
    }

    private void start(int process, WorkerPlaces.Place place) {
        int host = place.host();
        int sharing =
                Math.max(atFirst.getOrDefault(host, 0), placed.join().on(host).size());
        LOG.info("process {} on {}", process, where(process));
        hosts.get(host)
                .spawn(new WorkerSeat(
                        process, heapMebibytes(place), sharing, place.cores(), numaNode(place), devices(place)));
    }

    /** What its ranks were said to need, where one of its kind has most of them; 0 if nothing was said. */
    private long heapMebibytes(WorkerPlaces.Place place) {
        Pool pool = gang.pools().get(place.pool());
        boolean said = pool.groups().stream()
                .allMatch(group -> gang.groups().get(group).eachRank().memoryMiB() > 0);
        return said ? gang.mostMemoryMiB(pool) : 0;
    }

    /** The one that has all its cores; -1 if it has none of its own, or its host one node alone. */
    private int numaNode(WorkerPlaces.Place place) {
        List<NumaNode> nodes = facts.get(place.host()).numa();
        CoreSet cores = place.cores();
        return nodes.size() < 2 || cores.size() == 0
                ? -1
                : nodes.stream()
                        .filter(node -> node.cores().containsAll(cores))
                        .map(NumaNode::number)
                        .findFirst()
                        .orElse(-1);
    }

    private List<Device> devices(WorkerPlaces.Place place) {
        return place.parts().stream()
                .flatMap(part -> part.rankGpus().stream())
                .flatMap(gpus -> devices(place.host(), gpus).stream())
                .toList();
    }

    private List<Device> devices(int host, long gpus) {
        return Arrays.stream(GpuSet.numbers(gpus))
                .mapToObj(facts.get(host).gpus()::get)
                .toList();
    }

    /** The GPUs of each rank that an operator has in a process; none if it has no GPUs, or on this host. */
    public List<List<Device>> devices(int process, int operator) {
        Optional<WorkerPlaces.Place> place = placed.join().of(process);
        return place.stream()
                .flatMap(its -> its.parts().stream())
                .filter(part -> part.group() == operator)
                .map(UnitPlace::rankGpus)
                .flatMap(List::stream)
                .map(gpus -> devices(place.orElseThrow().host(), gpus))
                .toList();
    }

    /** The name of the host that a process is on; "" if the job has no other than this one, or the process no place. */
    public String host(int process) {
        return placed.join()
                .of(process)
                .filter(_ -> !ready.isEmpty())
                .map(place -> declared.get(place.host()).name())
                .orElse("");
    }

    /** Where a process is, for people: its host, and cores of its own. */
    public String where(int process) {
        return placed.join()
                .of(process)
                .map(place -> declared.get(place.host()).name()
                        + (place.cores().size() == 0 ? "" : ", cores " + place.cores()))
                .orElse("no host");
    }

    // ---- the hosts begin

    /**
     * Waits until all hosts are there; then, where they are others than this one, starts the processes on them.
     *
     * @return this host's address, as the others reach it
     * @throws WorkersLostException if one can't be had, or the workers have no place on them
     */
    public String awaitReady(Duration limit) {
        String address = LOOPBACK;
        long deadline = System.nanoTime() + limit.toNanos();
        var said = new ArrayList<HostReady>();
        for (int number = 0; number < ready.size(); number++) {
            said.add(awaitReady(number, deadline));
            String seen = said.getLast().getAgentAddress();
            if (!seen.isEmpty() && !seen.equals(LOOPBACK) && !seen.equals("::1")) {
                address = seen;
            }
        }
        if (facts.isEmpty()) {
            said.forEach(each -> facts.add(FactsMessages.facts(each.getFacts())));
            startAll();
        }
        return address;
    }

    /** Nobody waits for hosts any more: who does gets a {@link java.util.concurrent.CancellationException}. */
    public void cancel() {
        ready.forEach(each -> each.cancel(false));
    }

    private HostReady awaitReady(int number, long deadline) {
        String name = declared.get(number).name();
        try {
            return ready.get(number).get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new WorkersLostException(
                    String.valueOf(Objects.requireNonNull(e.getCause()).getMessage()), false);
        } catch (TimeoutException e) {
            throw new WorkersLostException("host " + name + " has not started in time", false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkersLostException("interrupted while host " + name + " started", false);
        }
    }

    // ---- what hosts say

    /** Of one host, by its number. */
    private final class Ear implements SshHost.Listener {
        private final int number;

        Ear(int number) {
            this.number = number;
        }

        private String name() {
            return declared.get(number).name();
        }

        @Override
        public void ready(HostReady said) {
            LOG.info("host {} is there: {}", name(), said);
            ready.get(number).complete(said);
        }

        @Override
        public void ended(int process, String how) {
            WorkerHosts.this.ended(process, how + " on " + name());
        }

        @Override
        public void gpusGone(int process, String how) {
            placed.join().lose(process);
            whenEnded.accept(process, how + " on " + name());
        }

        @Override
        public void heard() {
            watch.on(number, new HostEvent.Heard());
        }

        @Override
        public void lost(String why) {
            watch.on(number, new HostEvent.Ended(why));
        }

        @Override
        public void drains() {
            watch.on(number, new HostEvent.DrainAsked());
        }
    }

    private final class Hands implements HostWatch.Hands {
        @Override
        public void lose(int number, String why) {
            String sentence = "host " + declared.get(number).name() + " can't be used: " + why;
            ready.get(number).completeExceptionally(new IOException(sentence));
            var _ = placed.thenAccept(places ->
                    places.close(number).forEach(process -> WorkerHosts.this.ended(process, "its " + sentence)));
        }

        @Override
        public void drain(int number) {
            var _ = placed.thenAccept(places -> {
                List<Integer> processes = places.close(number);
                String name = declared.get(number).name();
                LOG.info("host {} is drained of processes {}", name, processes);
                whenDrained.accept(processes, "host " + name + " is drained");
            });
        }

        @Override
        public void cut(int number) {
            if (hosts.get(number) instanceof SshHost host) {
                host.cut();
            }
        }
    }

    private void ended(int process, String how) {
        placed.join().ended(process);
        whenEnded.accept(process, how);
    }

    // ---- orders

    public boolean has(int process) {
        return hostOf(process).isPresent();
    }

    private Optional<WorkerHost> hostOf(int process) {
        return placed.join().of(process).map(place -> hosts.get(place.host()));
    }

    /**
     * Starts a process beyond those of the beginning; what it needs to know it is told by {@link #introduce}.
     *
     * @param pool of the job's workers that it can be one of
     */
    public void spawn(int process, int pool) {
        WorkerPlaces places = placed.join();
        Optional<NoFit> none = places.placeOneMore(process, pool);
        if (none.isPresent()) {
            whenEnded.accept(
                    process,
                    "no host is left for it: " + String.join("; ", none.get().why()));
        } else {
            start(process, places.of(process).orElseThrow());
        }
    }

    /** @param start without what the host knows, its folders and its address, and whether the process is pinned */
    public void introduce(WorkerStart start) {
        boolean ownCores = placed.join()
                .of(start.getProcess())
                .filter(place -> place.cores().size() > 0)
                .isPresent();
        hostOf(start.getProcess())
                .ifPresent(host ->
                        host.introduce(start.toBuilder().setOwnCores(ownCores).build()));
    }

    /** Ends the process at once (SIGKILL). Its place is free for the next from now on. */
    public void kill(int process) {
        hostOf(process).ifPresent(host -> host.kill(process));
        placed.join().ended(process);
    }

    /** @param name the signal's, e.g. {@code STOP} */
    public void signal(int process, String name) {
        hostOf(process).ifPresent(host -> host.signal(process, name));
    }

    /** Ends all: kindly, then, after a while, by force. */
    public void end(Duration patience) {
        watch.close();
        var ends = hosts.stream()
                .map(host -> Thread.ofPlatform().daemon().start(() -> host.end(patience)))
                .toList();
        for (Thread end : ends) {
            try {
                end.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
