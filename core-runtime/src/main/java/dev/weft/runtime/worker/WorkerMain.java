package dev.weft.runtime.worker;

import dev.weft.collectives.LaneClient;
import dev.weft.collectives.Transport;
import dev.weft.runtime.cluster.ClusterSystem;
import dev.weft.runtime.control.WorkerStart;
import dev.weft.runtime.hosts.HostCores;
import dev.weft.runtime.hosts.JobFolders;
import dev.weft.runtime.rank.MemoryReserve;
import dev.weft.runtime.supervision.ExitCall;
import dev.weft.runtime.tls.JobKey;
import dev.weft.runtime.tls.JobTls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entry of a worker's process. It is told on its standard input what it belongs to, and ends when that input ends: with its agent, however
 * the agent ends.
 */
public final class WorkerMain {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerMain.class);
    private static final Duration TELLING = Duration.ofSeconds(10);

    private WorkerMain() {}

    public static void main(String[] args) throws IOException {
        WorkerStart start = WorkerStart.parseDelimitedFrom(System.in);
        if (start == null) {
            Runtime.getRuntime().halt(WorkerExit.DONE);
            return;
        }
        LOG.info("process {} runs on cores {}", start.getProcess(), HostCores.ofThisProcess());
        MemoryReserve.hold();
        try {
            run(start);
        } catch (RuntimeException | LinkageError failure) {
            LOG.error("could not start", failure);
            failure.printStackTrace();
            Runtime.getRuntime().halt(WorkerExit.COULD_NOT_START);
        }
        awaitEnd(System.in);
        LOG.info("the agent says no more: this worker ends");
        JobFolders.removeTemporary(Path.of(start.getLaneFolder()), Path.of(start.getJobFolder()));
        Runtime.getRuntime().halt(WorkerExit.DONE);
    }

    @SuppressWarnings("MustBeClosedChecker") // all of it lives as long as the process
    private static void run(WorkerStart start) {
        LaneClient lanes = LaneClient.connect(
                Path.of(start.getLaneFolder()), Transport.valueOf(start.getTransport()), start.getHostAddress());
        ExecutorService blocking = Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name("weft-worker-", 0).factory());
        var coordinator = new CompletableFuture<ActorRef<Object>>();
        JobKey key = JobKey.of(
                start.getPrivateKey().toByteArray(), start.getCertificate().toByteArray());
        var tls = new JobTls(key);
        ActorSystem<Object> started = ClusterSystem.ofWorker(
                WorkerActor.create(
                        start, lanes, key.laneSecret(), tls::refused, coordinator::join, blocking, WorkerMain::exit),
                tls,
                start.getHostAddress(),
                start.getClusterAddress());
        coordinator.complete(ClusterSystem.coordinator(started, Behaviors.empty()));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> programExits(started), "weft-exit"));
    }

    /** Told of the call, the agent ends this process; where it does not, the call does. */
    private static void programExits(ActorRef<Object> worker) {
        ExitCall.ofProgram().ifPresent(call -> {
            LOG.error("a program calls System.exit", call.toException());
            worker.tell(new WorkerEvent.ExitCalled(call));
            LockSupport.parkNanos(TELLING.toNanos());
        });
    }

    private static void exit(int code) {
        Runtime.getRuntime().halt(code);
    }

    private static void awaitEnd(InputStream input) throws IOException {
        while (input.read() >= 0) {
            // Nothing more is said: only the end counts.
        }
    }
}
