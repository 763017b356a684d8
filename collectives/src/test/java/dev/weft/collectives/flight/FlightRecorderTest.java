package dev.weft.collectives.flight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.collectives.ElementType;
import dev.weft.collectives.Op;
import dev.weft.collectives.Operation;
import dev.weft.collectives.flight.FlightEvent.State;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FlightRecorderTest {
    private static final long EVERYONE = FlightCommunicator.id(0, 1);
    private static final FlightOrigin ORIGIN = new FlightOrigin(2, 1, "a", 77);

    private final FlightRecorder recorder = new FlightRecorder(ORIGIN);

    @Test
    void each_kind_of_call_is_kept_with_all_that_is_known_of_it() {
        recorder.beginsCall(EVERYONE, 1, 11, Operation.BARRIER, ElementType.BYTE, 0);
        recorder.ends();
        recorder.beginsRooted(EVERYONE, 2, 12, Operation.BROADCAST, ElementType.INT, 4, 3);
        recorder.fails();
        recorder.beginsReduction(
                EVERYONE, 3, 13, Operation.EXSCAN, ElementType.LONG, FlightEvent.SCALAR, Op.Kind.XOR, FlightEvent.NONE);
        recorder.ends();
        recorder.beginsMessage(EVERYONE, 1, Operation.SEND, ElementType.DOUBLE, 8, 5, 6);

        List<FlightEvent> events = recorder.dump("").events();
        assertThat(events)
                .extracting(FlightEvent::text)
                .containsExactly(
                        "barrier()",
                        "broadcast(int[4], root=3)",
                        "exscan(long, XOR)",
                        "send(double[8], destination=5, tag=6)");
        assertThat(events)
                .extracting(FlightEvent::place)
                .containsExactly(
                        "call 1 of communicator 0.1",
                        "call 2 of communicator 0.1",
                        "call 3 of communicator 0.1",
                        "message 1 of communicator 0.1");
        assertThat(events).extracting(FlightEvent::number).containsExactly(1L, 2L, 3L, 4L);
        assertThat(events).extracting(FlightEvent::fingerprint).containsExactly(11L, 12L, 13L, 0L);
        assertThat(events)
                .extracting(FlightEvent::state)
                .containsExactly(State.DONE, State.FAILED, State.DONE, State.STARTED);
        assertThat(events.subList(0, 3))
                .allSatisfy(event -> assertThat(event.endNanos()).isGreaterThanOrEqualTo(event.startNanos()));
    }

    @Test
    void the_newest_events_are_kept() {
        int calls = 3 * FlightRecorder.EVENTS + 5;
        for (int call = 1; call <= calls; call++) {
            recorder.beginsCall(EVERYONE, call, 0, Operation.BARRIER, ElementType.BYTE, 0);
            recorder.ends();
        }
        FlightDump dump = recorder.dump("");
        assertThat(dump.begun()).isEqualTo(calls);
        assertThat(dump.isNewestTorn()).isFalse();
        assertThat(dump.events())
                .extracting(FlightEvent::call)
                .containsExactlyElementsOf(LongStream.rangeClosed(calls - FlightRecorder.EVENTS + 1, calls)
                        .boxed()
                        .toList());
    }

    @Test
    void a_torn_event_is_told_from_a_whole_one() {
        MemorySegment ring = Arena.ofAuto().allocate(FlightRecorder.EVENTS * 64L, 64);
        var torn = new FlightRecorder(ORIGIN, ring);
        for (int call = 1; call <= 3; call++) {
            torn.beginsCall(EVERYONE, call, 0, Operation.BARRIER, ElementType.BYTE, 0);
            torn.ends();
        }
        // As a rank leaves it that is between the first and the last word of its fourth event.
        ring.set(ValueLayout.JAVA_LONG, 4 * 64, 4 << 2);

        FlightDump dump = torn.dump("");
        assertThat(dump.isNewestTorn()).isTrue();
        assertThat(dump.begun()).isEqualTo(4);
        assertThat(dump.events()).extracting(FlightEvent::number).containsExactly(1L, 2L, 3L);
    }

    @Test
    void whoever_reads_while_the_rank_writes_sees_whole_events_only() throws InterruptedException {
        var over = new AtomicBoolean();
        var begun = new CountDownLatch(1);
        Thread rank = Thread.ofPlatform().start(() -> {
            for (int call = 1; !over.get(); call++) {
                recorder.beginsMessage(call, call, Operation.SEND, ElementType.LONG, call, call, call);
                recorder.ends();
                begun.countDown();
            }
        });
        try {
            begun.await();
            for (int i = 0; i < 600; i++) {
                FlightDump dump = recorder.dump("");
                assertThat(dump.events()).isNotEmpty();
                assertThat(dump.events().stream().filter(event -> !isWhole(event)))
                        .isEmpty();
            }
        } finally {
            over.set(true);
            rank.join();
        }
    }

    private static boolean isWhole(FlightEvent event) {
        long number = event.number();
        return event.communicator() == number
                && event.call() == number
                && event.count() == number
                && event.peer() == number
                && event.tag() == number
                && (event.state() == State.STARTED || event.endNanos() >= event.startNanos());
    }

    @Test
    void a_new_epoch_has_new_communicators() {
        var workers = List.of(new FlightWorker(0, "a", 0, 4));
        recorder.programBegins(0, workers);
        recorder.joins(FlightCommunicator.ofAll(EVERYONE, "all", 4));
        recorder.programEnds();
        assertThat(recorder.dump("").attempt().endedNanos()).isPresent();
        recorder.programBegins(1, workers);
        FlightAttempt attempt = recorder.dump("").attempt();
        assertThat(attempt).isEqualTo(FlightAttempt.begun(1, attempt.beganNanos(), workers));
        assertThat(attempt.size()).isEqualTo(4);
    }
}
