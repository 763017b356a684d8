package user.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.collectives.AtMeeting;
import dev.weft.collectives.CollectiveMismatchException;
import dev.weft.collectives.Communicator;
import dev.weft.collectives.Meeting;
import dev.weft.collectives.Op;
import dev.weft.collectives.RankThreads;
import dev.weft.collectives.RankThreads.Program;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs whose ranks disagree about what they do together. In a package of its own, as a user's program is. */
@ParameterizedClass
@EnumSource(Meeting.class)
class MismatchTest extends AtMeeting {
    MismatchTest(Meeting meeting) {
        super(meeting);
    }

    /** Who comes first is chance. */
    private static final int FEW = 2;

    private static final int MANY = 40;
    private static final double[] DOUBLES = new double[8];
    private static final int[] INTS = new int[4];

    @Tag("long")
    @RepeatedTest(MANY)
    void again_and_again_both_calls_are_named() {
        both_calls_both_ranks_and_both_lines_are_named();
    }

    @RepeatedTest(FEW)
    void both_calls_both_ranks_and_both_lines_are_named() {
        int[] lines = new int[2];
        String message = mismatch(
                c -> run(() -> lines[0] = line(), () -> c.allReduce(DOUBLES, 0, 8, Op.SUM)),
                c -> run(() -> lines[1] = line(), () -> c.broadcast(INTS, 0, 4, 0)));
        assertThat(message)
                .contains("rank 0 calls allReduce(double[8], SUM) at user.program.MismatchTest.")
                .contains("(MismatchTest.java:" + lines[0] + ")")
                .contains("rank 1 calls broadcast(int[4], root=0) at user.program.MismatchTest.")
                .contains("(MismatchTest.java:" + lines[1] + ")");
    }

    @Test
    void another_type() {
        assertThat(mismatch(c -> c.allReduce(new long[3], 0, 3, Op.MIN), c -> c.allReduce(new int[3], 0, 3, Op.MIN)))
                .contains("allReduce(long[3], MIN)", "allReduce(int[3], MIN)");
    }

    @Test
    void another_count() {
        assertThat(mismatch(c -> broadcastAndMeet(c, 3, 0), c -> broadcastAndMeet(c, 4, 0)))
                .contains("broadcast(int[3], root=0)", "broadcast(int[4], root=0)");
    }

    @Test
    void another_root() {
        assertThat(mismatch(c -> broadcastAndMeet(c, 4, 0), c -> broadcastAndMeet(c, 4, 1)))
                .contains("broadcast(int[4], root=0)", "broadcast(int[4], root=1)");
    }

    @Test
    void another_op() {
        assertThat(mismatch(c -> scanAndMeet(c, Op.SUM), c -> scanAndMeet(c, Op.XOR)))
                .contains("exscan(int[4], SUM)", "exscan(int[4], XOR)");
    }

    @Test
    void a_scalar_and_an_array() {
        assertThat(mismatch(c -> c.allReduce(1.0, Op.SUM), c -> c.allReduce(DOUBLES, 0, 1, Op.SUM)))
                .contains("allReduce(double, SUM)", "allReduce(double[1], SUM)");
    }

    @Test
    void a_short_call_and_a_long_one() {
        assertThat(mismatch(
                        c -> c.allGather(new byte[2000], 0, 2000, new byte[4000], 0),
                        c -> c.allGather(new byte[1], 0, 1, new byte[2], 0)))
                .contains("allGather(byte[2000])", "allGather(byte[1])");
    }

    @Test
    void another_sequence() {
        assertThat(mismatch(
                        c -> {
                            c.barrier();
                            c.allReduce(1L, Op.SUM);
                            c.barrier();
                        },
                        c -> {
                            c.barrier();
                            c.barrier();
                        }))
                .contains("rank 0 calls allReduce(long, SUM)", "rank 1 calls barrier()");
    }

    @Test
    void other_counts_of_an_allGatherV() {
        int[] displacements = {0, 4};
        assertThat(mismatch(
                        c -> c.allGatherV(INTS, 0, new int[] {3, 1}, new int[8], displacements),
                        c -> c.allGatherV(INTS, 0, new int[] {3, 2}, new int[8], displacements)))
                .contains("allGatherV(int[]) with counts[1]=1", "allGatherV(int[]) with counts[1]=2");
    }

    @Tag("long")
    @RepeatedTest(MANY)
    void again_and_again_other_counts_of_an_allToAllV() {
        other_counts_of_an_allToAllV();
    }

    @RepeatedTest(FEW)
    void other_counts_of_an_allToAllV() {
        int[] displacements = {0, 4};
        int[] ones = {1, 1};
        int[] twoFromZero = {2, 1};
        assertThat(mismatch(
                        c -> {
                            c.allToAllV(DOUBLES, ones, displacements, new double[8], ones, displacements);
                            // Over lanes this rank's own part of the call was right and may be over.
                            c.barrier();
                        },
                        c -> c.allToAllV(DOUBLES, ones, displacements, new double[8], twoFromZero, displacements)))
                .contains("rank 1 calls allToAllV(double[]) with receiveCounts[0]=2 at user.program.MismatchTest")
                .containsPattern("rank 0 calls allToAllV\\(double\\[\\]\\) with sendCounts\\[1\\]=1 at"
                        + "( a line before)? user.program.MismatchTest");
    }

    @Test
    void a_third_rank_that_comes_later_or_never_does_not_hide_it() {
        var found = new CountDownLatch(1);
        Program late = c -> {
            found.await();
            c.barrier();
        };
        Program first = c -> countingDown(found, Communicator::barrier, c);
        assertThat(mismatch(first, c -> c.allReduce(1.0, Op.SUM), late))
                .contains("barrier()", "allReduce(double, SUM)");
        assertThat(mismatch(Communicator::barrier, c -> c.allReduce(1.0, Op.SUM), c -> c.receive(INTS, 0, 4, 0, 0)))
                .contains("barrier()", "allReduce(double, SUM)");
    }

    /** Each waits for another, so nobody gets anything by which to see it. */
    @Test
    void roots_that_all_lie_elsewhere() {
        Program rootTwo = c -> c.broadcast(INTS, 0, 4, 2);
        assertThat(mismatch(rootTwo, rootTwo, c -> c.broadcast(INTS, 0, 4, 0)))
                .contains("broadcast(int[4], root=2)", "broadcast(int[4], root=0)");
    }

    @Test
    void a_message_of_another_type_or_too_long_for_its_receiver() {
        assertThat(mismatch(c -> sendAndWait(c, 8), c -> c.receive(INTS, 0, 4, 0, 5)))
                .contains("rank 1 calls receive(int[4], source=0, tag=5) at user.program.MismatchTest")
                .contains("but rank 0 sent double[8] with this tag");
        assertThat(mismatch(c -> sendAndWait(c, 8), c -> c.receive(DOUBLES, 0, 7, 0, 5)))
                .contains("rank 1 calls receive(double[7], source=0, tag=5)")
                .contains("but rank 0 sent double[8] with this tag");
        assertThat(mismatch(c -> sendAndWait(c, 100_000), c -> c.receive(DOUBLES, 0, 7, 0, 5)))
                .contains("but rank 0 sent double[100000] with this tag");
    }

    @Test
    void a_message_that_nobody_will_send() {
        assertThat(mismatch(c -> c.receive(INTS, 0, 4, 0, 7), Communicator::barrier))
                .contains("rank 0 calls receive(int[4], source=0, tag=7)", "it has sent itself no such message");
    }

    @Test
    void a_group_that_disagreed_is_over() {
        Program again = c -> {
            try {
                c.barrier();
            } catch (CollectiveMismatchException e) {
                c.allReduce(1.0, Op.SUM);
            }
        };
        assertThat(mismatch(again, c -> c.exscan(1.0, Op.SUM, 0.0))).contains("barrier()", "exscan(double, SUM)");
    }

    @Tag("long")
    @RepeatedTest(MANY)
    void again_and_again_one_of_many_disagrees() {
        one_of_many_disagrees();
    }

    @RepeatedTest(FEW)
    void one_of_many_disagrees() {
        Program most = c -> {
            for (int i = 0; i < 100; i++) {
                c.allReduce(1.0, Op.SUM);
            }
        };
        Program odd = c -> {
            for (int i = 0; i < 60; i++) {
                c.allReduce(1.0, Op.SUM);
            }
            c.allGather(INTS, 0, 1, new int[7], 0);
        };
        assertThat(mismatch(most, most, most, odd, most, most, most))
                .contains("rank 3 calls allGather(int[1])", "calls allReduce(double, SUM)");
    }

    /** Over lanes a root's own part of the call may be over before anybody sees that it was another one. */
    private static void broadcastAndMeet(Communicator communicator, int count, int root) {
        communicator.broadcast(INTS, 0, count, root);
        communicator.barrier();
    }

    private static void scanAndMeet(Communicator communicator, Op op) {
        communicator.exscan(INTS, 0, 4, op);
        communicator.barrier();
    }

    private static void sendAndWait(Communicator communicator, int count) {
        communicator.send(new double[count], 0, count, 1, 5);
        communicator.barrier();
    }

    private static void countingDown(CountDownLatch latch, Program program, Communicator communicator)
            throws Exception {
        try {
            program.run(communicator);
        } finally {
            latch.countDown();
        }
    }

    private static void run(Runnable first, Runnable second) {
        first.run();
        second.run();
    }

    private static int line() {
        return StackWalker.getInstance()
                .walk(frames -> frames.skip(1).findFirst().orElseThrow().getLineNumber());
    }

    /** Runs a program per rank; all must end with one and the same mismatch. */
    static String mismatch(Program... programs) {
        var messages = RankThreads.start(programs).outcomes().stream()
                .map(Optional::orElseThrow)
                .peek(outcome -> assertThat(outcome).isInstanceOf(CollectiveMismatchException.class))
                .map(Throwable::getMessage)
                .toList();
        assertThat(messages).containsOnly(messages.getFirst());
        return messages.getFirst();
    }
}
