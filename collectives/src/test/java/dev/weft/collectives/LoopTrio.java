package dev.weft.collectives;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Three {@link LoopWorker}s on a host, and a fourth that takes the place of the next that is killed. */
final class LoopTrio implements AutoCloseable {
    static final int WORKERS = 3;

    private record Worker(ChildProcess process, int incarnation) {}

    private final LaneHost host;
    private final List<Worker> workers = new ArrayList<>();
    private final List<String> addresses = new ArrayList<>();
    private Worker spare;
    private int incarnations;
    private int epoch;

    LoopTrio(Transport transport) {
        host = LaneHost.start(transport, Liveness.PATIENT);
        for (int i = 0; i < WORKERS; i++) {
            workers.add(start());
        }
        workers.forEach(worker -> addresses.add(worker.process().await("address")));
        spare = start();
    }

    private Worker start() {
        ChildProcess process = ChildProcess.start(
                List.of(),
                LoopWorker.class,
                host.folder().toString(),
                host.transport().name());
        return new Worker(process, ++incarnations);
    }

    ChildProcess worker(int endpoint) {
        return workers.get(endpoint).process();
    }

    /** Begins a trial; returns its epoch when all ranks are in their loops. */
    int begin(String ranks, CallLoop loop, long seed) {
        epoch++;
        var ends = new StringBuilder();
        for (int endpoint = 0; endpoint < WORKERS; endpoint++) {
            ends.append(' ')
                    .append(workers.get(endpoint).incarnation())
                    .append('@')
                    .append(addresses.get(endpoint));
        }
        for (int endpoint = 0; endpoint < WORKERS; endpoint++) {
            worker(endpoint).say("trial %d %d %s %s %d%s".formatted(epoch, endpoint, ranks, loop, seed, ends));
        }
        for (int endpoint = 0; endpoint < WORKERS; endpoint++) {
            worker(endpoint).await("looping");
        }
        return epoch;
    }

    /** Kills a worker and tells the others as soon as it is seen to be gone; when that was. */
    long kill(int victim) throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<Long> gone = worker(victim).onExit().thenApply(process -> {
            long now = System.nanoTime();
            for (int endpoint = 0; endpoint < WORKERS; endpoint++) {
                if (endpoint != victim) {
                    worker(endpoint)
                            .say("lost %d its process has ended with code %d".formatted(victim, process.exitValue()));
                }
            }
            return now;
        });
        worker(victim).kill();
        return gone.get(20, TimeUnit.SECONDS);
    }

    /** Another process takes the place of one that is gone. */
    void replace(int gone) {
        workers.set(gone, spare);
        addresses.set(gone, spare.process().await("address"));
        spare = start();
    }

    @Override
    public void close() {
        workers.forEach(worker -> worker.process().close());
        spare.process().close();
        host.close();
    }
}
