package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/**
 * Scan and exscan on two levels, in ascending rank order: leaders pass the total of all lower workers on; within a
 * worker each rank makes, for its share of the elements, the results of all ranks, beginning with that total.
 */
final class TwoLevelScan {
    private TwoLevelScan() {}

    static void run(Party party, Call call) {
        Crew crew = party.crew();
        boolean leads = crew.index() == 0;
        int worker = party.worker();
        Object running = leads ? crew.scratch(2, call.count) : TwoLevelCalls.nothing();
        if (leads && worker > 0) {
            party.leaders(crew.rank(0)).receive(worker - 1, running, 0, call.count);
        }
        crew.showSecond(running, 0);
        crew.open(call.receive, call.receiveOffset, 0, false);
        scanShare(crew, call, worker > 0);
        crew.close();
        if (leads && worker < party.workers() - 1) {
            party.leaders(crew.rank(0)).send(worker + 1, running, 0, call.count);
        }
    }

    /** Leaves the total of all ranks up to this worker's last in the leader's second array. */
    private static void scanShare(Crew crew, Call call, boolean behind) {
        boolean inclusive = call.operation == Operation.SCAN;
        int longest = call.type.countIn(Folding.BLOCK_BYTES);
        Object total = crew.scratch(0, longest);
        Object part = crew.scratch(1, longest);
        int end = crew.shareStart(crew.index() + 1, call.count);
        for (int first = crew.shareStart(crew.index(), call.count); first < end; ) {
            int length = Math.min(longest, end - first);
            int running = crew.secondOffset(0) + first;
            if (behind) {
                crew.copy(crew.second(0), running, total, 0, length);
            }
            for (int target = 0; target < crew.size(); target++) {
                boolean isFirst = target == 0 && !behind;
                int at = crew.offset(target) + first;
                crew.copy(crew.elements(target), at, part, 0, length);
                if (!inclusive && !isFirst) {
                    crew.copy(total, 0, crew.elements(target), at, length);
                }
                if (isFirst) {
                    crew.copy(part, 0, total, 0, length);
                } else {
                    crew.fold(total, 0, part, 0, length);
                    if (inclusive) {
                        crew.copy(total, 0, crew.elements(target), at, length);
                    }
                }
            }
            crew.copy(total, 0, crew.second(0), running, length);
            first += length;
        }
    }
}
