package dev.weft.runtime.cluster;

import dev.weft.collectives.Placement;
import dev.weft.runtime.Shares;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When ranks get other shares of the work, and which: as soon as unequal speeds have cost the job as much as a move costs. No clock, no threads in it.
 *
 * <p>Steps are brought together to samples of {@link #SAMPLE}. Each sample is held against the shares that the ones before it ask for: what these would have
 * saved of its time adds to what was lost, what they would have cost takes from it ({@link Losses}). A move follows when what was lost is what a move costs, as one who rents skis buys them when the
 * rent has come to their price: whatever speeds do next, no more than twice of what was unavoidable is lost. What the steps to come save has to be
 * {@link #WORTH} times the cost. A first move stands on few samples, so a second one that mends it is as cheap; from then on each takes twice as much as the one
 * before: a worker whose speed keeps changing costs the job little.
 */
final class ShareBalance {
    /** An epoch's first steps build what the others use, and its code is being compiled. */
    static final int WARM_UP_STEPS = 3;

    static final Duration WARM_UP = Duration.ofSeconds(1);
    /** Many of a scheduler's slices and of a throttle's periods, 3 to 10 ms. */
    static final Duration SAMPLE = Duration.ofMillis(200);
    /** Speeds are medians of the latest: three at least, so that one pause is ignored; after a change, three more show it. */
    static final int LEAST_SAMPLES = 3;

    static final int WINDOW = 5;
    /** When shares are to move, of more of them: of all since the job began to lose, up to so many. */
    static final int LONG_WINDOW = 15;

    /** Of what a move costs: so much is lost before the first. At 1 no more than twice of the unavoidable is ever lost; at a half three times, but slow hosts mostly stay slow. */
    static final double PATIENCE = 0.5;

    static final double WORTH = 1.5;
    /** Until a move was seen. */
    static final Duration ASSUMED_COST = Duration.ofSeconds(1);
    /** Moves, after which the next one does not take more loss than before. */
    static final int MOST_DOUBLINGS = 9;
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
    private Losses lost = new Losses();

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
        lost = new Losses();
    }

    /** What it took from the verdict until the programs ran again. */
    void moved(Duration took) {
        costNanos = Math.max(ASSUMED_COST.toNanos() / 2, took.toNanos());
        moves++;
    }

    /**
     * All ranks have done a step.
     *
     * @param stepsLeft so many will come
     * @return better shares, where they pay
     */
    Optional<Shares> took(WorkedStep step, long stepsLeft) {
        if (isWarmingUp(step)) {
            return Optional.empty();
        }
        WorkedStep sum = gathered == null ? step : sum(gathered, step);
        gatheredSteps++;
        if (sum.wholeNanos() < SAMPLE.toNanos()) {
            gathered = sum;
            return Optional.empty();
        }
        Sample sample = Sample.of(sum, gatheredSteps);
        gathered = null;
        gatheredSteps = 0;
        take(sample);
        return lost.isAtLeast(neededNanos()) && pays(stepsLeft) ? speeds().map(this::proposed) : Optional.empty();
    }

    private void take(Sample sample) {
        Optional<Shares> before = speeds(WINDOW).map(this::proposed);
        samples.addLast(sample);
        if (samples.size() > LONG_WINDOW) {
            samples.removeFirst();
        }
        if (before.isPresent()) {
            lose(sample, before.get());
        } else {
            speeds(WINDOW).map(this::proposed).ifPresent(first -> samples.forEach(each -> lose(each, first)));
        }
    }

    private void lose(Sample sample, Shares without) {
        lost.add(sample.gain(partitions(without)), sample.took.wholeNanos());
    }

    private long neededNanos() {
        return (long) (PATIENCE * costNanos) << Math.clamp(moves - 1, 0, MOST_DOUBLINGS);
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

    private Shares proposed(double[] speeds) {
        return Shares.weighted(shares.placement(), weights(shares.placement(), speeds));
    }

    private boolean pays(long stepsLeft) {
        double stepNanos = samples.stream()
                .mapToDouble(sample -> sample.took.wholeNanos() / (double) sample.steps)
                .average()
                .orElse(0);
        return lost.mean() * stepNanos * stepsLeft >= WORTH * costNanos;
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

    /** By worker, in partitions a second, if there are enough samples: their medians since the job began to lose; NaN of a worker that has no work. */
    Optional<double[]> speeds() {
        return speeds(Math.clamp(lost.samples(), WINDOW, LONG_WINDOW));
    }

    private Optional<double[]> speeds(int latest) {
        if (samples.size() < LEAST_SAMPLES) {
            return Optional.empty();
        }
        var medians = new double[samples.getFirst().speeds.length];
        Arrays.setAll(
                medians,
                worker -> median(samples.stream()
                        .skip(Math.max(0, samples.size() - latest))
                        .mapToDouble(sample -> sample.speeds[worker])
                        .toArray()));
        return Optional.of(medians);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
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
