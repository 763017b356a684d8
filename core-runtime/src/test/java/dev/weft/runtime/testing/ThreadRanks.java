package dev.weft.runtime.testing;

import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.rank.Attempt;
import dev.weft.runtime.rank.RankRun;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** Runs a program's ranks on plain threads, without actors: for thousands of cases. */
public final class ThreadRanks {
    private ThreadRanks() {}

    /** Runs the program; the first failure of a rank is thrown as it is, whatever its type. */
    public static JobResult run(int ranks, int threads, Map<String, ?> args, Supplier<? extends Program> program) {
        return run(JobSpec.of("test", program).ranks(ranks).threads(threads).args(args));
    }

    public static JobResult run(int ranks, int threads, Supplier<? extends Program> program) {
        return run(ranks, threads, Map.of(), program);
    }

    public static JobResult run(JobSpec spec) {
        var attempt = new Attempt("test", spec, System::nanoTime);
        List<Thread> threads = attempt.ranks().stream().map(ThreadRanks::start).toList();
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            attempt.fence().raise(e);
            threads.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
        if (attempt.fence().isRaised()) {
            throw ThreadRanks.<RuntimeException>unchanged(
                    Objects.requireNonNull(attempt.fence().cause()));
        }
        return attempt.result();
    }

    private static Thread start(RankRun rank) {
        Thread thread = rank.newThread(end -> {});
        thread.start();
        return thread;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E unchanged(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
