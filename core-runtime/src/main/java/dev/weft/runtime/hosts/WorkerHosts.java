package dev.weft.runtime.hosts;

import dev.weft.runtime.ClusterSpec;
import dev.weft.runtime.Host;
import dev.weft.runtime.WorkersLostException;
import dev.weft.runtime.control.HostReady;
import dev.weft.runtime.control.HostStart;
import dev.weft.runtime.control.WorkerStart;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
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
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The processes of a job's workers on all of its hosts. A host that is lost takes all its processes along; new ones go to the others. */
public final class WorkerHosts {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerHosts.class);
    private static final String LOOPBACK = "127.0.0.1";

    private final List<Host> names;
    private final HostSlots slots;
    private final BiConsumer<Integer, String> whenEnded;
    private final BiConsumer<List<Integer>, String> whenDrained;
    private final List<WorkerHost> hosts = new ArrayList<>();
    private final List<CompletableFuture<HostReady>> ready = new ArrayList<>();
    private final HostWatch watch;

    private WorkerHosts(
            List<Host> names,
            HostSlots slots,
            BiConsumer<Integer, String> whenEnded,
            BiConsumer<List<Integer>, String> whenDrained,
            Consumer<HostChange> whenChanged) {
        this.whenDrained = whenDrained;
        this.names = names;
        this.slots = slots;
        this.whenEnded = whenEnded;
        this.watch = new HostWatch(names.stream().map(Host::name).toList(), whenChanged, new Hands());
    }

    /**
     * Connects to the job's hosts, if it has others than this one; {@link #awaitReady} waits for them.
     *
     * @param environment of the workers on this host, beside this process's own
     * @param whenEnded told of each process that ended, with words that say how
     * @param whenDrained told of a host's processes, which are to go on elsewhere, and why
     * @param whenChanged told of hosts that are in another state
     */
    public static WorkerHosts of(
            ClusterSpec cluster,
            String job,
            JobFolders folders,
            Map<String, String> environment,
            BiConsumer<Integer, String> whenEnded,
            BiConsumer<List<Integer>, String> whenDrained,
            Consumer<HostChange> whenChanged) {
        List<Host> names = cluster.hosts().all();
        if (names.isEmpty()) {
            var own = new WorkerHosts(List.of(), new HostSlots(Integer.MAX_VALUE), whenEnded, whenDrained, whenChanged);
            long heap = (Runtime.getRuntime().maxMemory() >> 20) / cluster.workers();
            List<String> command = WorkerCommand.of(heap, cluster.workerFlags(), cluster.workerJars(), folders.logs());
            own.hosts.add(new LocalHost(folders, command, environment, () -> LOOPBACK, own::ended));
            return own;
        }
        var all = new WorkerHosts(names, slots(names), whenEnded, whenDrained, whenChanged);
        all.connect(cluster, job);
        return all;
    }

    private static HostSlots slots(List<Host> hosts) {
        return new HostSlots(hosts.stream().mapToInt(Host::slots).toArray());
    }

    private void connect(ClusterSpec cluster, String job) {
        SshHost.Means means = means(cluster);
        int[] workers = workersOfEach(cluster);
        for (int number = 0; number < names.size(); number++) {
            Host host = names.get(number);
            ready.add(new CompletableFuture<>());
            HostStart start = HostStart.newBuilder()
                    .setJob(job)
                    .setHost(host.name())
                    .setAddress(host.address())
                    .setTransport(cluster.transport().name())
                    .setEndpoints(cluster.workers() + 1)
                    .setWorkers(Math.max(1, workers[number]))
                    .setHeapMebibytes(givenHeap().orElse(0L))
                    .addAllWorkerFlags(cluster.workerFlags())
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

    /** As they will be placed at first. */
    private int[] workersOfEach(ClusterSpec cluster) {
        HostSlots first = slots(names);
        var count = new int[names.size()];
        IntStream.range(0, cluster.workers() + cluster.spares())
                .forEach(process -> count[first.place(process).orElseThrow()]++);
        return count;
    }

    /** What this JVM was given, in MiB: each host's workers get as much. */
    private static Optional<Long> givenHeap() {
        boolean given = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(flag -> flag.startsWith("-Xmx"));
        return given ? Optional.of(Runtime.getRuntime().maxMemory() >> 20) : Optional.empty();
    }

    /**
     * Waits until all hosts are there.
     *
     * @return this host's address, as the others reach it
     * @throws WorkersLostException if one can't be had
     */
    public String awaitReady(Duration limit) {
        String address = LOOPBACK;
        long deadline = System.nanoTime() + limit.toNanos();
        for (int number = 0; number < ready.size(); number++) {
            String seen = awaitReady(number, deadline).getAgentAddress();
            if (!seen.isEmpty() && !seen.equals(LOOPBACK) && !seen.equals("::1")) {
                address = seen;
            }
        }
        return address;
    }

    private HostReady awaitReady(int number, long deadline) {
        try {
            return ready.get(number).get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new WorkersLostException(
                    String.valueOf(Objects.requireNonNull(e.getCause()).getMessage()), false);
        } catch (TimeoutException e) {
            throw new WorkersLostException("host " + names.get(number).name() + " has not started in time", false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkersLostException(
                    "interrupted while host " + names.get(number).name() + " started", false);
        }
    }

    // ---- what hosts say

    /** Of one host, by its number. */
    private final class Ear implements SshHost.Listener {
        private final int number;

        Ear(int number) {
            this.number = number;
        }

        @Override
        public void ready(HostReady said) {
            LOG.info("host {} is there: {}", names.get(number).name(), said);
            ready.get(number).complete(said);
        }

        @Override
        public void ended(int process, String how) {
            WorkerHosts.this.ended(process, how + " on " + names.get(number).name());
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
            String sentence = "host " + names.get(number).name() + " can't be used: " + why;
            ready.get(number).completeExceptionally(new IOException(sentence));
            for (int process : closed(number)) {
                WorkerHosts.this.ended(process, "its " + sentence);
            }
        }

        @Override
        public void drain(int number) {
            List<Integer> processes = closed(number);
            LOG.info("host {} is drained of processes {}", names.get(number).name(), processes);
            whenDrained.accept(processes, "host " + names.get(number).name() + " is drained");
        }

        @Override
        public void cut(int number) {
            if (hosts.get(number) instanceof SshHost host) {
                host.cut();
            }
        }
    }

    /** Nothing new goes there. */
    private List<Integer> closed(int number) {
        synchronized (slots) {
            return slots.close(number);
        }
    }

    private void ended(int process, String how) {
        synchronized (slots) {
            slots.ended(process);
        }
        whenEnded.accept(process, how);
    }

    // ---- orders

    public boolean has(int process) {
        return hostOf(process).isPresent();
    }

    private Optional<WorkerHost> hostOf(int process) {
        synchronized (slots) {
            return slots.hostOf(process).map(hosts::get);
        }
    }

    /** Starts a process; what it needs to know it is told by {@link #introduce}. */
    public void spawn(int process) {
        Optional<Integer> host;
        synchronized (slots) {
            host = slots.place(process);
        }
        if (host.isPresent()) {
            hosts.get(host.get()).spawn(process);
        } else {
            whenEnded.accept(process, "no host is left for it");
        }
    }

    /** @param start without what only the host knows: its folders and its address */
    public void introduce(WorkerStart start) {
        hostOf(start.getProcess()).ifPresent(host -> host.introduce(start));
    }

    /** Ends the process at once (SIGKILL). */
    public void kill(int process) {
        hostOf(process).ifPresent(host -> host.kill(process));
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
