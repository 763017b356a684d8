package user.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.collectives.AtMeeting;
import dev.weft.collectives.CollectiveMismatchException;
import dev.weft.collectives.Meeting;
import dev.weft.collectives.Op;
import dev.weft.collectives.RankThreads;
import dev.weft.collectives.RankThreads.Program;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A rank ends its program while others still count on it. {@link RankThreads} lets a rank leave as soon as its program
 * returns.
 */
@ParameterizedClass
@EnumSource(Meeting.class)
class LeaveTest extends AtMeeting {
    LeaveTest(Meeting meeting) {
        super(meeting);
    }

    @Test
    void a_collective_call_without_the_one_who_left() {
        assertThat(outcome(c -> c.barrier(), c -> {}))
                .contains("rank 0 calls barrier() at user.program.LeaveTest")
                .contains("rank 1 has ended its program: all ranks have to make the same calls");
    }

    @Test
    void a_call_more_than_the_others_make() {
        Program two = c -> {
            c.allReduce(1L, Op.SUM);
            c.allReduce(2L, Op.SUM);
        };
        assertThat(outcome(two, c -> c.allReduce(1L, Op.SUM)))
                .contains(
                        "rank 0 calls allReduce(long, SUM) at user.program.LeaveTest", "rank 1 has ended its program");
    }

    @Test
    void a_rank_that_left_does_not_hide_behind_one_that_is_late() {
        var found = new CountDownLatch(1);
        Program waiting = c -> {
            try {
                c.barrier();
            } finally {
                found.countDown();
            }
        };
        assertThat(outcome(waiting, c -> found.await(), c -> {})).contains("rank 2 has ended its program");
    }

    @Test
    void a_receive_from_the_one_who_left() {
        assertThat(outcome(c -> c.receive(new int[3], 0, 3, 1, 4), c -> {}))
                .contains("rank 0 calls receive(int[3], source=1, tag=4) at user.program.LeaveTest")
                .contains("rank 1 has ended its program");
    }

    @Test
    void a_long_send_to_the_one_who_left() {
        assertThat(outcome(c -> c.send(new long[100_000], 0, 100_000, 1, 4), c -> {}))
                .contains("rank 0 calls send(long[100000], destination=1, tag=4) at user.program.LeaveTest")
                .contains("rank 1 has ended its program");
    }

    @Test
    void what_was_sent_before_leaving_arrives() {
        var left = new CountDownLatch(1);
        var ranks = RankThreads.start(
                c -> {
                    left.await();
                    assertThat(c.receive(new int[3], 0, 3, 1, 4)).isEqualTo(2);
                },
                c -> c.send(new int[2], 0, 2, 0, 4));
        awaitEnd(ranks.thread(1));
        left.countDown();
        ranks.join();
    }

    private static void awaitEnd(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** How rank 0 ended. */
    private static String outcome(Program... programs) {
        Throwable outcome = RankThreads.start(programs).outcomes().getFirst().orElseThrow();
        assertThat(outcome).isInstanceOf(CollectiveMismatchException.class);
        return outcome.getMessage();
    }
}
