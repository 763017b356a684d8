package dev.weft.runtime.cluster;

import dev.weft.runtime.Fault;
import dev.weft.runtime.control.Fault.Kind;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** The faults of a job, and which of them have struck. */
final class FaultPlan {
    private final List<Fault> faults;
    private final BitSet struck = new BitSet();

    FaultPlan(List<Fault> faults) {
        this.faults = List.copyOf(faults);
    }

    /** Those that are still to come, as the workers are told of them. */
    List<dev.weft.runtime.control.Fault> toCome() {
        return IntStream.range(0, faults.size())
                .filter(index -> !struck.get(index))
                .mapToObj(index -> message(index, faults.get(index)))
                .toList();
    }

    /** The fault, which counts as struck from now on. */
    Fault strike(int index) {
        struck.set(index);
        return faults.get(index);
    }

    private static dev.weft.runtime.control.Fault message(int index, Fault fault) {
        var message =
                dev.weft.runtime.control.Fault.newBuilder().setIndex(index).setStep(fault.step());
        return switch (fault) {
            case Fault.KillWorker(int worker, long _) ->
                message.setKind(Kind.KILL_WORKER).setTarget(worker).build();
            case Fault.PauseWorker(int worker, long _, var _) ->
                message.setKind(Kind.PAUSE_WORKER).setTarget(worker).build();
            case Fault.KillRank(int rank, long _) ->
                message.setKind(Kind.KILL_RANK).setTarget(rank).build();
        };
    }
}
