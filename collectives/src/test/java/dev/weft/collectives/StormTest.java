package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Full windows in all directions. */
@ParameterizedClass
@EnumSource(Transport.class)
class StormTest {
    private static final int BLOCK = 1250;

    private interface Program {
        void run(Communicator world) throws Exception;
    }

    private final Transport transport;
    private final Fence fence = new Fence();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<LaneTrouble> troubles = new CopyOnWriteArrayList<>();

    StormTest(Transport transport) {
        this.transport = transport;
    }

    /** Every rank begins to send each other one more than its window takes, before anybody receives anything. */
    @Test
    @Timeout(60)
    void all_send_to_all_before_anybody_receives() {
        var placement = Placement.of(2, 2, 1);
        int size = placement.ranks();
        int messages = 400;
        run(placement, new ArrayList<>(), world -> {
            int rank = world.rank();
            List<Request> sent = new ArrayList<>();
            for (int i = 0; i < messages; i++) {
                for (int peer = 0; peer < size; peer++) {
                    long[] data = new long[BLOCK];
                    Arrays.fill(data, element(rank, peer, i));
                    sent.add(world.isend(data, 0, BLOCK, peer, i % 2));
                }
            }
            if (rank > 0) {
                assertThat(sent.getLast().test() && sent.get(sent.size() - size).test())
                        .as("all is sent though nobody has received")
                        .isFalse();
            }
            world.barrier();
            long[] received = new long[BLOCK];
            long sum = 0;
            long expected = 0;
            for (int peer = 0; peer < size; peer++) {
                for (int i = 0; i < messages; i++) {
                    assertThat(world.receive(received, 0, BLOCK, peer, i % 2)).isEqualTo(BLOCK);
                    assertThat(received[0]).isEqualTo(element(peer, rank, i));
                    sum += Arrays.stream(received).sum();
                    expected += BLOCK * element(peer, rank, i);
                }
            }
            assertThat(sum).isEqualTo(expected);
            Request.awaitAll(sent.toArray(Request[]::new));
        });
    }

    private static long element(int from, int to, int number) {
        return from * 1_000_000L + to * 10_000L + number;
    }

    @Test
    @Timeout(60)
    void a_rank_that_does_nothing_holds_up_nobody_and_holds_no_more_than_the_windows() {
        int rounds = 10_000;
        var placement = Placement.of(8, 8);
        int size = placement.ranks();
        var awake = new CountDownLatch(size - 1);
        var most = new AtomicLong();
        List<RankGroup> groups = new ArrayList<>();
        long window = SendWindow.bytes(Roster.of(placement, 0), 0);
        int messages = (int) (2 * window / (8L * BLOCK));
        run(placement, groups, world -> {
            int rank = world.rank();
            Communicator others = world.split(rank == 0 ? 0 : 1, 0);
            if (rank == 0) {
                awake.await();
                receiveAll(world, messages);
                return;
            }
            List<Request> sent = new ArrayList<>();
            for (int i = 0; i < messages; i++) {
                long[] data = new long[BLOCK];
                data[BLOCK - 1] = element(rank, 0, i);
                sent.add(world.isend(data, 0, BLOCK, 0, 7));
            }
            while (rank >= 8 && unread(groups.getFirst(), rank) < window - 8L * BLOCK) {
                assertThat(sent.getLast().test()).isFalse();
            }
            long[] sums = new long[1];
            for (int round = 0; round < rounds; round++) {
                sums[0] = (long) rank + round;
                others.allReduce(sums, 0, 1, Op.SUM);
                assertThat(sums[0]).isEqualTo(120 + 15L * round);
                if (round % 10 == 0) {
                    others.barrier();
                }
                if (round % 100 == 0 && rank >= 8) {
                    most.accumulateAndGet(unread(groups.getFirst(), rank), Math::max);
                }
            }
            if (rank >= 8) {
                assertThat(sent.getLast().test())
                        .as("a message too many is sent")
                        .isFalse();
            }
            awake.countDown();
            Request.awaitAll(sent.toArray(Request[]::new));
        });
        assertThat(most.get()).as("bytes that one sender has unread").isBetween(window - 8L * BLOCK, window);
    }

    private static long unread(RankGroup group, int from) {
        return group.port(0).line(LineKind.MAIL, from).unreadBytes();
    }

    private static void receiveAll(Communicator world, int messages) {
        long[] received = new long[BLOCK];
        for (int peer = 1; peer < world.size(); peer++) {
            for (int i = 0; i < messages; i++) {
                assertThat(world.receive(received, 0, BLOCK, peer, 7)).isEqualTo(BLOCK);
                assertThat(received[BLOCK - 1]).isEqualTo(element(peer, 0, i));
            }
        }
    }

    /** @param groups of each process, filled in before any rank begins */
    private void run(Placement placement, List<RankGroup> groups, Program program) {
        List<Lanes> lanes = LaneHost.of(transport).lanes(placement.workers(), troubles);
        lanes.forEach(each -> groups.add(each.group(1, placement, fence, GroupOptions.forRanks(placement.ranks()))));
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < placement.ranks(); i++) {
            Communicator world = groups.get(placement.worker(i)).communicator(i);
            threads.add(Thread.ofPlatform().name("rank " + i).daemon().start(() -> {
                try {
                    program.run(world);
                } catch (Throwable failure) {
                    failures.add(failure);
                    fence.raise(failure);
                }
            }));
        }
        threads.forEach(StormTest::join);
        lanes.forEach(Lanes::close);
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.getFirst().getMessage(), failures.getFirst());
        }
        assertThat(troubles).isEmpty();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
