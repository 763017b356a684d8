package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/** Calls on two levels, by family. */
final class TwoLevelCalls {
    private static final byte[] NOTHING = {};

    private TwoLevelCalls() {}

    static void run(Party party, Algorithm leaders, Call call) {
        switch (call.operation) {
            case BARRIER -> barrier(party, leaders, call);
            case BROADCAST -> TwoLevelMoves.broadcast(party, leaders, call);
            case GATHER -> TwoLevelMoves.gather(party, leaders, call);
            case SCATTER -> TwoLevelMoves.scatter(party, leaders, call);
            case ALL_GATHER -> TwoLevelMoves.allGather(party, leaders, call);
            case ALL_TO_ALL -> TwoLevelAllToAll.run(party, leaders, call);
            case REDUCE, ALL_REDUCE -> TwoLevelReductions.reduce(party, leaders, call);
            case REDUCE_SCATTER -> TwoLevelReductions.reduceScatter(party, leaders, call);
            case SCAN, EXSCAN -> TwoLevelScan.run(party, call);
            case GATHER_V, SCATTER_V, ALL_GATHER_V, ALL_TO_ALL_V, SPLIT, AGREE, SEND, RECEIVE ->
                throw new AssertionError(call.operation);
        }
    }

    /** Calls whose counts differ are made by messages between all ranks. */
    static boolean does(Operation operation) {
        return switch (operation) {
            case GATHER_V, SCATTER_V, ALL_GATHER_V, ALL_TO_ALL_V, SPLIT, AGREE, SEND, RECEIVE -> false;
            default -> true;
        };
    }

    private static void barrier(Party party, Algorithm leaders, Call call) {
        Crew crew = party.crew();
        crew.meet();
        if (crew.index() == 0) {
            leaders.run(party.leaders(crew.rank(0)), call);
        }
        crew.meet();
    }

    static int indexOf(Party party, int rank) {
        return rank - party.firstRank(party.workerOf(rank));
    }

    /** The place of the rank that sends messages for this worker. */
    static int leaderIndex(Party party, int root) {
        return party.workerOf(root) == party.worker() ? indexOf(party, root) : 0;
    }

    /** The call among leaders: the same, with a worker where this one has a rank. */
    static Call leadersCall(Party party, Call call, Operation operation) {
        Call among = party.leadersCall();
        among.copyFrom(call);
        among.operation = operation;
        among.root = party.workerOf(call.root);
        return among;
    }

    static Object nothing() {
        return NOTHING;
    }
}
