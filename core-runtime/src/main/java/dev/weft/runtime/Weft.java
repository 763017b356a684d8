package dev.weft.runtime;

import dev.weft.runtime.cluster.ClusterRuntime;
import dev.weft.runtime.local.LocalRuntime;
import dev.weft.runtime.rank.Arguments;
import dev.weft.runtime.supervision.Patience;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Runs jobs, in this JVM: {@code try (var weft = Weft.local()) { weft.run(PageRank::new, Map.of("graph", "edges.csv")).result(); }}.
 * Any number of instances and of jobs in each can run side by side. No port is opened, no file is written, no JVM flag is needed.
 *
 * <p>Programs run on daemon threads of their own. A program that computes on after its job was cancelled or has failed, without any
 * call to Weft, is interrupted; if it doesn't heed that either, its thread is left behind and a warning is logged.
 */
public final class Weft implements AutoCloseable {
    private final JobRuntime runtime;

    private Weft(JobRuntime runtime) {
        this.runtime = runtime;
    }

    public static Weft local() {
        return new Weft(new LocalRuntime(Patience.Timings.DEFAULT));
    }

    /**
     * Runs each job on worker processes of its own. This JVM needs the flag {@code --add-opens=java.base/jdk.internal.misc=ALL-UNNAMED}.
     * A job's program is known to its workers by its class, which has a constructor without parameters.
     */
    public static Weft cluster(ClusterSpec spec) {
        return new Weft(new ClusterRuntime(spec));
    }

    /** Starts a job and returns at once. */
    public Job run(JobSpec spec) {
        return runtime.run(spec);
    }

    /**
     * Starts a job and returns at once.
     *
     * @param args what {@link Rank#arg} reads; {@code ranks} and {@code threads} also say how many of these the job gets, as
     *     {@link JobSpec} does, with 1 rank if they don't
     */
    public Job run(Supplier<? extends Program> program, Map<String, ?> args) {
        var arguments = new Arguments(args);
        return run(JobSpec.of("", program)
                .ranks(arguments.get("ranks", 1))
                .threads(arguments.get("threads", 0))
                .args(args));
    }

    /** Cancels the jobs that run, and waits for their end. */
    @Override
    public void close() {
        runtime.close();
    }
}
