package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/** Calls that move elements as they are: each rank copies what it needs from where the others show it. */
final class SharedMoves {
    private static final byte[] NOTHING = {};

    private SharedMoves() {}

    /**
     * Few elements are read by all; of many, every rank copies its share to all others, so that all work at it.
     *
     * @param giver the place of the rank whose elements all get
     */
    static void broadcast(Crew crew, Call call, int giver) {
        boolean few = crew.areFew(call.count);
        boolean gives = crew.index() == giver;
        crew.open(call.receive, call.receiveOffset, gives || !few ? call.count : 0, few);
        if (!few) {
            spreadShare(crew, call.count, giver);
        } else if (!gives) {
            crew.copy(crew.elements(giver), crew.offset(giver), call.receive, call.receiveOffset, call.count);
        }
        crew.close();
    }

    private static void spreadShare(Crew crew, int count, int giver) {
        int first = crew.shareStart(crew.index(), count);
        int length = crew.shareStart(crew.index() + 1, count) - first;
        Object from = crew.elements(giver);
        int at = crew.offset(giver) + first;
        for (int i = 0, target = crew.index(); i < crew.size(); i++, target = next(crew, target)) {
            if (target != giver) {
                crew.copy(from, at, crew.elements(target), crew.offset(target) + first, length);
            }
        }
    }

    /** Few elements are read by the root, many are written by all ranks into the root's array. */
    static void gather(Crew crew, Call call) {
        boolean isRoot = crew.index() == call.root;
        boolean copied = call.operation == Operation.GATHER && crew.areFew(call.count);
        if (copied) {
            crew.open(call.send, call.sendOffset, call.count, true);
            for (int source = 0; source < (isRoot ? crew.size() : 0); source++) {
                crew.copy(crew.elements(source), crew.offset(source), call.receive, call.receiveAt(source), call.count);
            }
            return;
        }
        crew.showCounts(call.receiveCounts, call.receiveDisplacements);
        crew.open(isRoot ? call.receive : NOTHING, isRoot ? call.receiveOffset : 0, 0, false);
        int mine = crew.index();
        int[] displacements = crew.displacements(call.root);
        if (call.operation == Operation.GATHER_V && crew.counts(call.root)[mine] != call.count) {
            throw crew.countsDiffer(call.root, call.count, crew.counts(call.root)[mine]);
        }
        int block = call.operation == Operation.GATHER_V ? displacements[mine] : mine * call.count;
        if (!isRoot || !call.isInPlace(call.sendOffset, call.receiveAt(mine))) {
            crew.copy(call.send, call.sendOffset, crew.elements(call.root), crew.offset(call.root) + block, call.count);
        }
        crew.close();
    }

    static void scatter(Crew crew, Call call) {
        boolean isRoot = crew.index() == call.root;
        boolean regular = call.operation == Operation.SCATTER;
        int all = crew.size() * call.count;
        crew.showCounts(call.sendCounts, call.sendDisplacements);
        crew.open(
                isRoot ? call.send : NOTHING,
                isRoot ? call.sendOffset : 0,
                isRoot && regular ? all : 0,
                regular && crew.areFew(all));
        int mine = crew.index();
        if (!regular && crew.counts(call.root)[mine] != call.count) {
            throw crew.countsDiffer(call.root, call.count, crew.counts(call.root)[mine]);
        }
        int block = regular ? mine * call.count : crew.displacements(call.root)[mine];
        if (!isRoot || !call.isInPlace(call.sendAt(mine), call.receiveOffset)) {
            crew.copy(
                    crew.elements(call.root),
                    crew.offset(call.root) + block,
                    call.receive,
                    call.receiveOffset,
                    call.count);
        }
        crew.close();
    }

    static void allGather(Crew crew, Call call) {
        crew.open(call.send, call.sendOffset, call.receiveCount(crew.index()), areAllFew(crew, call));
        for (int i = 0, source = crew.index(); i < crew.size(); i++, source = next(crew, source)) {
            if (source != crew.index() || !call.isInPlace(call.sendOffset, call.receiveAt(source))) {
                crew.copy(
                        crew.elements(source),
                        crew.offset(source),
                        call.receive,
                        call.receiveAt(source),
                        call.receiveCount(source));
            }
        }
        crew.close();
    }

    static void allToAll(Crew crew, Call call) {
        crew.open(call.send, call.sendOffset, crew.size() * call.count, crew.areFew(crew.size() * call.count));
        for (int i = 0, source = crew.index(); i < crew.size(); i++, source = next(crew, source)) {
            crew.copy(
                    crew.elements(source),
                    crew.offset(source) + crew.index() * call.count,
                    call.receive,
                    call.receiveAt(source),
                    call.count);
        }
        crew.close();
    }

    static void allToAllV(Crew crew, Call call) {
        crew.showCounts(call.sendCounts, call.sendDisplacements);
        crew.open(call.send, call.sendOffset, 0, false);
        for (int source = 0; source < crew.size(); source++) {
            int sent = crew.counts(source)[crew.index()];
            if (sent != call.receiveCounts[source]) {
                throw crew.countsDiffer(source, call.receiveCounts[source], sent);
            }
        }
        for (int i = 0, source = crew.index(); i < crew.size(); i++, source = next(crew, source)) {
            crew.copy(
                    crew.elements(source),
                    crew.offset(source) + crew.displacements(source)[crew.index()],
                    call.receive,
                    call.receiveAt(source),
                    call.receiveCounts[source]);
        }
        crew.close();
    }

    /** Every rank begins with itself and goes round, so that not all read from one rank at a time. */
    private static int next(Crew crew, int source) {
        return source + 1 == crew.size() ? 0 : source + 1;
    }

    private static boolean areAllFew(Crew crew, Call call) {
        for (int source = 0; source < crew.size(); source++) {
            if (!crew.areFew(call.receiveCount(source))) {
                return false;
            }
        }
        return true;
    }
}
