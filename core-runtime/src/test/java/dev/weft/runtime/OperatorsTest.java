package dev.weft.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.collectives.Op;
import dev.weft.runtime.JobReport.RankReport;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs of several operators, in one JVM. */
@Timeout(20)
final class OperatorsTest {
    /** Squares what it is sent, until it is sent a negative number. */
    private static final Program SQUARER = rank -> {
        Operator asker = rank.operator("asker");
        var number = new long[1];
        long squared = 0;
        for (int next = 0; next < asker.count(); next++) {
            for (asker.receive(number, 0, 1, next, 5); number[0] >= 0; asker.receive(number, 0, 1, next, 5)) {
                number[0] *= number[0];
                asker.send(number, 0, 1, next, 6);
                squared++;
            }
        }
        rank.result("squared", rank.communicator().allReduce(squared, Op.SUM));
    };

    private static Program asker(int numbers) {
        return rank -> {
            Operator squarer = rank.operator("squarer");
            long sum = 0;
            var number = new long[1];
            for (int other = 0; other < squarer.count(); other++) {
                for (int i = 0; i < numbers; i++) {
                    number[0] = 10L * rank.number() + i;
                    squarer.send(number, 0, 1, other, 5);
                    assertThat(squarer.receive(number, 0, 1, other, 6)).isEqualTo(1);
                    sum += number[0];
                }
                number[0] = -1;
                squarer.send(number, 0, 1, other, 5);
            }
            rank.result("sum", rank.communicator().allReduce(sum, Op.SUM));
        };
    }

    private static JobSpec twoOperators() {
        return JobSpec.of("asker", () -> asker(3))
                .ranks(2)
                .and(JobSpec.of("squarer", () -> SQUARER).ranks(3).args(Map.of("x", 1)));
    }

    @Test
    void theyReachEachOtherAndBothGiveResults() {
        try (Weft weft = Weft.local()) {
            JobResult result = weft.run(twoOperators()).result();
            assertThat(result.scalars())
                    .containsEntry("sum", 3L * (0 + 1 + 4 + 100 + 121 + 144))
                    .containsEntry("squarer.squared", 18L);
            assertThat(result.report().ranks()).extracting(RankReport::rank).containsExactly(0, 1, 0, 1, 2);
        }
    }

    @Test
    void anOperatorThatIsNotThereIsNamedWithThoseThatAre() {
        JobSpec job = JobSpec.of("one", () -> rank -> rank.operator("three"))
                .and(JobSpec.of("two", () -> rank -> rank.communicator().barrier()));
        try (Weft weft = Weft.local()) {
            assertThatThrownBy(weft.run(job)::result)
                    .cause()
                    .isInstanceOf(UsageException.class)
                    .hasMessage("this job has no operator \"three\", only one, two");
        }
    }

    @Test
    void aFailureOfOneEndsTheOther() {
        JobSpec job = JobSpec.of("waits", () -> rank -> rank.operator("fails").receive(new long[1], 0, 1, 0, 0))
                .and(JobSpec.of("fails", () -> rank -> {
                    throw new IllegalStateException("on purpose");
                }));
        try (Weft weft = Weft.local()) {
            assertThatThrownBy(weft.run(job)::result)
                    .hasMessageContaining("fails failed on rank 0")
                    .cause()
                    .hasMessage("on purpose");
        }
    }

    @Test
    void aRankThatTheOtherHasNotIsRefused() {
        JobSpec job = JobSpec.of("one", () -> rank -> rank.operator("two").send(new long[1], 0, 1, 2, 0))
                .and(JobSpec.of("two", () -> rank -> {}).ranks(2));
        try (Weft weft = Weft.local()) {
            assertThatThrownBy(weft.run(job)::result).cause().hasMessageContaining("destination=2");
        }
    }

    @Test
    void operatorsNeedNamesOfTheirOwn() {
        assertThatThrownBy(() -> JobSpec.of("a", () -> rank -> {}).and(JobSpec.of("a", () -> rank -> {})))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("a name of its own");
    }
}
