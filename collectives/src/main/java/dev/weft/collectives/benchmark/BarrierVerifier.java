package dev.weft.collectives.benchmark;

import dev.weft.collectives.Communicator;
import java.util.concurrent.locks.LockSupport;

/**
 * No rank leaves a barrier before the last has come. The ranks take turns in coming late; afterwards they show each
 * other by the clock of their host when they came.
 */
record BarrierVerifier() implements Verifier {
    private static final int ROUNDS = 8;
    private static final long LATE_NANOS = 2_000_000;

    @Override
    public Checked check(Kernel kernel, Communicator communicator, int bytes) {
        int rank = communicator.rank();
        int ranks = communicator.size();
        var areas = Areas.of(kernel, bytes, rank, ranks, (r, i) -> 0);
        var came = new long[ranks];
        Checked all = Checked.NOTHING;
        for (int round = 0; round < ROUNDS; round++) {
            if (round % ranks == rank) {
                LockSupport.parkNanos(LATE_NANOS);
            }
            long own = System.nanoTime();
            kernel.call().on(communicator, areas);
            long left = System.nanoTime();
            communicator.allGather(new long[] {own}, 0, 1, came, 0);
            all = all.and(compare(kernel, rank, left, came));
        }
        return all;
    }

    private static Checked compare(Kernel kernel, int rank, long left, long[] came) {
        long mismatches = 0;
        String first = "";
        for (int other = 0; other < came.length; other++) {
            if (left - came[other] < 0) {
                mismatches++;
                first = "%s on rank %d of %d: it left %d ns before rank %d came"
                        .formatted(kernel.name(), rank, came.length, came[other] - left, other);
            }
        }
        return new Checked(came.length, mismatches, first);
    }
}
