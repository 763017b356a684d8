package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lanes do beside carrying the collective calls. */
@ParameterizedClass
@EnumSource(Transport.class)
class LanesTest {
    private static final int MANY = 2_000_000;

    private final Transport transport;
    private final List<LaneTrouble> troubles = new CopyOnWriteArrayList<>();
    private final Fence fence = new Fence();

    LanesTest(Transport transport) {
        this.transport = transport;
    }

    @BeforeEach
    void meetOverLanes() {
        (transport == Transport.IPC ? Meeting.IPC : Meeting.UDP).begin();
    }

    @AfterEach
    void meetInMemory() {
        Meeting.MEMORY.begin();
    }

    @Test
    void everyone_sends_much_to_everyone_at_once() {
        int size = 4;
        RankThreads.run(size, communicator -> {
            int rank = communicator.rank();
            int block = MANY / size;
            long[] sent = new long[MANY];
            long[] received = new long[MANY];
            Arrays.setAll(sent, i -> rank * 10L + i / block);
            for (int i = 0; i < 3; i++) {
                communicator.allToAll(sent, 0, block, received, 0);
            }
            for (int source = 0; source < size; source++) {
                assertThat(received[source * block]).isEqualTo(source * 10L + rank);
                assertThat(received[source * block + block - 1]).isEqualTo(source * 10L + rank);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8111, 8112, 65_447, 65_448, 65_449, 131_073, 1 << 20, (1 << 20) + 1, 16 << 20})
    void a_message_of_any_length(int bytes) {
        RankThreads.run(2, communicator -> {
            byte[] data = new byte[bytes + 3];
            if (communicator.rank() == 0) {
                new Random(bytes).nextBytes(data);
                communicator.send(data, 3, bytes, 1, 0);
            } else {
                byte[] expected = new byte[bytes + 3];
                new Random(bytes).nextBytes(expected);
                assertThat(communicator.receive(data, 3, bytes, 0, 0)).isEqualTo(bytes);
                assertThat(Arrays.equals(data, 3, bytes + 3, expected, 3, bytes + 3))
                        .isTrue();
            }
        });
    }

    @Test
    void a_rank_that_reads_nothing_holds_up_no_other_of_its_process() throws Exception {
        var placement = Placement.of(2, 2);
        var othersAreDone = new CountDownLatch(1);
        var host = LaneHost.of(transport);
        try (var group = host.group(placement, fence, GroupOptions.forRanks(4))) {
            var flooding = new Thread(() -> {
                for (int i = 0; i < 600; i++) {
                    group.communicator(0).send(new byte[10_000], 0, 10_000, 2, 0);
                }
            });
            var slow = new Thread(() -> {
                awaitDone(othersAreDone);
                for (int i = 0; i < 600; i++) {
                    group.communicator(2).receive(new byte[10_000], 0, 10_000, 0, 0);
                }
            });
            var sending = new Thread(() -> group.communicator(1).send(new double[MANY], 0, MANY, 3, 0));
            flooding.start();
            slow.start();
            sending.start();
            while (flooding.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            assertThat(group.communicator(3).receive(new double[MANY], 0, MANY, 1, 0))
                    .isEqualTo(MANY);
            othersAreDone.countDown();
            flooding.join();
            slow.join();
            sending.join();
        }
    }

    @Test
    void bytes_from_lanes_and_from_memory_are_counted_apart() {
        try (var group = LaneHost.of(transport).group(Placement.of(2, 1), fence, GroupOptions.forRanks(3))) {
            List<Thread> ranks = new CopyOnWriteArrayList<>();
            for (int rank = 0; rank < 3; rank++) {
                Communicator communicator = group.communicator(rank);
                ranks.add(Thread.ofPlatform().start(() -> communicator.allGather(new int[5], 0, 5, new int[15], 0)));
            }
            ranks.forEach(LanesTest::join);
            assertThat(group.communicator(0).traffic().bytesFromMemory()).isEqualTo(20);
            assertThat(group.communicator(0).traffic().bytesFromLanes()).isEqualTo(20);
            assertThat(group.communicator(2).traffic().bytesFromMemory()).isZero();
            assertThat(group.communicator(2).traffic().bytesFromLanes()).isEqualTo(40);
        }
    }

    @Test
    void several_groups_share_the_lanes_even_if_one_end_makes_them_later() {
        List<Lanes> lanes = LaneHost.of(transport).lanes(2, troubles);
        var placement = Placement.of(1, 1);
        var options = GroupOptions.forRanks(2);
        RankGroup early = lanes.get(0).group(5, placement, fence, options);
        RankGroup other = lanes.get(0).group(6, placement, fence, options);
        early.communicator(0).send(new int[] {55}, 0, 1, 1, 0);
        other.communicator(0).send(new int[] {66}, 0, 1, 1, 0);
        int[] received = new int[1];
        lanes.get(1).group(6, placement, fence, options).communicator(1).receive(received, 0, 1, 0, 0);
        assertThat(received[0]).isEqualTo(66);
        lanes.get(1).group(5, placement, fence, options).communicator(1).receive(received, 0, 1, 0, 0);
        assertThat(received[0]).isEqualTo(55);
        assertThatThrownBy(() -> lanes.get(1).group(5, placement, fence, options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("context=5");
        lanes.forEach(Lanes::close);
        assertThat(troubles).isEmpty();
    }

    @Test
    void an_epoch_sees_nothing_of_another() {
        LaneHost host = LaneHost.of(transport);
        var placement = Placement.of(1, 1);
        var options = GroupOptions.forRanks(2);
        List<Lanes> old = host.lanes(2, troubles);
        old.get(0).group(1, placement, fence, options).communicator(0).send(new int[] {1}, 0, 1, 1, 0);
        List<Lanes> next = host.lanes(2, troubles);
        next.get(0).group(1, placement, fence, options).communicator(0).send(new int[] {2}, 0, 1, 1, 0);
        int[] received = new int[1];
        next.get(1).group(1, placement, fence, options).communicator(1).receive(received, 0, 1, 0, 0);
        assertThat(received[0]).isEqualTo(2);
        old.forEach(Lanes::close);
        next.forEach(Lanes::close);
        assertThat(troubles).isEmpty();
    }

    @Test
    void a_lost_peer_ends_the_waits_of_the_groups_it_has_ranks_in() {
        List<Lanes> lanes = LaneHost.of(transport).lanes(3, troubles);
        var otherFence = new Fence();
        var options = GroupOptions.forRanks(1);
        RankGroup group = lanes.get(0).group(1, Placement.of(1, 1), fence, options);
        RankGroup other = lanes.get(0).group(2, Placement.of(1, 0, 1), otherFence, options);
        lanes.get(0).peerLost(1, "its process has ended with code 137");
        assertThatThrownBy(() -> group.communicator(0).barrier())
                .isInstanceOf(RankLostException.class)
                .hasMessageMatching("rank 1 on host \\S+ is lost \\(its process has ended with code 137\\)"
                        + " while rank 0 was in barrier\\(\\), call 1 of communicator \\d+\\.1");
        assertThat(fence.isRaised() || otherFence.isRaised()).isFalse();
        other.communicator(0).send(new int[1], 0, 1, 1, 0);
        lanes.forEach(Lanes::close);
    }

    @Test
    void a_group_that_is_made_after_a_loss_hears_of_it() {
        List<Lanes> lanes = LaneHost.of(transport).lanes(2, troubles);
        lanes.get(0).peerLost(1, "its process has ended with code 137");
        var options = GroupOptions.forRanks(1);
        RankGroup late = lanes.get(0).group(1, Placement.of(1, 1), fence, options);
        assertThatThrownBy(() -> late.communicator(0).receive(new int[1], 0, 1, 1, 4))
                .isInstanceOf(RankLostException.class)
                .hasMessageMatching("rank 1 on host \\S+ is lost \\(its process has ended with code 137\\)"
                        + " while rank 0 was in receive\\(int\\[1\\], source=1, tag=4\\),"
                        + " message 1 of communicator \\d+\\.1");
        assertThatThrownBy(() ->
                        late.communicator(0).iallReduce(Buffer.of(1L), Op.SUM).await())
                .isInstanceOf(RankLostException.class)
                .hasMessageMatching(".* while rank 0 was in allReduce\\(long\\[1\\], SUM\\),"
                        + " call 1 in the background of communicator \\d+\\.1");
        lanes.forEach(Lanes::close);
    }

    @Test
    void one_that_leaves_because_of_a_loss_is_not_the_mistake_of_those_who_hear_of_it_later() throws Exception {
        List<Lanes> lanes = LaneHost.of(transport).lanes(3, troubles);
        var placement = Placement.of(1, 1, 1);
        var options = GroupOptions.forRanks(3);
        RankGroup first = lanes.get(0).group(1, placement, fence, options);
        RankGroup second = lanes.get(2).group(1, placement, fence, options);
        lanes.get(0).peerLost(1, "it is gone");
        assertThatThrownBy(() -> first.communicator(0).barrier()).isInstanceOf(RankLostException.class);
        first.leave(0);
        var outcome = new CompletableFuture<Throwable>();
        Thread waiting = Thread.ofPlatform()
                .start(() -> outcome.complete(
                        catchThrowable(() -> second.communicator(2).barrier())));
        while (!second.view(0).isGone() || waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        lanes.get(2).peerLost(1, "it is gone");
        assertThat(outcome.get(20, TimeUnit.SECONDS))
                .isInstanceOf(RankLostException.class)
                .hasMessageContaining("rank 1 on host ")
                .hasMessageContaining("while rank 2 was in barrier(), call 1 of communicator ");
        lanes.forEach(Lanes::close);
    }

    @Test
    void who_waits_for_a_process_that_never_comes_is_fenced() throws Exception {
        LaneHost host = LaneHost.of(transport);
        LanePlan plan = host.newEpoch(2).get(1);
        var fence = new Fence();
        try (var lanes = host.client(1).open(plan, troubles::add)) {
            var outcome = new CompletableFuture<Throwable>();
            Thread waiting = Thread.ofPlatform()
                    .start(() ->
                            outcome.complete(catchThrowable(() -> lanes.awaitConnected(Duration.ofMinutes(1), fence))));
            while (waiting.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            fence.raise(new IllegalStateException("it is gone"));
            assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(EpochFencedException.class);
        }
    }

    @Test
    void garbage_is_dropped_and_counted_and_the_job_goes_on() throws IOException {
        long seed = System.nanoTime();
        LaneHost host = LaneHost.of(transport);
        List<LanePlan> plans = host.newEpoch(2);
        List<Lanes> lanes = plans.stream()
                .map(plan -> host.client(plan.endpoint()).open(plan, troubles::add))
                .toList();
        lanes.forEach(each -> each.awaitConnected(LaneHost.SOON));
        try (var aeron = Aeron.connect(
                new Aeron.Context().aeronDirectoryName(host.folder().toString()))) {
            String channel = transport == Transport.IPC
                    ? "aeron:ipc"
                    : "aeron:udp?endpoint=" + plans.get(1).endpoints().get(1).address();
            try (var publication = aeron.addExclusivePublication(channel, plans.get(0).stream(1, LaneKind.DATA))) {
                inject(publication, new byte[0]);
                inject(publication, new byte[100]);
                inject(publication, frame(plans.get(0).epoch(), 7, (short) 0x1234));
                inject(publication, frame(plans.get(0).epoch(), 7, Frame.MAGIC));
                inject(publication, frame(plans.get(0).epoch() + 1, 7, Frame.MAGIC));
                if (transport == Transport.UDP) {
                    sendDatagrams(plans.get(1).endpoints().get(1).address(), new Random(seed));
                }
                var placement = Placement.of(1, 1);
                var options = GroupOptions.forRanks(2);
                Communicator zero =
                        lanes.get(0).group(1, placement, fence, options).communicator(0);
                Communicator one =
                        lanes.get(1).group(1, placement, fence, options).communicator(1);
                Thread peer = Thread.ofPlatform().start(() -> assertSums(zero));
                assertSums(one);
                join(peer);
            }
        }
        awaitCounted(lanes.get(1));
        assertThat(lanes.get(1).counters().staleDropped()).isEqualTo(1);
        assertThat(lanes.get(1).counters().malformedDropped()).isEqualTo(3);
        assertThat(lanes.get(1).counters().forgedDropped()).isEqualTo(1);
        lanes.forEach(Lanes::close);
        assertThat(troubles).as("seed %d", seed).isEmpty();
    }

    private static void awaitCounted(Lanes lanes) {
        while (dropped(lanes.counters()) < 5) {
            Thread.onSpinWait();
        }
    }

    private static long dropped(LaneCounters counters) {
        return counters.staleDropped() + counters.malformedDropped() + counters.forgedDropped();
    }

    private static void assertSums(Communicator communicator) {
        for (int i = 0; i < 200; i++) {
            assertThat(communicator.allReduce(1L + i, Op.SUM)).isEqualTo(2L * (i + 1));
        }
    }

    private static void inject(ExclusivePublication publication, byte[] bytes) {
        while (publication.offer(new UnsafeBuffer(bytes)) < 0) {
            Thread.onSpinWait();
        }
    }

    private static byte[] frame(int epoch, int incarnation, short magic) {
        var frame = new Frame();
        frame.epoch = epoch;
        frame.incarnation = incarnation;
        frame.context = 1;
        byte[] bytes = new byte[Frame.HEADER_BYTES];
        var buffer = new UnsafeBuffer(bytes);
        frame.write(buffer, 0);
        buffer.putShort(0, magic);
        return bytes;
    }

    private static void sendDatagrams(String address, Random random) throws IOException {
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        try (var socket = new DatagramSocket()) {
            for (int i = 0; i < 500; i++) {
                byte[] bytes = new byte[random.nextInt(2000)];
                random.nextBytes(bytes);
                socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
            }
        }
    }

    private static void awaitDone(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
