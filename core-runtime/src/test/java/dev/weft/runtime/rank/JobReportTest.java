package dev.weft.runtime.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weft.collectives.Op;
import dev.weft.runtime.JobReport;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.LoadedSizes;
import dev.weft.runtime.Program;
import dev.weft.runtime.testing.ThreadRanks;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class JobReportTest {
    private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);

    private void pass(long seconds) {
        nanos.addAndGet(seconds * 1_000_000_000L);
    }

    private JobReport report(Program program) throws InterruptedException {
        var attempt = Attempt.local("j", JobSpec.of("p", () -> program), nanos::get);
        Thread thread = attempt.ranks().getFirst().newThread(end -> {});
        thread.start();
        thread.join();
        assertThat(attempt.fence().cause()).isNull();
        return AttemptResult.of(List.of(attempt.share())).report();
    }

    @Test
    void loadingEndsWhereTheProgramSaysSo() throws InterruptedException {
        JobReport report = report(rank -> {
            pass(3);
            rank.loaded(new LoadedSizes(100, 400, 60, 250, 0));
            pass(1);
            for (long step : rank.steps(3)) {
                pass(step == 0 ? 10 : 1);
            }
            pass(2);
        });

        assertThat(report.loadSeconds()).isEqualTo(3);
        assertThat(report.runSeconds()).isEqualTo(15);
        assertThat(report.firstStepSeconds()).isEqualTo(10);
        assertThat(report.supersteps()).isEqualTo(3);
        assertThat(report.vertices()).isEqualTo(100);
        assertThat(report.edges()).isEqualTo(400);
        assertThat(report.ranks()).singleElement().satisfies(rank -> {
            assertThat(rank.pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(rank.vertices()).isEqualTo(60);
            assertThat(rank.edges()).isEqualTo(250);
            assertThat(rank.computeSeconds() + rank.exchangeSeconds() + rank.waitSeconds())
                    .isCloseTo(15, within(1e-9));
        });
    }

    @Test
    void whatIsLoadedLaterIsWork() throws InterruptedException {
        JobReport report = report(rank -> {
            pass(3);
            rank.loaded(new LoadedSizes(100, 400, 60, 250, 0));
            pass(5);
            rank.loaded(new LoadedSizes(10, 40, 6, 25, 0));
            pass(1);
        });

        assertThat(report.loadSeconds()).isEqualTo(3);
        assertThat(report.runSeconds()).isEqualTo(6);
        assertThat(report.vertices()).isEqualTo(100);
    }

    @Test
    void withoutThatWordEverythingIsRunTime() throws InterruptedException {
        JobReport report = report(rank -> pass(4));

        assertThat(report.loadSeconds()).isZero();
        assertThat(report.runSeconds()).isEqualTo(4);
        assertThat(report.firstStepSeconds()).isZero();
        assertThat(report.supersteps()).isZero();
    }

    @Test
    void aFirstStepLastsUntilTheLoopIsLeft() throws InterruptedException {
        JobReport report = report(rank -> {
            for (long _ : rank.steps()) {
                pass(6);
                break;
            }
        });

        assertThat(report.firstStepSeconds()).isEqualTo(6);
    }

    @Test
    void countsBytesAndSharesTheTimeOut() {
        JobReport report = ThreadRanks.run(2, 1, () -> rank -> {
                    rank.loaded(new LoadedSizes(0, 0, 0, 0, 0));
                    double[] data = new double[100_000];
                    for (long _ : rank.steps(5)) {
                        rank.communicator().allReduce(data, 0, data.length, Op.SUM);
                    }
                })
                .report();

        assertThat(report.bytesByTransport().get("memory")).isPositive();
        assertThat(report.ranks()).hasSize(2).allSatisfy(rank -> {
            assertThat(rank.exchangeSeconds()).isPositive();
            assertThat(rank.computeSeconds()).isNotNegative();
            assertThat(rank.waitSeconds()).isNotNegative();
            assertThat(rank.computeSeconds() + rank.exchangeSeconds() + rank.waitSeconds())
                    .isLessThanOrEqualTo(report.loadSeconds() + report.runSeconds() + 1e-9);
        });
    }
}
