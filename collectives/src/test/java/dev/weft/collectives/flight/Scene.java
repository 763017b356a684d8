package dev.weft.collectives.flight;

import dev.weft.collectives.ElementType;
import dev.weft.collectives.Op;
import dev.weft.collectives.Operation;
import dev.weft.collectives.flight.FlightEvent.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A job that hangs, made up: its ranks' calls, one after another, all dumped at second 100. Two ranks a worker, one worker a host. */
final class Scene {
    static final int EPOCH = 0;
    static final long EVERYONE = FlightCommunicator.id(EPOCH, 1);

    private static final long TAKEN_NANOS = 100_000_000_000L;
    private static final long STEP_NANOS = 1_000_000;
    private static final int RANKS_A_WORKER = 2;

    private final int ranks;
    private final List<FlightCommunicator> communicators = new ArrayList<>();
    private final Map<Integer, List<FlightEvent>> events = new TreeMap<>();
    private final Map<Integer, Long> ended = new HashMap<>();
    private final Map<Integer, String> reasons = new HashMap<>();
    private final Map<Integer, Integer> torn = new HashMap<>();
    private long now = 30_000_000_000L;

    Scene(int ranks) {
        this.ranks = ranks;
        communicators.add(FlightCommunicator.ofAll(EVERYONE, "", ranks));
        for (int rank = 0; rank < ranks; rank++) {
            events.put(rank, new ArrayList<>());
        }
    }

    Scene joins(long communicator, List<Integer> worldRanks) {
        communicators.add(new FlightCommunicator(communicator, "", worldRanks));
        return this;
    }

    /** The ranks make this collective call, whose count is part of its fingerprint. */
    Scene call(State state, Operation operation, long communicator, long call, int count, int... callers) {
        Optional<Op.Kind> op = operation == Operation.ALL_REDUCE ? Optional.of(Op.Kind.SUM) : Optional.empty();
        int root = operation == Operation.BROADCAST ? 0 : FlightEvent.NONE;
        long fingerprint = ((long) operation.method().hashCode() << 32) + count;
        for (int rank : callers) {
            add(rank, state, communicator, call, fingerprint, operation, op, root, count, FlightEvent.NONE);
        }
        return this;
    }

    Scene allReduce(State state, long call, int... callers) {
        return call(state, Operation.ALL_REDUCE, EVERYONE, call, 8, callers);
    }

    Scene message(State state, Operation operation, int rank, long message, int peer, int tag) {
        add(rank, state, EVERYONE, message, 0, operation, Optional.empty(), peer, 4, tag);
        return this;
    }

    Scene ends(int rank) {
        ended.put(rank, now);
        return this;
    }

    Scene leavesNoDump(int rank) {
        events.remove(rank);
        return this;
    }

    Scene isTorn(int rank) {
        torn.put(rank, 1);
        return this;
    }

    Scene becauseOf(int rank, String reason) {
        reasons.put(rank, reason);
        return this;
    }

    /** So long nothing happens. */
    Scene passes(int seconds) {
        now += 1_000_000_000L * seconds;
        return this;
    }

    private void add(
            int rank,
            State state,
            long communicator,
            long call,
            long fingerprint,
            Operation operation,
            Optional<Op.Kind> op,
            int peer,
            int count,
            int tag) {
        List<FlightEvent> own = events.get(rank);
        long start = now;
        now += STEP_NANOS;
        own.add(new FlightEvent(
                own.size() + 1L,
                state,
                communicator,
                call,
                fingerprint,
                operation,
                ElementType.DOUBLE,
                op,
                peer,
                count,
                tag,
                start,
                now));
    }

    List<FlightDump> dumps() {
        var workers = new ArrayList<FlightWorker>();
        for (int first = 0; first < ranks; first += RANKS_A_WORKER) {
            int worker = first / RANKS_A_WORKER;
            workers.add(new FlightWorker(worker, host(worker), first, Math.min(RANKS_A_WORKER, ranks - first)));
        }
        var dumps = new ArrayList<FlightDump>();
        events.forEach((rank, calls) -> {
            int process = rank / RANKS_A_WORKER;
            Long end = ended.get(rank);
            var attempt = new FlightAttempt(
                    EPOCH,
                    20_000_000_000L,
                    workers,
                    communicators,
                    end == null ? OptionalLong.empty() : OptionalLong.of(end));
            dumps.add(new FlightDump(
                    new FlightOrigin(rank, process, host(process), 100 + process),
                    attempt,
                    reasons.getOrDefault(rank, "no progress for 60 s"),
                    1_790_000_000_000L,
                    TAKEN_NANOS,
                    calls.size() + torn.getOrDefault(rank, 0),
                    calls));
        });
        return dumps;
    }

    FlightReport report() {
        return FlightReport.of(new FlightFolder(dumps(), List.of()));
    }

    /** As {@code weft flight} comes to it. */
    FlightReport reportFrom(Path folder) {
        try {
            for (FlightDump dump : dumps()) {
                DumpFile.write(folder, dump);
            }
            return FlightReport.of(FlightFolder.read(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String host(int worker) {
        return String.valueOf((char) ('a' + worker));
    }
}
