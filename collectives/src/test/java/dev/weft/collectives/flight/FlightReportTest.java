package dev.weft.collectives.flight;

import static dev.weft.collectives.flight.FlightEvent.State.DONE;
import static dev.weft.collectives.flight.FlightEvent.State.FAILED;
import static dev.weft.collectives.flight.FlightEvent.State.STARTED;
import static dev.weft.collectives.flight.Scene.EVERYONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.collectives.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FlightReportTest {
    private static final String CALL_17 = "allReduce(double[8], SUM), call 17 of communicator 0.1";

    @Test
    void a_rank_without_a_dump_is_named_with_those_that_wait_for_it() {
        var report = new Scene(4)
                .allReduce(DONE, 16, 0, 1, 2, 3)
                .allReduce(STARTED, 17, 0, 1, 3)
                .leavesNoDump(2)
                .report();
        assertThat(report.verdict())
                .isEqualTo("rank 2 (worker 1, host b) left no dump: ranks 0, 1, 3 wait for it in " + CALL_17);
    }

    @Test
    void the_whole_report() {
        var text = new Scene(4)
                .allReduce(DONE, 16, 0, 1, 2, 3)
                .passes(10)
                .allReduce(STARTED, 17, 0, 1)
                .leavesNoDump(2)
                .report()
                .text(2);
        assertThat(text).isEqualTo("""
                        rank 2 (worker 1, host b) left no dump: ranks 0, 1 wait for it in allReduce(double[8], SUM), call 17 of communicator 0.1
                        rank 3 (worker 1, host b) is outside of any call for 70.0 s, after allReduce(double[8], SUM), call 16 of communicator 0.1: ranks 0, 1 wait for it in allReduce(double[8], SUM), call 17 of communicator 0.1

                        3 of 4 ranks left a dump of attempt 0. All times are UTC.
                        dumped because: no progress for 60 s (ranks 0, 1, 3)

                        communicator 0.1, ranks 0 to 3:
                          call 17, allReduce(double[8], SUM): ranks 0, 1 stand in it, ranks 2, 3 have not reached it

                        rank  worker  host  pid  for     what
                        0     0       a     100  60.0 s  in allReduce(double[8], SUM), call 17 of communicator 0.1
                        1     0       a     100  60.0 s  in allReduce(double[8], SUM), call 17 of communicator 0.1
                        2     1       b     ?    ?       left no dump
                        3     1       b     101  70.0 s  outside of any call, after allReduce(double[8], SUM), call 16 of communicator 0.1

                        rank 0, the last 2 of its 2 calls, dumped at 2026-09-21 14:13:20.000:
                          2026-09-21 14:12:10.000  done           1 ms  allReduce(double[8], SUM), call 16 of communicator 0.1
                          2026-09-21 14:12:20.004  started      60.0 s  allReduce(double[8], SUM), call 17 of communicator 0.1

                        rank 1, the last 2 of its 2 calls, dumped at 2026-09-21 14:13:20.000:
                          2026-09-21 14:12:10.001  done           1 ms  allReduce(double[8], SUM), call 16 of communicator 0.1
                          2026-09-21 14:12:20.005  started      60.0 s  allReduce(double[8], SUM), call 17 of communicator 0.1

                        rank 3, the last 1 of its 1 calls, dumped at 2026-09-21 14:13:20.000:
                          2026-09-21 14:12:10.003  done           1 ms  allReduce(double[8], SUM), call 16 of communicator 0.1
                        """);
    }

    @Test
    void a_rank_that_ended_is_named_with_what_its_dump_says() {
        var report = new Scene(3)
                .allReduce(DONE, 16, 0, 1, 2)
                .ends(1)
                .becauseOf(1, "rank 1: java.lang.ArithmeticException: / by zero")
                .allReduce(FAILED, 17, 0, 2)
                .report();
        assertThat(report.verdict())
                .startsWith("rank 1 (worker 0, host a) has ended its program 70.0 s before its dump, after allReduce(")
                .contains("(its dump says: rank 1: java.lang.ArithmeticException: / by zero)")
                .endsWith(": ranks 0, 2 wait for it in " + CALL_17);
    }

    @Test
    void calls_that_throw_at_once_after_the_group_has_ended_do_not_count() {
        var report = new Scene(3)
                .allReduce(DONE, 16, 0, 1, 2)
                .allReduce(STARTED, 17, 0)
                .allReduce(FAILED, 17, 1)
                .allReduce(FAILED, 18, 1)
                .allReduce(FAILED, 19, 1)
                .report();
        assertThat(report.verdict())
                .startsWith("rank 2 (worker 1, host b) is outside of any call")
                .endsWith(": ranks 0, 1 wait for it in " + CALL_17);
    }

    @Test
    void ranks_that_make_different_calls_are_both_named() {
        var report = new Scene(4)
                .allReduce(DONE, 16, 0, 1, 2, 3)
                .allReduce(STARTED, 17, 0, 1, 3)
                .call(STARTED, Operation.BARRIER, EVERYONE, 17, 0, 2)
                .report();
        assertThat(report.verdict())
                .isEqualTo(
                        "rank 2 (worker 1, host b) called barrier(), while ranks 0, 1, 3 called allReduce(double[8], SUM), "
                                + "all as call 17 of communicator 0.1: all ranks have to make the same calls in order");
    }

    @Test
    void different_calls_explain_a_hang_in_a_later_call() {
        var report = new Scene(4)
                .allReduce(DONE, 16, 0, 1, 3)
                .call(DONE, Operation.ALL_REDUCE, EVERYONE, 16, 9, 2)
                .allReduce(STARTED, 17, 0, 1, 3)
                .report();
        assertThat(report.verdict())
                .startsWith("rank 2 (worker 1, host b) called allReduce(double[9], SUM), while ranks 0, 1, 3 called ");
    }

    @Test
    void ranks_that_receive_from_each_other_in_a_circle_are_named() {
        var report = new Scene(4)
                .message(STARTED, Operation.RECEIVE, 0, 1, 1, 7)
                .message(STARTED, Operation.RECEIVE, 1, 1, 2, 7)
                .message(STARTED, Operation.RECEIVE, 2, 1, 0, 7)
                .allReduce(STARTED, 17, 3)
                .report();
        assertThat(report.verdict())
                .isEqualTo("ranks 0, 1, 2 wait for each other in a circle: "
                        + "rank 0 waits for rank 1 in receive(double[4], source=1, tag=7), message 1 of communicator 0.1; "
                        + "rank 1 waits for rank 2 in receive(double[4], source=2, tag=7), message 1 of communicator 0.1; "
                        + "rank 2 waits for rank 0 in receive(double[4], source=0, tag=7), message 1 of communicator 0.1"
                        + "; rank 3 waits for those");
        assertThat(report.text(0).lines().takeWhile(line -> !line.isEmpty())).hasSize(1);
    }

    @Test
    void a_receive_and_a_collective_call_can_make_a_circle() {
        var report = new Scene(3)
                .allReduce(STARTED, 17, 0, 1)
                .message(STARTED, Operation.RECEIVE, 2, 1, 0, 7)
                .report();
        assertThat(report.verdict())
                .startsWith("ranks 0, 2 wait for each other in a circle: rank 0 waits for rank 2 in ");
        assertThat(report.verdict()).endsWith("; rank 1 waits for those");
    }

    @Test
    void a_rank_that_receives_from_itself_waits_for_ever() {
        var report =
                new Scene(2).message(STARTED, Operation.RECEIVE, 1, 1, 1, 7).report();
        assertThat(report.verdict())
                .startsWith("rank 1 (worker 0, host a) waits for itself: rank 1 waits for rank 1 in ");
    }

    @Test
    void a_chain_is_told_from_its_end() {
        var report = new Scene(4)
                .allReduce(DONE, 16, 0, 1, 2, 3)
                .message(STARTED, Operation.RECEIVE, 0, 1, 1, 7)
                .message(STARTED, Operation.RECEIVE, 1, 1, 2, 7)
                .message(STARTED, Operation.SEND, 2, 1, 3, 7)
                .report();
        assertThat(report.verdict())
                .startsWith("rank 3 (worker 1, host b) is outside of any call for 70.0 s, after ")
                .endsWith(
                        ": rank 2 waits for it in send(double[4], destination=3, tag=7), message 1 of communicator 0.1"
                                + "; ranks 0, 1 wait for those");
    }

    @Test
    void a_message_between_ranks_that_both_stand_in_it_is_on_its_way() {
        var report = new Scene(2)
                .message(STARTED, Operation.RECEIVE, 0, 1, 1, 7)
                .message(STARTED, Operation.SEND, 1, 1, 0, 7)
                .report();
        assertThat(report.verdict()).contains("still on its way, or lost");
        var otherTags = new Scene(2)
                .message(STARTED, Operation.RECEIVE, 0, 1, 1, 7)
                .message(STARTED, Operation.SEND, 1, 1, 0, 8)
                .report();
        assertThat(otherTags.verdict()).startsWith("ranks 0, 1 wait for each other in a circle");
    }

    @Test
    void a_call_that_nobody_is_missing_in_says_so_and_who_threw_first() {
        var report = new Scene(3)
                .allReduce(FAILED, 17, 1, 0, 2)
                .becauseOf(1, "lane 0-1 is\n  broken\n")
                .report();
        assertThat(report.verdict())
                .startsWith("ranks 0, 1, 2 stand in " + CALL_17 + ", and no other rank is missing there")
                .endsWith("the call threw first at rank 1 (worker 0, host a) (its dump says: lane 0-1 is | broken)");
    }

    @Test
    void a_rank_held_up_in_a_call_that_the_others_have_left_is_the_cause() {
        var report = new Scene(3)
                .allReduce(DONE, 16, 0, 1)
                .allReduce(STARTED, 16, 2)
                .allReduce(STARTED, 17, 0, 1)
                .report();
        assertThat(report.verdict())
                .startsWith(
                        "rank 2 (worker 1, host b) stands in allReduce(double[8], SUM), call 16 of communicator 0.1")
                .contains("though no rank is missing there")
                .endsWith(": ranks 0, 1 wait for it in " + CALL_17);
        assertThat(report.text(0))
                .contains("  call 16, allReduce(double[8], SUM): ranks 0, 1 finished it, rank 2 stands in it\n")
                .contains("  call 17, allReduce(double[8], SUM): ranks 0, 1 stand in it, rank 2 has not reached it\n");
    }

    @Test
    void a_torn_event_is_told() {
        var report = new Scene(3)
                .allReduce(DONE, 16, 0, 1, 2)
                .allReduce(STARTED, 17, 0, 1)
                .isTorn(2)
                .report();
        assertThat(report.verdict())
                .startsWith("rank 2 (worker 1, host b) was just beginning a call, after allReduce(");
        assertThat(report.text(1))
                .contains("just beginning a call; outside of any call, after")
                .contains("and one that was just beginning\n");
    }

    @Test
    void a_job_that_does_not_hang_is_no_riddle() {
        var report = new Scene(2).allReduce(DONE, 1, 0, 1).ends(0).report();
        assertThat(report.verdict())
                .isEqualTo("no rank waits for another: 1 of 2 have ended their programs, 1 are outside of any call");
        assertThat(report.text(0)).contains("  call 1 was the last of ranks 0, 1\n");
    }

    @Test
    void a_dump_of_an_earlier_attempt_does_not_count() {
        var dumps = new ArrayList<FlightDump>();
        for (FlightDump dump : new Scene(2).allReduce(STARTED, 1, 0, 1).dumps()) {
            dumps.add(dump);
        }
        FlightDump old = dumps.getFirst();
        var attempt = FlightAttempt.begun(1, 0, old.attempt().workers())
                .with(FlightCommunicator.ofAll(FlightCommunicator.id(1, 1), "", 2));
        dumps.add(
                new FlightDump(old.origin(), attempt, "later", old.takenMillis() + 1, old.takenNanos(), 0, List.of()));
        var report = FlightReport.of(new FlightFolder(dumps, List.of()));
        assertThat(report.verdict())
                .isEqualTo("rank 1 (worker 0, host a) left no dump of attempt 1 (but one of attempt 0), "
                        + "and no rank that did waits for it");
    }

    @Test
    void a_dump_that_can_not_be_read_is_told_apart_from_none(@TempDir Path folder) throws IOException {
        new Scene(2).allReduce(STARTED, 17, 0, 1).reportFrom(folder);
        Path damaged = folder.resolve("rank-1-process-0.flight");
        Files.write(damaged, new byte[3]);
        var report = FlightReport.of(FlightFolder.read(folder));
        assertThat(report.verdict())
                .startsWith("rank 1 (worker 0, host a) left no dump that could be read: rank 0 waits");
        assertThat(report.text(0)).contains("not read: " + damaged + " is no dump of a flight recorder");
    }

    @Test
    void many_ranks_are_told_in_few_words() {
        var scene = new Scene(500);
        for (int rank = 0; rank < 500; rank++) {
            if (rank % 50 != 7) {
                scene.allReduce(STARTED, 17, rank);
            }
        }
        assertThat(scene.report().verdict())
                .startsWith("ranks 7, 57, 107, 157, 207, 257, 307, 357, 407, 457 are outside of any call: "
                        + "ranks 0 to 6, 8 to 56, 58 to 106, ")
                .endsWith(" wait for them in " + CALL_17)
                .hasSizeLessThan(400);
    }
}
