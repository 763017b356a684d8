package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/**
 * Calls on two levels that move elements as they are.
 *
 * <pre>
 *   broadcast    the root to the other workers' leaders; then the ranks of each worker copy from their leader's array
 *   gather       the ranks of each worker write into their leader's array; the leaders send to the root
 *   scatter      the root sends each leader its worker's blocks, where each rank takes its own
 *   allGather    as gather, into the leader's receive array; the leaders exchange; all copy from their leader
 * </pre>
 */
final class TwoLevelMoves {
    private TwoLevelMoves() {}

    static void broadcast(Party party, Algorithm leaders, Call call) {
        Crew crew = party.crew();
        int leader = TwoLevelCalls.leaderIndex(party, call.root);
        if (crew.index() == leader) {
            leaders.run(party.leaders(call.root), TwoLevelCalls.leadersCall(party, call, Operation.BROADCAST));
        }
        SharedMoves.broadcast(crew, call, leader);
    }

    static void gather(Party party, Algorithm leaders, Call call) {
        Crew crew = party.crew();
        int leader = TwoLevelCalls.leaderIndex(party, call.root);
        boolean leads = crew.index() == leader;
        boolean isRoot = crew.rank(crew.index()) == call.root;
        int first = party.firstRank(party.worker());
        Object blocks = call.receive;
        int offset = isRoot ? call.receiveOffset + first * call.count : 0;
        if (leads && !isRoot) {
            blocks = crew.scratch(2, crew.size() * call.count);
        }
        crew.open(leads ? blocks : TwoLevelCalls.nothing(), leads ? offset : 0, 0, false);
        int mine = crew.offset(leader) + crew.index() * call.count;
        if (!isRoot || !call.isInPlace(call.sendOffset, mine)) {
            crew.copy(call.send, call.sendOffset, crew.elements(leader), mine, call.count);
        }
        crew.close();
        if (leads) {
            Call among = TwoLevelCalls.leadersCall(party, call, Operation.GATHER_V);
            among.send = blocks;
            among.sendOffset = offset;
            among.count = crew.size() * call.count;
            workerBlocks(party, call.count, among);
            leaders.run(party.leaders(call.root), among);
        }
    }

    static void scatter(Party party, Algorithm leaders, Call call) {
        Crew crew = party.crew();
        int leader = TwoLevelCalls.leaderIndex(party, call.root);
        boolean leads = crew.index() == leader;
        boolean isRoot = crew.rank(crew.index()) == call.root;
        int first = party.firstRank(party.worker());
        Object blocks = call.send;
        int offset = isRoot ? call.sendOffset + first * call.count : 0;
        if (leads) {
            Call among = TwoLevelCalls.leadersCall(party, call, Operation.SCATTER_V);
            if (!isRoot) {
                blocks = crew.scratch(2, crew.size() * call.count);
            }
            among.receive = blocks;
            among.receiveOffset = offset;
            among.count = crew.size() * call.count;
            workerBlocks(party, call.count, among);
            leaders.run(party.leaders(call.root), among);
        }
        crew.open(leads ? blocks : TwoLevelCalls.nothing(), leads ? offset : 0, 0, false);
        int mine = crew.offset(leader) + crew.index() * call.count;
        if (!isRoot || !call.isInPlace(mine, call.receiveOffset)) {
            crew.copy(crew.elements(leader), mine, call.receive, call.receiveOffset, call.count);
        }
        crew.close();
    }

    static void allGather(Party party, Algorithm leaders, Call call) {
        Crew crew = party.crew();
        boolean leads = crew.index() == 0;
        int mine = crew.rank(crew.index());
        crew.open(call.receive, call.receiveOffset, 0, false);
        if (!leads || !call.isInPlace(call.sendOffset, call.receiveAt(mine))) {
            crew.copy(call.send, call.sendOffset, crew.elements(0), crew.offset(0) + mine * call.count, call.count);
        }
        crew.close();
        if (leads) {
            Call among = TwoLevelCalls.leadersCall(party, call, Operation.ALL_GATHER_V);
            among.send = call.receive;
            among.sendOffset = call.receiveOffset + party.firstRank(party.worker()) * call.count;
            workerBlocks(party, call.count, among);
            leaders.run(party.leaders(mine), among);
        }
        crew.open(call.receive, call.receiveOffset, 0, false);
        if (!leads) {
            int all = Math.multiplyExact(party.wire().size(), call.count);
            crew.copy(crew.elements(0), crew.offset(0), call.receive, call.receiveOffset, all);
        }
        crew.close();
    }

    /** The blocks of a worker's ranks, which lie one behind the other, as the worker's one block. */
    static void workerBlocks(Party party, int count, Call among) {
        int workers = party.workers();
        int[] counts = party.workerCounts();
        int[] displacements = party.workerDisplacements();
        for (int worker = 0; worker < workers; worker++) {
            counts[worker] = party.ranksOf(worker) * count;
            displacements[worker] = party.firstRank(worker) * count;
        }
        among.sendCounts = counts;
        among.receiveCounts = counts;
        among.sendDisplacements = displacements;
        among.receiveDisplacements = displacements;
    }
}
