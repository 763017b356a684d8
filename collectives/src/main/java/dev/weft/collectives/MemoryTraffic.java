package dev.weft.collectives;

import dev.weft.collectives.algorithm.Call;
import dev.weft.collectives.algorithm.Crew;
import dev.weft.collectives.algorithm.Plan;

/** How many bytes of other ranks' data a rank gets through its worker's memory in one call, by the call's description. */
final class MemoryTraffic {
    private final Crew crew;
    private final int groupSize;

    MemoryTraffic(Crew crew, int groupSize) {
        this.crew = crew;
        this.groupSize = groupSize;
    }

    long bytes(Plan plan, Call call) {
        return switch (plan) {
            case Plan.Shared shared -> call.type.bytes(elements(call, crew.size()));
            // The leader has from lanes what the others of its worker then have from it.
            case Plan.TwoLevel twoLevel -> call.type.bytes(elements(call, crew.index() == 0 ? crew.size() : groupSize));
            // Messages are counted one by one.
            case Plan.Flat flat -> 0;
        };
    }

    private long elements(Call call, int ranks) {
        long others = (long) (ranks - 1) * call.count;
        boolean isRoot = crew.rank(crew.index()) == call.root;
        return switch (call.operation) {
            case BROADCAST, SCATTER, SCATTER_V -> isRoot ? 0 : call.count;
            case GATHER, REDUCE -> isRoot ? others : 0;
            case ALL_GATHER, ALL_TO_ALL, REDUCE_SCATTER -> others;
            case GATHER_V, ALL_GATHER_V, ALL_TO_ALL_V -> fromOthers(call);
            case ALL_REDUCE -> crew.areFew(call.count) ? (long) (crew.size() - 1) * call.count : shares(call);
            case SCAN, EXSCAN -> crew.areFew(call.count) ? (long) crew.index() * call.count : shares(call);
            case BARRIER, SPLIT, AGREE, SEND, RECEIVE -> 0;
        };
    }

    /** A rank reads the others' parts of its share, and they write the rest of its results. */
    private long shares(Call call) {
        long share = (long) crew.shareStart(crew.index() + 1, call.count) - crew.shareStart(crew.index(), call.count);
        return share * (crew.size() - 1) + call.count - share;
    }

    private long fromOthers(Call call) {
        long sum = 0;
        for (int peer = 0; peer < call.receiveCounts.length; peer++) {
            sum += peer == crew.rank(crew.index()) ? 0 : call.receiveCounts[peer];
        }
        return sum;
    }
}
