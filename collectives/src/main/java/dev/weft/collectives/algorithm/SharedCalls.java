package dev.weft.collectives.algorithm;

/** Calls whose ranks all live in one worker, by family. */
final class SharedCalls {
    private SharedCalls() {}

    static void run(Crew crew, Call call) {
        switch (call.operation) {
            case BARRIER -> crew.meet();
            case BROADCAST -> SharedMoves.broadcast(crew, call, call.root);
            case GATHER, GATHER_V -> SharedMoves.gather(crew, call);
            case SCATTER, SCATTER_V -> SharedMoves.scatter(crew, call);
            case ALL_GATHER, ALL_GATHER_V -> SharedMoves.allGather(crew, call);
            case ALL_TO_ALL -> SharedMoves.allToAll(crew, call);
            case ALL_TO_ALL_V -> SharedMoves.allToAllV(crew, call);
            case ALL_REDUCE -> SharedReductions.allReduce(crew, call);
            case REDUCE -> SharedReductions.reduce(crew, call);
            case REDUCE_SCATTER -> SharedReductions.reduceScatter(crew, call);
            case SCAN, EXSCAN -> SharedReductions.scan(crew, call);
            case SPLIT, AGREE, SEND, RECEIVE -> throw new AssertionError(call.operation);
        }
    }
}
