package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.ExclusivePublication;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process whose frames are forged at the transport: it has the session and the streams that the plan gives to process
 * 0, but writes each frame and its number by hand. Each data frame is a message of rank 0 to rank 1, that holds its tag.
 */
@ParameterizedClass
@EnumSource(Transport.class)
@Timeout(30)
class ForgedFramesTest {
    private static final Placement TWO = Placement.of(1, 1);

    private final LaneHost host;
    private final BlockingQueue<LaneTrouble> troubles = new LinkedBlockingQueue<>();
    private LanePlan forger;
    private Lanes lanes;
    private Communicator one;
    private ExclusivePublication control;
    private ExclusivePublication data;

    ForgedFramesTest(Transport transport) {
        host = LaneHost.of(transport);
    }

    @BeforeEach
    void open() {
        List<LanePlan> plans = host.newEpoch(2);
        forger = plans.get(0);
        lanes = host.client(1).open(plans.get(1), troubles::add);
        one = lanes.group(1, TWO, new Fence(), GroupOptions.forRanks(2)).communicator(1);
        control = host.client(0).send(forger, 1, LaneKind.CONTROL);
        data = host.client(0).send(forger, 1, LaneKind.DATA);
    }

    @AfterEach
    void close() {
        lanes.close();
        control.close();
        data.close();
    }

    @Test
    void a_gap_breaks_the_lane() throws InterruptedException {
        send(LaneKind.DATA, 0, message(70));
        send(LaneKind.DATA, 1, message(71));
        send(LaneKind.DATA, 3, message(73));
        assertTrouble("its data lane brought frame 3 where 2 was due: frames are lost");
        assertReceives(70, 71);
        assertDropped(1, 73);
        assertCounted(2, 0, 0, 1);
    }

    @Test
    void a_frame_that_comes_twice_breaks_the_lane() throws InterruptedException {
        send(LaneKind.DATA, 0, message(70));
        send(LaneKind.DATA, 1, message(71));
        send(LaneKind.DATA, 1, message(71));
        assertTrouble("its data lane brought frame 1 where 2 was due: it came twice");
        assertReceives(70, 71);
        assertDropped(1, 71);
        assertCounted(2, 0, 0, 1);
    }

    @Test
    void what_follows_on_a_broken_lane_is_dropped_and_told_no_more() throws InterruptedException {
        send(LaneKind.DATA, 0, message(70));
        send(LaneKind.DATA, 0, message(70));
        assertTrouble("its data lane brought frame 0 where 1 was due: it came twice");
        send(LaneKind.DATA, 1, message(71));
        send(LaneKind.DATA, 2, message(72));
        assertDropped(3, 71);
        assertReceives(70);
        assertThat(troubles).isEmpty();
    }

    @Test
    void the_control_lane_is_named_too() throws InterruptedException {
        send(LaneKind.CONTROL, 4, frame(FrameKind.CREDIT));
        assertTrouble("its control lane brought frame 4 where 0 was due: frames are lost");
        send(LaneKind.DATA, 0, message(70));
        assertReceives(70);
        assertCounted(1, 0, 0, 1);
    }

    @ParameterizedTest
    @EnumSource(Staleness.class)
    void a_stale_frame_takes_no_number_and_breaks_nothing(Staleness staleness) {
        send(LaneKind.DATA, 0, message(70));
        Frame stale = message(66);
        staleness.forge(stale);
        send(LaneKind.DATA, 1, stale);
        send(LaneKind.DATA, 1, message(71));
        assertReceives(70, 71);
        assertNotReceived(66);
        assertCounted(2, 1, 0, 0);
        assertThat(troubles).isEmpty();
    }

    @Test
    void a_frame_without_the_secret_is_dropped_and_breaks_nothing() {
        var stranger = new LanePlan(forger.epoch(), 0, forger.endpoints(), LaneSecret.of(new byte[] {1}));
        send(LaneKind.DATA, 0, message(70));
        Frame forged = message(66);
        forged.token = stranger.token(0, 1);
        send(LaneKind.DATA, 1, forged);
        try (var strange = host.client(0).send(stranger, 1, LaneKind.DATA)) {
            offer(strange, 1, message(67));
        }
        while (lanes.counters().forgedDropped() < 2) {
            Thread.onSpinWait();
        }
        send(LaneKind.DATA, 1, message(71));
        assertReceives(70, 71);
        assertNotReceived(66);
        assertNotReceived(67);
        assertCounted(2, 0, 0, 0);
        assertThat(troubles).isEmpty();
    }

    /** Of what a frame is left over. */
    enum Staleness {
        OF_ANOTHER_EPOCH,
        OF_AN_EARLIER_LIFE_OF_ITS_SENDER;

        void forge(Frame frame) {
            if (this == OF_ANOTHER_EPOCH) {
                frame.epoch--;
            } else {
                frame.incarnation--;
            }
        }
    }

    private Frame message(int tag) {
        Frame frame = frame(FrameKind.MESSAGE);
        frame.tag = tag;
        frame.count = Long.BYTES;
        return frame;
    }

    private Frame frame(FrameKind kind) {
        var frame = new Frame();
        frame.kind = kind;
        frame.epoch = forger.epoch();
        frame.incarnation = forger.incarnation(0);
        frame.token = forger.token(0, 1);
        frame.context = 1;
        frame.source = 0;
        frame.destination = 1;
        return frame;
    }

    private void send(LaneKind lane, long number, Frame frame) {
        offer(lane == LaneKind.DATA ? data : control, number, frame);
    }

    private static void offer(ExclusivePublication publication, long number, Frame frame) {
        int elements = frame.kind == FrameKind.MESSAGE ? Long.BYTES : 0;
        var buffer = new UnsafeBuffer(new byte[Frame.HEADER_BYTES + elements]);
        frame.write(buffer, 0);
        if (elements > 0) {
            buffer.putByte(Frame.HEADER_BYTES, (byte) frame.tag);
        }
        while (publication.offer(buffer, 0, buffer.capacity(), (terms, at, length) -> number) < 0) {
            Thread.onSpinWait();
        }
    }

    private void assertReceives(int... tags) {
        for (int tag : tags) {
            byte[] received = new byte[Long.BYTES];
            assertThat(one.receive(received, 0, received.length, 0, tag)).isEqualTo(Long.BYTES);
            assertThat(received[0]).isEqualTo((byte) tag);
        }
    }

    private void assertDropped(long frames, int tag) {
        while (lanes.counters().sequenceDropped() < frames) {
            Thread.onSpinWait();
        }
        assertThat(lanes.counters().sequenceDropped()).isEqualTo(frames);
        assertNotReceived(tag);
    }

    private void assertNotReceived(int tag) {
        assertThat(one.ireceive(new byte[Long.BYTES], 0, Long.BYTES, 0, tag).test())
                .isFalse();
    }

    private void assertTrouble(String reason) throws InterruptedException {
        assertThat(troubles.poll(20, TimeUnit.SECONDS)).isEqualTo(new LaneTrouble(0, reason));
    }

    private void assertCounted(long received, long stale, long malformed, long outOfSequence) {
        LaneCounters counters = lanes.counters();
        assertThat(counters.framesReceived()).isEqualTo(received);
        assertThat(counters.staleDropped()).isEqualTo(stale);
        assertThat(counters.malformedDropped()).isEqualTo(malformed);
        assertThat(counters.sequenceDropped()).isEqualTo(outOfSequence);
    }
}
