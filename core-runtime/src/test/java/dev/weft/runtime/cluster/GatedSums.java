package dev.weft.runtime.cluster;

import dev.weft.collectives.Op;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** Twelve sums in twelve steps; then the ranks wait together until a file is there, so that a test says how long the job lasts. */
final class GatedSums implements Program {
    static final int STEPS = 12;

    static JobSpec spec(int ranks, Path gate) {
        return JobSpec.of("sums", GatedSums::new).ranks(ranks).threads(1).arg("gate", gate.toString());
    }

    /** What every rank computes, in the order in which each allReduce adds. */
    static double expected(int ranks) {
        double sum = 0;
        for (int step = 0; step < STEPS; step++) {
            double ofStep = term(0, step);
            for (int rank = 1; rank < ranks; rank++) {
                ofStep += term(rank, step);
            }
            sum += ofStep;
        }
        return sum;
    }

    static double term(int rank, long step) {
        return 1.0 / (1 + rank + 3 * step);
    }

    @Override
    public void run(Rank rank) {
        double sum = 0;
        for (long step : rank.steps(STEPS)) {
            LockSupport.parkNanos(5_000_000);
            sum += rank.communicator().allReduce(term(rank.number(), step), Op.SUM);
        }
        Path gate = Path.of(rank.arg("gate", ""));
        while (rank.communicator().allReduce(Files.exists(gate) ? 1L : 0L, Op.MAX) == 0) {
            LockSupport.parkNanos(20_000_000);
        }
        rank.result("sum", sum);
    }
}
