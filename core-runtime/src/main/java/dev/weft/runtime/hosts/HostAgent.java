package dev.weft.runtime.hosts;

import dev.weft.collectives.HostTransport;
import dev.weft.collectives.Transport;
import dev.weft.collectives.TransportException;
import dev.weft.collectives.TransportPlan;
import dev.weft.runtime.ClusterSpec;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.control.HostDrain;
import dev.weft.runtime.control.HostOrder;
import dev.weft.runtime.control.HostPing;
import dev.weft.runtime.control.HostReady;
import dev.weft.runtime.control.HostReport;
import dev.weft.runtime.control.HostStart;
import dev.weft.runtime.control.ProcessEnded;
import dev.weft.runtime.gpu.GpuHold;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a job on a host that is not its agent's: the host's media driver, and its workers. Lives as long as the channel on which it is told what to do, and
 * as somebody speaks on it: where the network is cut, its workers end too.
 */
public final class HostAgent {
    private static final Logger LOG = LoggerFactory.getLogger(HostAgent.class);
    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final Duration LEAVING = Duration.ofSeconds(2);
    /** The exit code of what goes on elsewhere. */
    private static final int DRAINED = 66;
    /** What ssh says of both ends: the client's address and port, then the server's. */
    private static final String CONNECTION = "SSH_CONNECTION";

    private final HostStart start;
    private final OutputStream out;
    private final JobFolders folders;
    private final LocalHost host;
    private final GpuHold gpus = GpuHold.onThisHost();
    private volatile long heardNanos = System.nanoTime();
    private volatile boolean drained;

    private HostAgent(HostStart start, OutputStream out) {
        this.start = start;
        this.out = out;
        this.folders = JobFolders.make(ClusterSpec.userStateFolder(), start.getJob() + "@" + start.getHost());
        this.host = new LocalHost(
                folders,
                seat -> WorkerCommand.of(seat.heap(heap(start)), start.getWorkerFlagsList(), List.of(), folders.logs()),
                Map.of(),
                this::address,
                this::ended);
    }

    public static void main(String[] args) throws IOException {
        OutputStream out = System.out;
        System.setOut(System.err);
        HostOrder first = HostOrder.parseDelimitedFrom(System.in);
        if (first != null) {
            new HostAgent(first.getStart(), out).serve(System.in);
        }
        Runtime.getRuntime().halt(0);
    }

    private static long heap(HostStart start) {
        return start.getHeapMebibytes() > 0 ? start.getHeapMebibytes() : HostMemory.mebibytes() * 3 / 4;
    }

    private void serve(InputStream in) {
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("weft-host-watch").factory());
        var _ = watch.scheduleWithFixedDelay(this::watch, 1, 1, TimeUnit.SECONDS);
        Termination.does(this::drain);
        var plan = TransportPlan.of(Transport.valueOf(start.getTransport()), start.getEndpoints());
        try (var _ = HostTransport.start(folders.lanes(), plan)) {
            report(HostReport.newBuilder().setReady(ready()).build());
            HostOrder order = HostOrder.parseDelimitedFrom(in);
            while (order != null && !order.hasEnd()) {
                heardNanos = System.nanoTime();
                follow(order);
                order = HostOrder.parseDelimitedFrom(in);
            }
        } catch (TransportException e) {
            report(HostReport.newBuilder()
                    .setFailed(String.valueOf(e.getMessage()))
                    .build());
        } catch (IOException e) {
            LOG.debug("the job's agent says no more", e);
        } finally {
            leave();
        }
    }

    private HostReady ready() {
        return HostReady.newBuilder()
                .setAddress(address())
                .setAgentAddress(connection(0))
                .setLogs(folders.logs().toString())
                .setFacts(FactsMessages.message(HostFacts.ofThisHost(start.getGpus())))
                .build();
    }

    private String address() {
        return start.getAddress().isEmpty() ? connection(2) : start.getAddress();
    }

    private static String connection(int word) {
        String[] words = System.getenv().getOrDefault(CONNECTION, "").split(" ", -1);
        return words.length == 4 ? words[word] : "";
    }

    private void follow(HostOrder order) {
        switch (order.getOrderCase()) {
            case SPAWN -> spawn(FactsMessages.seat(order.getSpawn()));
            case INTRODUCE -> host.introduce(order.getIntroduce());
            case KILL -> host.kill(order.getKill());
            case SIGNAL ->
                host.signal(order.getSignal().getProcess(), order.getSignal().getName());
            case START, PING, END, ORDER_NOT_SET -> {}
        }
    }

    /** GPUs that it was given once it keeps until the job ends. */
    private void spawn(WorkerSeat seat) {
        try {
            gpus.take(seat.devices());
        } catch (UsageException taken) {
            report(HostReport.newBuilder()
                    .setEnded(ProcessEnded.newBuilder()
                            .setProcess(seat.process())
                            .setHow("it could not be started: " + taken.getMessage())
                            .setGpusGone(true))
                    .build());
            return;
        }
        host.spawn(seat);
    }

    private void ended(int process, String how) {
        report(HostReport.newBuilder()
                .setEnded(ProcessEnded.newBuilder().setProcess(process).setHow(how))
                .build());
        leaveIfDrained();
    }

    private void leaveIfDrained() {
        if (drained && host.isEmpty()) {
            leave();
            Runtime.getRuntime().halt(DRAINED);
        }
    }

    /** The job's agent lets the workers here go as soon as others have their state. */
    private void drain() {
        drained = true;
        report(HostReport.newBuilder().setDrain(HostDrain.getDefaultInstance()).build());
        leaveIfDrained();
    }

    private synchronized void report(HostReport report) {
        try {
            report.writeDelimitedTo(out);
            out.flush();
        } catch (IOException e) {
            LOG.debug("the job's agent does not listen", e);
        }
    }

    private void watch() {
        report(HostReport.newBuilder().setPing(HostPing.getDefaultInstance()).build());
        long silent = System.nanoTime() - heardNanos;
        if (silent > SILENCE.toNanos()) {
            LOG.warn("the job's agent has been silent for {} s: this host leaves the job", silent / 1_000_000_000L);
            leave();
            Runtime.getRuntime().halt(1);
        }
    }

    private void leave() {
        host.end(LEAVING);
        gpus.close();
        folders.removeTemporary();
    }
}
