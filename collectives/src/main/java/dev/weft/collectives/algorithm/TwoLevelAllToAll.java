package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/**
 * AllToAll on two levels: the ranks of a worker put their blocks into their leader's array, by destination; the leaders
 * exchange one message for each pair of workers; every rank takes its blocks out.
 *
 * <pre>
 *   worker 0: ranks 0, 1    worker 1: rank 2
 *   leader 0's array        to worker 0: 0→0 0→1 1→0 1→1    to worker 1: 0→2 1→2
 * </pre>
 */
final class TwoLevelAllToAll {
    private TwoLevelAllToAll() {}

    static void run(Party party, Algorithm leaders, Call call) {
        Crew crew = party.crew();
        boolean leads = crew.index() == 0;
        int size = party.wire().size();
        int all = Math.multiplyExact(crew.size() * size, call.count);
        Object out = leads ? crew.scratch(2, all) : TwoLevelCalls.nothing();
        Object in = leads ? crew.scratch(3, all) : TwoLevelCalls.nothing();
        crew.showSecond(in, 0);
        crew.open(out, 0, 0, false);
        pack(party, call);
        crew.close();
        if (leads) {
            leaders.run(party.leaders(crew.rank(0)), among(party, call, out, in));
        }
        crew.showSecond(in, 0);
        crew.open(out, 0, 0, false);
        unpack(party, call);
        crew.close();
    }

    private static void pack(Party party, Call call) {
        Crew crew = party.crew();
        int at = 0;
        for (int worker = 0; worker < party.workers(); worker++) {
            int ranks = party.ranksOf(worker);
            int mine = at + crew.index() * ranks * call.count;
            int from = call.sendAt(party.firstRank(worker));
            crew.copy(call.send, from, crew.elements(0), crew.offset(0) + mine, ranks * call.count);
            at += crew.size() * ranks * call.count;
        }
    }

    private static Call among(Party party, Call call, Object out, Object in) {
        Call among = TwoLevelCalls.leadersCall(party, call, Operation.ALL_TO_ALL_V);
        int[] counts = party.workerCounts();
        int[] displacements = party.workerDisplacements();
        int mine = party.ranksOf(party.worker());
        for (int worker = 0; worker < party.workers(); worker++) {
            counts[worker] = mine * party.ranksOf(worker) * call.count;
            displacements[worker] = mine * party.firstRank(worker) * call.count;
        }
        among.send = out;
        among.sendOffset = 0;
        among.receive = in;
        among.receiveOffset = 0;
        among.sendCounts = counts;
        among.receiveCounts = counts;
        among.sendDisplacements = displacements;
        among.receiveDisplacements = displacements;
        return among;
    }

    private static void unpack(Party party, Call call) {
        Crew crew = party.crew();
        int at = 0;
        for (int worker = 0; worker < party.workers(); worker++) {
            for (int source = 0; source < party.ranksOf(worker); source++) {
                int block = at + (source * crew.size() + crew.index()) * call.count;
                crew.copy(
                        crew.second(0),
                        crew.secondOffset(0) + block,
                        call.receive,
                        call.receiveAt(party.firstRank(worker) + source),
                        call.count);
            }
            at += crew.size() * party.ranksOf(worker) * call.count;
        }
    }
}
