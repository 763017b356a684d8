package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.collectives.Op;
import dev.weft.runtime.Fault;
import dev.weft.runtime.JobReport.Recovery;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Operator;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import dev.weft.runtime.Weft;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A job of two operators on two workers: each step the one sends numbers to the other, which sends back their sums so far. */
@Timeout(90)
class OperatorWorkersTest extends LeavesNothing {
    private static final int STEPS = 12;

    /** Gives a number to each rank of the other operator at each step, and adds up what comes back. */
    static final class Giver implements Program {
        @Override
        public void run(Rank rank) {
            Operator adder = rank.operator("adder");
            var cell = new double[1];
            double total = 0;
            for (long step : rank.steps(STEPS)) {
                for (int other = 0; other < adder.count(); other++) {
                    cell[0] = 0.1 * step + rank.number();
                    adder.send(cell, 0, 1, other, 1);
                    int _ = adder.receive(cell, 0, 1, other, 2);
                    total += cell[0];
                }
            }
            rank.result("total", rank.communicator().allReduce(total, Op.SUM));
        }
    }

    static final class Adder implements Program {
        @Override
        public void run(Rank rank) {
            Operator giver = rank.operator("giver");
            var cell = new double[1];
            double sum = 0;
            for (long _ : rank.steps(STEPS)) {
                for (int other = 0; other < giver.count(); other++) {
                    int _ = giver.receive(cell, 0, 1, other, 1);
                    sum += cell[0];
                    cell[0] = sum;
                    giver.send(cell, 0, 1, other, 2);
                }
            }
            rank.result("sum", rank.communicator().allReduce(sum, Op.SUM));
        }
    }

    private static JobSpec job() {
        return JobSpec.of("giver", Giver::new)
                .ranks(2)
                .and(JobSpec.of("adder", Adder::new).ranks(3));
    }

    @Test
    void theyGiveWhatTheyGiveInOneJvmAlsoWhereEachWorkerIsKilledOnce() {
        JobResult expected;
        try (Weft weft = Weft.local()) {
            expected = weft.run(job()).result();
        }
        assertThat(expected.scalars()).containsOnlyKeys("total", "adder.sum");

        List<Fault> faults = Stream.of("kill worker=0 at step=3", "kill worker=1 at step=7")
                .flatMap(fault -> Fault.parse(fault, 2).stream())
                .toList();
        try (Weft weft = Weft.cluster(Distribution.workers(2, folder).faults(faults))) {
            JobResult result = weft.run(job()).result();
            assertThat(result.scalars()).isEqualTo(expected.scalars());
            assertThat(result.report().recoveries())
                    .extracting(Recovery::evidence)
                    .containsExactly("exit", "exit");
        }
    }
}
