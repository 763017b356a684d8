package dev.weft.runtime.cluster;

import dev.weft.runtime.CheckpointSpec;
import dev.weft.runtime.ClusterSpec;
import dev.weft.runtime.Fault;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.control.Fault.Kind;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The faults of a job, and which of them have struck. */
final class FaultPlan {
    private final List<Fault> faults;
    private final BitSet struck = new BitSet();

    FaultPlan(List<Fault> faults) {
        this.faults = List.copyOf(faults);
    }

    /** @throws UsageException if one of them would strike nobody */
    static FaultPlan of(JobSpec spec, ClusterSpec cluster) {
        List<Fault> all = Stream.concat(
                        cluster.faults().stream(),
                        spec.checkpoint().map(CheckpointSpec::faults).orElse(List.of()).stream())
                .toList();
        all.forEach(fault -> requireTarget(fault, spec));
        return new FaultPlan(all);
    }

    private static void requireTarget(Fault fault, JobSpec spec) {
        switch (fault) {
            case Fault.KillRank(int rank, long _) -> requireRank(fault, rank, spec.ranks());
            case Fault.ExhaustHeap(int rank, long _) -> requireRank(fault, rank, spec.ranks());
            case Fault.KillDuringSave _, Fault.OfStore _ -> {
                if (spec.checkpoint().isEmpty()) {
                    throw new UsageException(
                            "the fault \"" + fault + "\" is about checkpoints: give --checkpoint URI, too");
                }
            }
            case Fault.KillWorker _, Fault.PauseWorker _ -> {}
        }
    }

    private static void requireRank(Fault fault, int rank, int ranks) {
        if (rank >= ranks) {
            throw new UsageException("the fault \"" + fault + "\" strikes nobody: ranks=" + ranks
                    + ", so name one from 0 to " + (ranks - 1));
        }
    }

    /** Those that are still to come, as the workers are told of them. */
    List<dev.weft.runtime.control.Fault> toCome() {
        return IntStream.range(0, faults.size())
                .filter(index -> !struck.get(index))
                .mapToObj(index -> message(index, faults.get(index)))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Those that last from the job's beginning; they count as struck from now on. */
    List<Fault> strikeLasting() {
        IntStream.range(0, faults.size())
                .filter(index -> lasts(faults.get(index)))
                .forEach(struck::set);
        return faults.stream().filter(FaultPlan::lasts).toList();
    }

    private static boolean lasts(Fault fault) {
        return fault instanceof Fault.StoreErrors || fault instanceof Fault.StoreSlow;
    }

    boolean hasStruck(int index) {
        return struck.get(index);
    }

    /** The fault, which counts as struck from now on. */
    Fault strike(int index) {
        struck.set(index);
        return faults.get(index);
    }

    /** Whether the store takes no writes any more. */
    boolean isDiskFull() {
        return struck.stream().anyMatch(index -> faults.get(index) instanceof Fault.DiskFull);
    }

    private static Optional<dev.weft.runtime.control.Fault> message(int index, Fault fault) {
        return switch (fault) {
            case Fault.KillWorker(int worker, long step) -> message(index, Kind.KILL_WORKER, worker, step);
            case Fault.KillDuringSave(int worker, long step) -> message(index, Kind.KILL_DURING_SAVE, worker, step);
            case Fault.PauseWorker(int worker, long step, Duration _) ->
                message(index, Kind.PAUSE_WORKER, worker, step);
            case Fault.KillRank(int rank, long step) -> message(index, Kind.KILL_RANK, rank, step);
            case Fault.ExhaustHeap(int rank, long step) -> message(index, Kind.EXHAUST_HEAP, rank, step);
            case Fault.DiskFull(long step) -> message(index, Kind.DISK_FULL, 0, step);
            case Fault.StoreErrors _, Fault.StoreSlow _ -> Optional.empty();
        };
    }

    private static Optional<dev.weft.runtime.control.Fault> message(int index, Kind kind, int target, long step) {
        return Optional.of(dev.weft.runtime.control.Fault.newBuilder()
                .setIndex(index)
                .setKind(kind)
                .setTarget(target)
                .setStep(step)
                .build());
    }
}
