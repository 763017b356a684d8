package user.program;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.weft.collectives.AtMeeting;
import dev.weft.collectives.Communicator;
import dev.weft.collectives.DeadlockException;
import dev.weft.collectives.Meeting;
import dev.weft.collectives.RankThreads;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * Ranks that wait for each other's messages in a circle, which is found after some seconds; so all stand at once. In a
 * package of its own, as a user's program is.
 */
@ParameterizedClass
@EnumSource(Meeting.class)
@Timeout(60)
class CircleTest extends AtMeeting {
    private static final long SOON_NANOS = 10_000_000_000L;
    private static final long PATIENT_SECONDS = 4;

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.weft.collectives.CycleDesk");
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            warnings.add(event.getFormattedMessage());
        }
    };

    CircleTest(Meeting meeting) {
        super(meeting);
    }

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
    void circles_are_named_and_long_waits_are_none() {
        long start = System.nanoTime();
        RankThreads receives = RankThreads.start(3, CircleTest::receivesFromTheNext);
        RankThreads sends = RankThreads.start(
                CircleTest::receivesFromTheNext,
                c -> c.send(new long[300_000], 0, 300_000, 2, 8),
                c -> c.ireceive(new int[2], 0, 2, 0, 9).await());
        RankThreads tail = RankThreads.start(
                CircleTest::receivesFromTheNext,
                c -> c.receive(new int[4], 0, 4, 2, 7),
                c -> c.receive(new int[4], 0, 4, 1, 7));
        RankThreads patient = startPatient();

        String text = ended(receives, 3, start);
        assertThat(text).startsWith("ranks 0, 1 and 2 wait for each other in a circle: rank 0 in ");
        for (int rank = 0; rank < 3; rank++) {
            assertThat(text)
                    .containsPattern("rank %d in receive\\(int\\[4\\], source=%d, tag=7\\) at \\S+CircleTest\\S+"
                            .formatted(rank, (rank + 1) % 3));
        }
        assertThat(ended(sends, 3, start))
                .startsWith("ranks 0, 1 and 2 wait for each other in a circle")
                .contains("rank 0 in receive(int[4], source=1, tag=7) at ")
                .contains("rank 1 in send(long[300000], destination=2, tag=8) at ")
                .contains("rank 2 in receive(int[2], source=0, tag=9) at ");
        assertThat(ended(tail, 3, start))
                .startsWith("ranks 1 and 2 wait for each other in a circle")
                .doesNotContain("rank 0");
        patient.join();
        assertThat(warnings).hasSize(3).doesNotHaveDuplicates();
    }

    private static void receivesFromTheNext(Communicator c) {
        c.receive(new int[4], 0, 4, (c.rank() + 1) % c.size(), 7);
    }

    /** Rank 0 waits for rank 1, which waits for rank 2, which comes late. */
    private static RankThreads startPatient() {
        var never = new CountDownLatch(1);
        return RankThreads.start(
                c -> c.receive(new int[1], 0, 1, 1, 1),
                c -> {
                    c.receive(new int[1], 0, 1, 2, 1);
                    c.send(new int[1], 0, 1, 0, 1);
                    c.send(new int[1], 0, 1, 2, 1);
                },
                c -> {
                    assertThat(never.await(PATIENT_SECONDS, TimeUnit.SECONDS)).isFalse();
                    c.send(new int[1], 0, 1, 1, 1);
                    c.receive(new int[1], 0, 1, 1, 1);
                });
    }

    /** The one text by which all have ended. */
    private static String ended(RankThreads ranks, int size, long start) {
        List<String> texts = ranks.outcomes().stream()
                .map(outcome -> outcome.orElseThrow())
                .peek(outcome -> assertThat(outcome).isInstanceOf(DeadlockException.class))
                .map(Throwable::getMessage)
                .toList();
        assertThat(System.nanoTime() - start).isLessThan(SOON_NANOS);
        assertThat(texts).hasSize(size).containsOnly(texts.getFirst());
        return texts.getFirst();
    }
}
