package dev.weft.runtime.cluster;

import dev.weft.collectives.Placement;
import dev.weft.runtime.Shares;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When ranks get other shares of the work, and which: as long as the workers' measured speeds say that they would wait less for each other. No clock, no
 * threads in it.
 *
 * <p>Workers are compared within the same steps, brought together to samples of {@link #SAMPLE}. Shares by the medians of the latest {@link #WINDOW}
 * samples are taken if every one of these samples says that they save {@link #LEAST_GAIN} of a step's time, if no worker's speed swung by more than
 * {@link #MOST_SWING} meanwhile, and if what is saved in the steps to come is {@link #WORTH} times what the move costs. An epoch's first steps don't
 * count, since its code is being compiled. After a move there is none for {@link #PEACE} times its cost, and for twice as long after each further one: a
 * worker whose speed keeps changing costs the job little.
 */
final class ShareBalance {
    static final Duration WARM_UP = Duration.ofSeconds(5);
    static final int WARM_UP_STEPS = 3;
    static final Duration SAMPLE = Duration.ofSeconds(1);
    static final int WINDOW = 5;
    static final double LEAST_GAIN = 0.1;
    static final double MOST_SWING = 0.5;
    static final double WORTH = 1.5;
    static final int PEACE = 20;
    static final Duration LONGEST_PEACE = Duration.ofMinutes(10);
    /** Until a move was seen. */
    static final Duration ASSUMED_COST = Duration.ofSeconds(2);
    /** A slow worker keeps some work, or nobody would notice when it is slow no more. */
    static final int LEAST_WEIGHT = Shares.AVERAGE / 16;

    private final ArrayDeque<Sample> samples = new ArrayDeque<>();
    private Shares shares;
    private @Nullable WorkedStep gathered;
    private int gatheredSteps;
    private int warmSteps;
    private long warmNanos;
    private long costNanos = ASSUMED_COST.toNanos();
    private int moves;
    private @Nullable Long peaceUntilNanos;

    ShareBalance(Shares shares) {
        this.shares = shares;
    }

    /**
     * Some steps, together.
     *
     * @param speeds by worker: partitions a second; NaN of one that has none
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Sample(WorkedStep took, int steps, double[] speeds) {
        static Sample of(WorkedStep took, int steps) {
            var speeds = new double[took.partitions().length];
            Arrays.setAll(
                    speeds,
                    worker -> took.partitions()[worker] == 0
                            ? Double.NaN
                            : took.partitions()[worker] * 1e9 / Math.max(1.0, (double) took.workedNanos()[worker]));
            return new Sample(took, steps, speeds);
        }

        /** The part of a step's time that other shares would save. */
        double gain(int[] partitions) {
            double longest = 0;
            double longestThen = 0;
            for (int worker = 0; worker < partitions.length; worker++) {
                longest = Math.max(longest, (double) took.workedNanos()[worker]);
                if (!Double.isNaN(speeds[worker])) {
                    longestThen = Math.max(longestThen, partitions[worker] * 1e9 / speeds[worker]);
                }
            }
            double rest = Math.max(0.0, (double) took.wholeNanos() - longest);
            return 1 - (longestThen + rest) / (longest + rest);
        }
    }

    /** An epoch runs, with these shares. */
    void begins(Shares with) {
        shares = with;
        samples.clear();
        gathered = null;
        gatheredSteps = 0;
        warmSteps = 0;
        warmNanos = 0;
    }

    /** What it took from the verdict until the programs ran again. */
    void moved(Duration took, long nowNanos) {
        costNanos = Math.max(ASSUMED_COST.toNanos() / 2, took.toNanos());
        long peace = Math.min(LONGEST_PEACE.toNanos(), (costNanos * PEACE) << Math.min(moves, 10));
        peaceUntilNanos = nowNanos + peace;
        moves++;
    }

    /**
     * All ranks have done a step.
     *
     * @param stepsLeft so many will come
     * @return better shares, where they pay
     */
    Optional<Shares> took(WorkedStep step, long stepsLeft, long nowNanos) {
        if (isWarmingUp(step)) {
            return Optional.empty();
        }
        WorkedStep sum = gathered == null ? step : sum(gathered, step);
        gatheredSteps++;
        if (sum.wholeNanos() < SAMPLE.toNanos()) {
            gathered = sum;
            return Optional.empty();
        }
        samples.addLast(Sample.of(sum, gatheredSteps));
        gathered = null;
        gatheredSteps = 0;
        if (samples.size() > WINDOW) {
            samples.removeFirst();
        }
        return peaceUntilNanos == null || nowNanos >= peaceUntilNanos ? better(stepsLeft) : Optional.empty();
    }

    private boolean isWarmingUp(WorkedStep step) {
        boolean warming = warmSteps < WARM_UP_STEPS || warmNanos < WARM_UP.toNanos();
        warmSteps++;
        warmNanos += step.wholeNanos();
        return warming;
    }

    private static WorkedStep sum(WorkedStep one, WorkedStep other) {
        var worked = new long[one.workedNanos().length];
        Arrays.setAll(worked, worker -> one.workedNanos()[worker] + other.workedNanos()[worker]);
        return new WorkedStep(worked, other.partitions(), one.wholeNanos() + other.wholeNanos());
    }

    private Optional<Shares> better(long stepsLeft) {
        Optional<double[]> speeds = speeds();
        if (speeds.isEmpty() || !isSteady(speeds.get())) {
            return Optional.empty();
        }
        Shares proposed = Shares.weighted(shares.placement(), weights(shares.placement(), speeds.get()));
        int[] partitions = partitions(proposed);
        double savedNanos = 0;
        for (Sample sample : samples) {
            double gain = sample.gain(partitions);
            if (gain < LEAST_GAIN) {
                return Optional.empty();
            }
            savedNanos += gain * sample.took.wholeNanos() / sample.steps;
        }
        boolean pays = savedNanos / samples.size() * stepsLeft >= WORTH * costNanos;
        return pays ? Optional.of(proposed) : Optional.empty();
    }

    private int[] partitions(Shares of) {
        int all = Arrays.stream(samples.getLast().took.partitions()).sum();
        return partitions(of, all);
    }

    /** How many of the partitions each worker has. */
    static int[] partitions(Shares shares, int all) {
        Placement placement = shares.placement();
        var partitions = new int[placement.workers()];
        Arrays.setAll(
                partitions,
                worker -> shares.start(placement.end(worker), all) - shares.start(placement.first(worker), all));
        return partitions;
    }

    /** By worker, in partitions a second: the medians of the latest samples, if there are enough; NaN of a worker that has no work. */
    Optional<double[]> speeds() {
        if (samples.size() < WINDOW) {
            return Optional.empty();
        }
        var medians = new double[samples.getFirst().speeds.length];
        Arrays.setAll(
                medians,
                worker -> median(samples.stream()
                        .mapToDouble(sample -> sample.speeds[worker])
                        .toArray()));
        return Optional.of(medians);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private boolean isSteady(double[] medians) {
        return samples.stream().allMatch(sample -> {
            for (int worker = 0; worker < medians.length; worker++) {
                if (Math.abs(sample.speeds[worker] / medians[worker] - 1) > MOST_SWING) {
                    return false;
                }
            }
            return true;
        });
    }

    /**
     * Of each of a worker's ranks, by worker, where the speeds are these. Who is faster than most gets what they get: what a partition costs differs within a
     * graph as well, and whoever has cheap ones only seems fast.
     *
     * @param speeds in any unit; NaN of a worker of which nothing is known: its ranks count as average
     */
    static int[] weights(Placement placement, double[] speeds) {
        var ofRanks = new double[speeds.length];
        Arrays.setAll(
                ofRanks,
                worker -> placement.ranks(worker) == 0 ? Double.NaN : speeds[worker] / placement.ranks(worker));
        double usual = median(
                Arrays.stream(ofRanks).filter(speed -> !Double.isNaN(speed)).toArray());
        Arrays.setAll(ofRanks, worker -> Math.min(ofRanks[worker], usual));
        double average = average(placement, ofRanks);
        var weights = new int[speeds.length];
        Arrays.setAll(
                weights,
                worker -> Double.isNaN(ofRanks[worker])
                        ? Shares.AVERAGE
                        : Math.max(LEAST_WEIGHT, (int) Math.round(Shares.AVERAGE * ofRanks[worker] / average)));
        return weights;
    }

    private static double average(Placement placement, double[] ofRanks) {
        double sum = 0;
        int ranks = 0;
        for (int worker = 0; worker < ofRanks.length; worker++) {
            if (!Double.isNaN(ofRanks[worker])) {
                sum += ofRanks[worker] * placement.ranks(worker);
                ranks += placement.ranks(worker);
            }
        }
        return sum / ranks;
    }
}
