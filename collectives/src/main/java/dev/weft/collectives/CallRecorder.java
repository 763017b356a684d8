package dev.weft.collectives;

import dev.weft.collectives.algorithm.Call;
import dev.weft.collectives.flight.FlightCommunicator;
import dev.weft.collectives.flight.FlightEvent;
import dev.weft.collectives.flight.FlightLog;
import dev.weft.collectives.flight.FlightRecorder;
import org.jspecify.annotations.Nullable;

/** Notes one rank's calls in one group in its flight recorder, if it has one. Used by the rank's thread. */
final class CallRecorder {
    private final @Nullable FlightRecorder recorder;
    private final long communicator;

    CallRecorder(RankGroup group, int rank) {
        Flight flight = group.options().flight();
        FlightLog log = flight.log();
        communicator =
                FlightCommunicator.id(group.id().epoch(), (int) group.id().counter());
        if (log == null) {
            recorder = null;
        } else {
            recorder = log.recorder(flight.worldRanks().get(rank));
            recorder.joins(new FlightCommunicator(communicator, flight.name(), flight.worldRanks()));
        }
    }

    void begins(long number, Call call) {
        FlightRecorder to = recorder;
        if (to == null) {
            return;
        }
        boolean isScalar = (int) call.fingerprint == Fingerprint.SCALAR && call.operation.combines();
        int count = isScalar ? FlightEvent.SCALAR : call.count;
        switch (call.operation) {
            case REDUCE ->
                to.beginsReduction(
                        communicator,
                        number,
                        call.fingerprint,
                        call.operation,
                        call.type,
                        count,
                        call.op.kind(),
                        call.root);
            case ALL_REDUCE, REDUCE_SCATTER, SCAN, EXSCAN ->
                to.beginsReduction(
                        communicator,
                        number,
                        call.fingerprint,
                        call.operation,
                        call.type,
                        count,
                        call.op.kind(),
                        FlightEvent.NONE);
            case BROADCAST, GATHER, GATHER_V, SCATTER, SCATTER_V ->
                to.beginsRooted(communicator, number, call.fingerprint, call.operation, call.type, count, call.root);
            default ->
                to.beginsCall(
                        communicator,
                        number,
                        call.fingerprint,
                        Fingerprint.operation(call.fingerprint),
                        call.type,
                        count);
        }
    }

    void beginsMessage(long number, Operation operation, ElementType type, int count, int peer, int tag) {
        if (recorder != null) {
            recorder.beginsMessage(communicator, number, operation, type, count, peer, tag);
        }
    }

    void ends() {
        if (recorder != null) {
            recorder.ends();
        }
    }

    void fails() {
        if (recorder != null) {
            recorder.fails();
        }
    }

    void programEnds() {
        if (recorder != null) {
            recorder.programEnds();
        }
    }
}
