package dev.weft.runtime.cluster;

import dev.weft.checkpoint.save.StepId;
import dev.weft.runtime.control.Said;
import java.util.Optional;
import java.util.TreeMap;

/** Brings together what the ranks say of the same step, in one epoch. */
final class StepLedger {
    /** Ranks pass boundaries together: of older steps nothing will come any more. */
    private static final int MOST_OPEN = 8;

    private final int workers;
    private final TreeMap<StepId, Open> open = new TreeMap<>();
    private StepId last = StepId.BEGINNING;

    StepLedger(int workers) {
        this.workers = workers;
    }

    /** @return the step, when all partitions have been spoken for; nothing of one that nobody measured */
    Optional<WorkedStep> said(int worker, Said said) {
        var at = new StepId(said.getLoop(), said.getStep());
        if (at.compareTo(last) <= 0 || said.getStepNanos() == 0) {
            return Optional.empty();
        }
        Open step = open.computeIfAbsent(at, _ -> new Open(workers));
        step.add(worker, said);
        if (step.missing(said.getPartitions()) > 0) {
            if (open.size() > MOST_OPEN) {
                open.pollFirstEntry();
            }
            return Optional.empty();
        }
        last = at;
        open.headMap(at, true).clear();
        return Optional.of(step.whole());
    }

    /** By worker. */
    private static final class Open {
        private final long[] workedNanos;
        private final int[] partitions;
        private final int[] ranks;
        private long wholeNanos;

        Open(int workers) {
            this.workedNanos = new long[workers];
            this.partitions = new int[workers];
            this.ranks = new int[workers];
        }

        void add(int worker, Said said) {
            workedNanos[worker] += said.getWorkedNanos();
            partitions[worker] += said.getDigestsCount();
            ranks[worker]++;
            wholeNanos = Math.max(wholeNanos, said.getStepNanos());
        }

        int missing(int all) {
            int missing = all;
            for (int each : partitions) {
                missing -= each;
            }
            return missing;
        }

        WorkedStep whole() {
            var means = new long[workedNanos.length];
            for (int worker = 0; worker < means.length; worker++) {
                means[worker] = ranks[worker] == 0 ? 0 : workedNanos[worker] / ranks[worker];
            }
            return new WorkedStep(means, partitions, wholeNanos);
        }
    }
}
