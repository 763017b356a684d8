package dev.weft.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Runs a program several times over one loaded graph, each time as a job would: from the end of loading to results ready. Between two
 * trials rank 0 runs {@code between}, for a peer's turn on the machine.
 */
final class Trials implements Program {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Supplier<? extends Program> program;
    private final List<? extends Map<String, ?>> arguments;
    private final Between between;
    private final List<Trial> trials = new ArrayList<>();

    /** @param arguments those of each trial */
    Trials(Supplier<? extends Program> program, List<? extends Map<String, ?>> arguments, Between between) {
        this.program = program;
        this.arguments = arguments;
        this.between = between;
    }

    @Override
    public void run(Rank rank) throws Exception {
        for (int trial = 0; trial < arguments.size(); trial++) {
            if (rank.number() == 0) {
                between.before(trial);
            }
            if (trial == 1 && rank.number() == 0) {
                System.gc(); // what loading left behind is for the first trial to carry, not for the kernel
            }
            rank.communicator().barrier();
            var clock = new Clock();
            boolean last = trial == arguments.size() - 1;
            program.get().run(TrialRank.of(rank, arguments.get(trial), last, clock::start));
            rank.communicator().barrier();
            if (rank.number() == 0) {
                trials.add(clock.stop());
            }
        }
    }

    /** Rank 0's, once the job has ended. */
    List<Trial> trials() {
        return trials;
    }

    /**
     * What one trial took.
     *
     * @param cpuSeconds of all threads of this process, NaN where they were not measured
     */
    record Trial(double seconds, double cpuSeconds) {
        double coresBusy() {
            return cpuSeconds / seconds;
        }
    }

    /** Something to do before each trial. */
    @FunctionalInterface
    interface Between {
        void before(int trial) throws Exception;
    }

    private static final class Clock {
        private long start;
        private long cpuStart;

        void start() {
            start = System.nanoTime();
            cpuStart = SYSTEM.getProcessCpuTime();
        }

        Trial stop() {
            return new Trial((System.nanoTime() - start) / 1e9, (SYSTEM.getProcessCpuTime() - cpuStart) / 1e9);
        }
    }
}
