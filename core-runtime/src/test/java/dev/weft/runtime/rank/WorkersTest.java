package dev.weft.runtime.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weft.collectives.Op;
import dev.weft.collectives.Placement;
import dev.weft.runtime.Column;
import dev.weft.runtime.Ids;
import dev.weft.runtime.JobReport.RankReport;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.testing.ThreadRanks;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One attempt whose ranks belong to several workers. */
@Timeout(20)
final class WorkersTest {
    private static final Placement UNEVEN = Placement.of(2, 1, 3);

    private static JobResult run(Program program) {
        return ThreadRanks.run(
                JobSpec.of("test", () -> program).ranks(UNEVEN.ranks()).threads(1), UNEVEN);
    }

    @Test
    void everyRankKnowsItsPlace() {
        run(rank -> {
            assertThat(rank.placement()).isEqualTo(UNEVEN);
            assertThat(rank.worker()).isEqualTo(UNEVEN.worker(rank.number()));
            assertThat(rank.workerRanks()).isEqualTo(UNEVEN.ranks(rank.worker()));
            assertThat(rank.workerRank()).isEqualTo(rank.number() - UNEVEN.first(rank.worker()));
        });
    }

    @Test
    void leadersTalkAmongThemselves() {
        run(rank -> {
            if (rank.workerRank() == 0) {
                assertThat(rank.leaders().rank()).isEqualTo(rank.worker());
                assertThat(rank.leaders().allReduce(rank.number(), Op.SUM)).isEqualTo(0L + 2 + 3);
            } else {
                assertThatIllegalStateException().isThrownBy(rank::leaders).withMessageContaining("workerRank=");
            }
        });
    }

    @Test
    void eachWorkerSharesAnObjectOfItsOwn() {
        run(rank -> {
            AtomicInteger calls = rank.shared("calls", AtomicInteger::new);
            calls.incrementAndGet();
            rank.communicator().barrier();
            assertThat(calls.get()).isEqualTo(rank.workerRanks());
        });
    }

    @Test
    void whatWorkersKeptTheNextAttemptFinds() {
        var kept = ThreadRanks.newKept(UNEVEN);
        for (int attempt = 0; attempt < 2; attempt++) {
            int number = attempt;
            Program program = rank -> {
                assertThat(rank.kept().get("at").isPresent()).isEqualTo(number > 0);
                rank.communicator().barrier();
                rank.kept().put("at", rank.worker());
                assertThat(rank.kept().get("at")).isEqualTo(Optional.of(rank.worker()));
            };
            var spec = JobSpec.of("test", () -> program).ranks(UNEVEN.ranks()).threads(1);
            ThreadRanks.run(ThreadRanks.workers(spec, UNEVEN, kept, Optional.empty()));
        }
    }

    @Test
    void theirColumnsAreOneInOrderOfIds() {
        JobResult result = run(rank -> {
            if (rank.workerRank() == 0) {
                var ids = new Every(rank.worker(), UNEVEN.workers(), 4 - rank.worker());
                rank.result("worker", new Column.Longs(ids, filled(ids.size(), rank.worker())));
            }
            rank.result("sum", rank.communicator().allReduce(1L, Op.SUM));
        });

        assertThat(result.ids()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 9);
        assertThat(result.longs("worker")).containsExactly(0, 1, 2, 0, 1, 2, 0, 1, 0);
        assertThat(result.column("worker").ids().name(8)).isEqualTo("id 9");
        assertThat(result.scalars()).containsEntry("sum", 6L);
        assertThat(result.report().ranks()).extracting(RankReport::worker).isEqualTo(List.of(0, 0, 1, 2, 2, 2));
        assertThat(result.report().ranks()).extracting(RankReport::rank).isEqualTo(List.of(0, 1, 2, 3, 4, 5));
    }

    private static long[] filled(int length, long value) {
        var values = new long[length];
        java.util.Arrays.fill(values, value);
        return values;
    }

    /** first, first + step, … */
    private record Every(int first, int step, int size) implements Ids {
        @Override
        public long id(int index) {
            return first + (long) step * index;
        }

        @Override
        public String name(int index) {
            return "id " + id(index);
        }
    }
}
