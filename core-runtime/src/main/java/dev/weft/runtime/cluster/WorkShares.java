package dev.weft.runtime.cluster;

import dev.weft.collectives.Placement;
import dev.weft.runtime.Shares;
import dev.weft.runtime.control.Said;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a job's ranks share their work, epoch by epoch: equally to begin with, then as the speeds of their workers' processes say. What a process has
 * shown is known of it as long as it lives.
 */
final class WorkShares {
    private static final Logger LOG = LoggerFactory.getLogger(WorkShares.class);
    private static final int FINE = 1 << 12;

    private final boolean measured;
    private final Map<Integer, Double> speeds = new HashMap<>();
    private final Map<Integer, Integer> weights = new HashMap<>();
    private List<Integer> processes = List.of();
    private Shares current;
    private ShareBalance balance;
    private StepLedger ledger;
    private @Nullable Shares proposed;

    /** @param measured whether they are ever unequal */
    WorkShares(Placement placement, boolean measured) {
        this.measured = measured;
        this.current = Shares.equal(placement);
        this.balance = new ShareBalance(current);
        this.ledger = new StepLedger(placement.workers());
    }

    // ---- epochs

    /** An epoch forms, with these processes as its workers. */
    void form(List<Integer> ofEpoch, Placement placement) {
        Shares known = proposed;
        current =
                known != null && ofEpoch.equals(processes) && known.placement().equals(placement)
                        ? known
                        : fitting(ofEpoch, placement);
        proposed = null;
        processes = List.copyOf(ofEpoch);
        for (int worker = 0; worker < ofEpoch.size(); worker++) {
            weights.put(ofEpoch.get(worker), current.weight(worker));
        }
        balance.begins(current);
        ledger = new StepLedger(placement.workers());
    }

    /** What there was, or what the speeds say, where that is much better. */
    private Shares fitting(List<Integer> ofEpoch, Placement placement) {
        Shares same = Shares.weighted(placement, sameWeights(ofEpoch));
        double[] known = ofEpoch.stream()
                .mapToDouble(process -> speeds.getOrDefault(process, Double.NaN))
                .toArray();
        if (Arrays.stream(known).allMatch(Double::isNaN)) {
            return same;
        }
        Shares better = Shares.weighted(placement, ShareBalance.weights(placement, known));
        boolean much = slowest(better, known) <= (1 - Losses.LEAST_GAIN) * slowest(same, known);
        return much ? better : same;
    }

    /** A process that had none yet gets what is usual among the others. */
    private int[] sameWeights(List<Integer> ofEpoch) {
        double[] had = ofEpoch.stream()
                .filter(weights::containsKey)
                .mapToDouble(weights::get)
                .toArray();
        int usual = had.length == 0 ? Shares.AVERAGE : (int) ShareBalance.median(had);
        return ofEpoch.stream()
                .mapToInt(process -> weights.getOrDefault(process, usual))
                .toArray();
    }

    private static double slowest(Shares shares, double[] speeds) {
        int[] parts = ShareBalance.partitions(shares, FINE);
        return IntStream.range(0, parts.length)
                .filter(worker -> !Double.isNaN(speeds[worker]))
                .mapToDouble(worker -> parts[worker] / speeds[worker])
                .max()
                .orElse(0);
    }

    /** Of each of a worker's ranks, by worker, in the epoch that formed last. */
    List<Integer> weights() {
        return IntStream.range(0, processes.size()).mapToObj(current::weight).toList();
    }

    // ---- what ranks say of their steps

    /**
     * A rank of a worker has come to a boundary.
     *
     * @param stepsLeft so many will come
     * @return why its epoch is to end for other shares, if it is
     */
    Optional<String> said(int worker, Said said, long stepsLeft) {
        if (!measured || said.getPartitions() <= current.placement().ranks()) {
            return Optional.empty();
        }
        Optional<WorkedStep> step = ledger.said(worker, said);
        if (step.isEmpty() || processes.size() < 2) {
            return Optional.empty();
        }
        LOG.debug("step {} took {}", said.getStep(), step.get());
        Optional<Shares> better = balance.took(step.get(), stepsLeft);
        balance.speeds().ifPresent(this::remember);
        better.ifPresent(shares -> proposed = shares);
        return better.map(shares -> why(shares, said.getPartitions()));
    }

    private void remember(double[] ofWorkers) {
        for (int worker = 0; worker < ofWorkers.length; worker++) {
            if (!Double.isNaN(ofWorkers[worker])) {
                speeds.put(processes.get(worker), ofWorkers[worker]);
            }
        }
    }

    /** Of the worker whose share changes most. */
    private String why(Shares next, int all) {
        int[] before = ShareBalance.partitions(current, all);
        int[] after = ShareBalance.partitions(next, all);
        int most = 0;
        for (int worker = 1; worker < before.length; worker++) {
            if (Math.abs(after[worker] - before[worker]) > Math.abs(after[most] - before[most])) {
                most = worker;
            }
        }
        return String.format(
                Locale.ROOT,
                "worker %d runs at %.2f of the others' speed: its share of partitions goes from %.0f %% to %.0f %%",
                most,
                ofOthers(most),
                100.0 * before[most] / all,
                100.0 * after[most] / all);
    }

    private double ofOthers(int worker) {
        double[] others = IntStream.range(0, processes.size())
                .filter(other -> other != worker)
                .mapToDouble(other -> speeds.getOrDefault(processes.get(other), Double.NaN))
                .filter(speed -> !Double.isNaN(speed))
                .toArray();
        return speeds.getOrDefault(processes.get(worker), Double.NaN) / ShareBalance.median(others);
    }

    /** The move has cost so much, from the verdict until a step was done again. */
    void moved(Duration cost) {
        balance.moved(cost);
    }
}
