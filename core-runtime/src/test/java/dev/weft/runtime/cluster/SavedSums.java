package dev.weft.runtime.cluster;

import dev.weft.collectives.Op;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/** As {@link GatedSums}, with the sums saved, in an array so large that a save takes a while. */
final class SavedSums implements Program {
    private static final int ELEMENTS = 4 << 20;

    static JobSpec spec(int ranks, Path gate) {
        return JobSpec.of("sums", SavedSums::new).ranks(ranks).threads(1).arg("gate", gate.toString());
    }

    @Override
    public void run(Rank rank) {
        var sums = new double[ELEMENTS];
        for (long step : rank.steps(GatedSums.STEPS).saving("sums", sums)) {
            LockSupport.parkNanos(5_000_000);
            double sum = sums[0] + rank.communicator().allReduce(GatedSums.term(rank.number(), step), Op.SUM);
            Arrays.setAll(sums, i -> i == 0 ? sum : Math.sqrt(i * sum));
        }
        Path gate = Path.of(rank.arg("gate", ""));
        while (rank.communicator().allReduce(Files.exists(gate) ? 1L : 0L, Op.MAX) == 0) {
            LockSupport.parkNanos(20_000_000);
        }
        rank.result("sum", sums[0]);
    }
}
