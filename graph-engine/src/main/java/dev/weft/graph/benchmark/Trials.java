package dev.weft.graph.benchmark;

import com.sun.management.OperatingSystemMXBean;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Runs a program several times over one loaded graph. A trial's time begins when the program has its graph and ends when it gives its first
 * result of a value for each vertex; what it takes to put results into the order of input ids is told apart. Between two trials rank 0 runs
 * {@code between}, for a peer's turn on the machine.
 */
public final class Trials implements Program {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Supplier<? extends Program> program;
    private final List<? extends Map<String, ?>> arguments;
    private final Between between;
    private final List<Trial> trials = new ArrayList<>();

    /** @param arguments those of each trial */
    public Trials(Supplier<? extends Program> program, List<? extends Map<String, ?>> arguments, Between between) {
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
            program.get().run(TrialRank.of(rank, arguments.get(trial), last, clock::start, clock::computed));
            rank.communicator().barrier();
            if (rank.number() == 0) {
                trials.add(clock.stop());
            }
        }
    }

    /** Rank 0's, once the job has ended. */
    public List<Trial> trials() {
        return trials;
    }

    /**
     * What one trial took.
     *
     * @param resultSeconds to put results in order, after {@code seconds}
     * @param cpuSeconds of all threads of this process, within {@code seconds}; NaN where they were not measured
     */
    public record Trial(double seconds, double resultSeconds, double cpuSeconds) {
        public double coresBusy() {
            return cpuSeconds / seconds;
        }
    }

    /** Something to do before each trial. */
    @FunctionalInterface
    public interface Between {
        void before(int trial) throws Exception;
    }

    private static final class Clock {
        private long start;
        private long cpuStart;
        private long computed;
        private long cpuComputed;

        void start() {
            computed = 0;
            start = System.nanoTime();
            cpuStart = SYSTEM.getProcessCpuTime();
        }

        /** The first result is there. */
        void computed() {
            if (computed == 0) {
                computed = System.nanoTime();
                cpuComputed = SYSTEM.getProcessCpuTime();
            }
        }

        Trial stop() {
            computed();
            return new Trial(
                    (computed - start) / 1e9, (System.nanoTime() - computed) / 1e9, (cpuComputed - cpuStart) / 1e9);
        }
    }
}
