package dev.weft.collectives.benchmark;

import java.util.List;
import java.util.stream.IntStream;

/** Ranks that live in JVMs of their own. */
final class WorkerRanks implements Ranks {
    private final ChildJvms workers;

    private WorkerRanks(ChildJvms workers) {
        this.workers = workers;
    }

    /** Returns when all of them are connected. */
    static WorkerRanks start(BenchmarkHost host, BenchmarkSpec spec) throws InterruptedException {
        List<List<String>> arguments = IntStream.range(0, spec.workers())
                .mapToObj(worker -> BenchmarkWorker.arguments(host.driver().folder(), worker, spec))
                .toList();
        var workers = ChildJvms.start("worker", BenchmarkWorker.class, arguments);
        try {
            List<String> _ = workers.ask(String.join(" ", workers.answers()));
            return new WorkerRanks(workers);
        } catch (Throwable failure) {
            workers.close();
            throw failure;
        }
    }

    @Override
    public Outcome perform(Task task) throws InterruptedException {
        return workers.ask(task.line()).stream().map(Outcome::of).reduce(new Outcome.Done(), Outcome::and);
    }

    @Override
    public void close() {
        workers.close();
    }
}
