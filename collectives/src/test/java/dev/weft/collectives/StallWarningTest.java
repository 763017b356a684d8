package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Ranks that wait for each other in calls that never meet. */
class StallWarningTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(StallWatch.class);
    private final LinkedBlockingQueue<String> warnings = new LinkedBlockingQueue<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            warnings.add(event.getFormattedMessage());
        }
    };

    @BeforeEach
    void listen() {
        appender.start();
        logger.setAdditive(false);
        logger.addAppender(appender);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(appender);
        logger.setAdditive(true);
    }

    @Test
    void one_warning_tells_where_each_rank_stands() throws InterruptedException {
        var options = GroupOptions.forRanks(2).withStallWarning(Duration.ofMillis(100));
        var ranks = RankThreads.start(
                options,
                List.of(communicator -> communicator.receive(new double[4], 0, 4, 1, 3), Communicator::barrier));
        String warning = warnings.poll(20, TimeUnit.SECONDS);
        String second = warnings.poll(400, TimeUnit.MILLISECONDS);
        ranks.fence().raise(new Exception("seen"));
        ranks.outcomes();
        assertThat(warning)
                .contains("No rank has moved for 0.1 s")
                .contains("rank 0 waits in receive(double[4], source=1, tag=3) at ")
                .contains("rank 1 waits in barrier() at ");
        assertThat(second).as("a second warning").isNull();
    }

    @Test
    void a_rank_outside_of_any_call_is_told_too() throws InterruptedException {
        var options = GroupOptions.forRanks(2).withStallWarning(Duration.ofMillis(100));
        var end = new CountDownLatch(1);
        var ranks = RankThreads.start(options, List.of(Communicator::barrier, communicator -> {
            end.await();
            communicator.barrier();
        }));
        assertThat(warnings.poll(20, TimeUnit.SECONDS))
                .contains("rank 0 waits in barrier()")
                .contains("rank 1 is outside of any call");
        end.countDown();
        ranks.join();
    }
}
