package dev.weft.runtime.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.rank.Attempt;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** The long waits of a job, with a clock that the test moves on. */
@Timeout(30)
final class AttemptActorTest {
    private static final Duration TICK = Duration.ofSeconds(1);

    private final ActorTestKit testKit = ActorTestKit.create(ManualTime.config());
    private final ManualTime clock = ManualTime.get(testKit.system());
    private final CompletableFuture<AttemptOutcome> outcome = new CompletableFuture<>();
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch busy = new CountDownLatch(1);

    @AfterEach
    void close() {
        released.countDown();
        testKit.shutdownTestKit();
    }

    private ActorRef<AttemptCommand> start(Program program) {
        var attempt = Attempt.local("j", JobSpec.of("p", () -> program).ranks(2).threads(1), System::nanoTime);
        return testKit.spawn(AttemptActor.create(List.of(attempt), Patience.Timings.DEFAULT, outcome::complete));
    }

    /** Lets the clock go on until it is so; what the clock showed then. */
    private Duration passUntil(BooleanSupplier condition) {
        Duration passed = Duration.ZERO;
        while (!condition.getAsBoolean()) {
            clock.timePasses(TICK);
            passed = passed.plus(TICK);
        }
        return passed;
    }

    private void computeOn() {
        busy.countDown();
        boolean done = false;
        while (!done) {
            try {
                released.await();
                done = true;
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        }
    }

    private void failBesideOneThatComputesOn(int rank) throws InterruptedException {
        if (rank == 0) {
            computeOn();
        } else {
            busy.await();
            throw new IllegalStateException("boom");
        }
    }

    @Test
    void aPeerThatComputesOnIsInterruptedAfter10SecondsAndLeftAfter15() throws Exception {
        start(rank -> failBesideOneThatComputesOn(rank.number()));

        Duration untilInterrupt = passUntil(() -> interrupted.getCount() == 0);
        Duration untilEnd = untilInterrupt.plus(passUntil(outcome::isDone));

        assertThat(untilInterrupt).isGreaterThanOrEqualTo(Duration.ofSeconds(10));
        assertThat(untilEnd).isGreaterThanOrEqualTo(Duration.ofSeconds(15));
        assertThat(outcome.join())
                .isInstanceOfSatisfying(
                        AttemptOutcome.Failed.class,
                        failed -> assertThat(failed.failure().cause()).hasMessage("boom"));
    }

    @Test
    void aPeerThatHeedsTheInterruptEndsTheJobThen() throws Exception {
        start(rank -> {
            if (rank.number() == 0) {
                released.await();
            } else {
                throw new IllegalStateException("boom");
            }
        });

        assertThat(passUntil(outcome::isDone)).isGreaterThanOrEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void cancellingGoesFasterAndTellsWhomItLeaves() throws Exception {
        var log = listenTo(RankActor.class);
        ActorRef<AttemptCommand> job = start(rank -> computeOn());
        busy.await();

        job.tell(new AttemptCommand.Happened(new AttemptEvent.CancelAsked()));
        passUntil(() -> interrupted.getCount() == 0);
        passUntil(outcome::isDone);

        assertThat(outcome.join()).isEqualTo(new AttemptOutcome.Cancelled());
        assertThat(log.list)
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.getLevel()).isEqualTo(Level.WARN))
                .extracting(ILoggingEvent::getFormattedMessage)
                .allSatisfy(
                        text -> assertThat(text)
                                .matches(
                                        "weft-j-rank-[01] computes on after the end of its job, at \\S+\\(.+\\), called at .+: it is left alone.*"));
        ((Logger) LoggerFactory.getLogger(RankActor.class)).detachAppender(log);
    }

    @Test
    void whoeverEndsInTimeIsNotWaitedFor() throws Exception {
        start(rank -> {
            if (rank.number() == 1) {
                throw new IllegalStateException("boom");
            }
            rank.communicator().barrier();
        });

        assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(AttemptOutcome.Failed.class);
    }

    private static ListAppender<ILoggingEvent> listenTo(Class<?> type) {
        var appender = new ListAppender<ILoggingEvent>();
        appender.start();
        var logger = (Logger) LoggerFactory.getLogger(type);
        logger.addAppender(appender);
        return appender;
    }
}
