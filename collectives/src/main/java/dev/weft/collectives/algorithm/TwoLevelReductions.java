package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/**
 * Calls on two levels that combine elements.
 *
 * <pre>
 *   any order will do   the ranks of each worker fold, share by share, into their leader's array; the leaders combine
 *   in rank order       the leaders pass a total from worker to worker, to which the ranks of each fold their elements
 *                       in turn; the last has the result and gives it to the others
 * </pre>
 *
 * Then all copy from their leader (allReduce), or the root has the result (reduce).
 */
final class TwoLevelReductions {
    private TwoLevelReductions() {}

    static void reduce(Party party, Algorithm leaders, Call call) {
        boolean exact = call.op.isExact(call.type);
        if (call.operation == Operation.ALL_REDUCE) {
            if (exact) {
                combine(party, call, 0, call.receive, call.receiveOffset, false);
                if (party.crew().index() == 0) {
                    int me = party.crew().rank(0);
                    leaders.run(party.leaders(me), TwoLevelCalls.leadersCall(party, call, Operation.ALL_REDUCE));
                }
            } else {
                chain(party, call, 0, call.receive, call.receiveOffset);
            }
            SharedMoves.broadcast(party.crew(), call, 0);
            return;
        }
        int leader = TwoLevelCalls.leaderIndex(party, call.root);
        Crew crew = party.crew();
        boolean leads = crew.index() == leader;
        boolean isRoot = crew.rank(crew.index()) == call.root;
        Object total = isRoot ? call.receive : leads ? crew.scratch(2, call.count) : TwoLevelCalls.nothing();
        int offset = isRoot ? call.receiveOffset : 0;
        if (!exact) {
            chain(party, call, leader, total, offset);
            return;
        }
        combine(party, call, leader, total, offset, false);
        if (leads) {
            Call among = TwoLevelCalls.leadersCall(party, call, Operation.REDUCE);
            among.receive = total;
            among.receiveOffset = offset;
            leaders.run(party.leaders(call.root), among);
        }
    }

    static void reduceScatter(Party party, Algorithm leaders, Call call) {
        Crew crew = party.crew();
        boolean leads = crew.index() == 0;
        int all = Math.multiplyExact(party.wire().size(), call.count);
        Object total = leads ? crew.scratch(2, all) : TwoLevelCalls.nothing();
        int worker = crew.size() * call.count;
        Object blocks = leads ? crew.scratch(3, worker) : TwoLevelCalls.nothing();
        crew.showSecond(total, 0);
        crew.open(call.send, call.sendOffset, 0, false);
        foldShare(crew, call, all, 0, false);
        crew.close();
        if (leads) {
            Call among = TwoLevelCalls.leadersCall(party, call, Operation.REDUCE_SCATTER);
            among.send = total;
            among.sendOffset = 0;
            among.receive = blocks;
            among.receiveOffset = 0;
            TwoLevelMoves.workerBlocks(party, call.count, among);
            among.count = worker;
            leaders.run(party.leaders(crew.rank(0)), among);
        }
        crew.open(blocks, 0, 0, false);
        crew.copy(
                crew.elements(0),
                crew.offset(0) + crew.index() * call.count,
                call.receive,
                call.receiveOffset,
                call.count);
        crew.close();
    }

    /** Folds the elements of the worker's ranks into the leader's {@code total}, behind what it has if it has some. */
    private static void combine(Party party, Call call, int leader, Object total, int offset, boolean behind) {
        Crew crew = party.crew();
        crew.showSecond(total, offset);
        crew.open(call.receive, call.receiveOffset, 0, false);
        foldShare(crew, call, call.count, leader, behind);
        crew.close();
    }

    private static void foldShare(Crew crew, Call call, int count, int leader, boolean behind) {
        int longest = call.type.countIn(Folding.BLOCK_BYTES);
        Object total = crew.scratch(0, longest);
        int end = crew.shareStart(crew.index() + 1, count);
        for (int first = crew.shareStart(crew.index(), count); first < end; ) {
            int length = Math.min(longest, end - first);
            int target = crew.secondOffset(leader) + first;
            if (behind) {
                crew.copy(crew.second(leader), target, total, 0, length);
                crew.fold(total, 0, crew.elements(0), crew.offset(0) + first, length);
            } else {
                crew.copy(crew.elements(0), crew.offset(0) + first, total, 0, length);
            }
            for (int source = 1; source < crew.size(); source++) {
                crew.fold(total, 0, crew.elements(source), crew.offset(source) + first, length);
            }
            crew.copy(total, 0, crew.second(leader), target, length);
            first += length;
        }
    }

    /** The total goes from worker to worker, then from the last back to the root, or to all leaders. */
    private static void chain(Party party, Call call, int leader, Object total, int offset) {
        Crew crew = party.crew();
        boolean leads = crew.index() == leader;
        int worker = party.worker();
        int last = party.workers() - 1;
        boolean toAll = call.operation == Operation.ALL_REDUCE;
        // The leader's own elements are among those that are folded: what comes from before may not lie on top.
        Object running = leads ? crew.scratch(3, call.count) : TwoLevelCalls.nothing();
        Wire wire = leads ? party.leaders(toAll ? crew.rank(leader) : call.root) : party.wire();
        if (leads && worker > 0) {
            wire.receive(worker - 1, running, 0, call.count);
        }
        combine(party, call, leader, running, 0, worker > 0);
        if (!leads) {
            return;
        }
        if (worker < last) {
            wire.send(worker + 1, running, 0, call.count);
        }
        if (toAll) {
            wire.copy(running, 0, total, offset, call.count);
            Call among = TwoLevelCalls.leadersCall(party, call, Operation.BROADCAST);
            among.root = last;
            Algorithms.of(Operation.BROADCAST).getFirst().run(wire, among);
            return;
        }
        int root = party.workerOf(call.root);
        if (worker == last && root != last) {
            wire.send(root, running, 0, call.count);
        } else if (worker == root) {
            if (root != last) {
                wire.receive(last, running, 0, call.count);
            }
            wire.copy(running, 0, total, offset, call.count);
        }
    }
}
