package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes are lost, and the others go on: the ranks of one process are threads here that end in the middle. */
@ParameterizedClass
@EnumSource(Transport.class)
@Timeout(60)
class RecoveryTest {
    private static final String WHY = "its process has ended with code 137";

    private interface Program {
        void run(Communicator world) throws Exception;
    }

    private final Transport transport;
    private final List<LaneTrouble> troubles = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private List<Lanes> lanes = List.of();

    RecoveryTest(Transport transport) {
        this.transport = transport;
    }

    @AfterEach
    void closeLanes() {
        lanes.forEach(Lanes::close);
        assertThat(troubles).isEmpty();
    }

    @Test
    void a_loss_ends_whatever_the_survivors_wait_in_and_all_that_they_call_later() {
        start(Placement.of(1, 2, 1, 1), world -> {
            switch (world.rank()) {
                case 0 -> {
                    lost(world, "barrier(), call ", world::barrier);
                    lost(world, "split(), call ", () -> world.split(0, 0));
                    lost(world, "allReduce(long, SUM), call ", () -> world.allReduce(1L, Op.SUM));
                }
                case 3 -> {
                    lost(world, "receive(int[2], source=1, tag=5)", () -> world.receive(new int[2], 0, 2, 1, 5));
                    lost(world, "send(int[2], destination=0, tag=5)", () -> world.send(new int[2], 0, 2, 0, 5));
                    // Nobody has made such a call before the loss.
                    lost(world, "barrier(), call ", () -> world.ibarrier().await());
                }
                case 4 -> {
                    Request request = world.ireceive(new int[2], 0, 2, 2, 6);
                    Request send = world.isend(new long[2_000_000], 0, 2_000_000, 2, 7);
                    lost(world, "send(long[2000000], destination=2, tag=7)", send::await);
                    lost(world, "receive(int[2], source=2, tag=6)", request::await);
                    assertThat(request.test()).isTrue();
                }
                default -> {}
            }
        });
        awaitParked(0, 3, 4);
        lose(1);
        join();
    }

    @Test
    void survivors_agree_without_the_lost_rank() {
        start(Placement.of(1, 1, 1, 1), world -> {
            if (world.rank() == 2) {
                return;
            }
            long flags = 0b1111_0000L | 1L << world.rank();
            assertThat(world.agree(flags)).isEqualTo(0b1111_0000L);
            assertThat(world.agree(-1)).isEqualTo(-1);
            lost(world, "barrier(), call ", world::barrier);
            assertThat(world.agree(6L + world.rank() % 2)).isEqualTo(6);
        });
        awaitParked(0, 1, 3);
        lose(2);
        join();
    }

    @Test
    void the_flags_of_a_rank_that_is_lost_later_may_count_but_are_the_same_for_all() {
        var agreed = new CopyOnWriteArrayList<Long>();
        start(Placement.of(1, 1, 1), world -> agreed.add(world.agree(world.rank() == 0 ? 1 : 3)));
        join();
        lose(0);
        assertThat(agreed).containsExactly(1L, 1L, 1L);
    }

    @Test
    void who_leaves_without_agreeing_is_not_waited_for() {
        start(Placement.of(1, 1, 2), world -> {
            if (world.rank() == 0 || world.rank() == 3) {
                assertThat(world.agree(5)).isEqualTo(5);
            } else {
                assertThat(world.agree(7)).isEqualTo(5);
                assertThat(world.agree(world.rank())).isZero();
            }
            leave(world.rank());
        });
        join();
    }

    @Test
    void a_shrunk_communicator_keeps_the_order_and_works() {
        start(Placement.of(1, 2, 2, 1), world -> {
            int rank = world.rank();
            if (rank == 1 || rank == 2) {
                return;
            }
            lost(world, "barrier(), call ", world::barrier);
            Communicator rest = world.shrink();
            assertThat(rest.size()).isEqualTo(4);
            assertThat(rest.rank()).isEqualTo(rank == 0 ? 0 : rank - 2);
            assertThat(rest.id()).isNotEqualTo(world.id());
            works(rest);
            lost(world, "barrier(), call ", world::barrier);
            works(rest.dup());
            Communicator again = rest.shrink();
            assertThat(again.size()).isEqualTo(4);
            assertThat(again.id()).isNotEqualTo(rest.id());
            world.close();
            rest.close();
            works(again);
        });
        awaitParked(0, 3, 4, 5);
        lose(1);
        join();
    }

    @Test
    void the_lowest_rank_gets_lost_while_the_others_shrink() {
        start(Placement.of(1, 1, 1, 1), world -> {
            if (world.rank() == 0 || world.rank() == 2) {
                return;
            }
            Communicator rest = world.shrink();
            assertThat(rest.size()).isEqualTo(2);
            works(rest);
        });
        awaitParked(1, 3);
        lose(2);
        lose(0);
        join();
    }

    /** A loss at any moment of a shrink: it may be in the new communicator or not, but for all alike. */
    @Test
    void losses_while_ranks_shrink_again_and_again() {
        for (int round = 0; round < 10; round++) {
            int lostRank = round % 3;
            var shrinking = new CountDownLatch(5);
            start(Placement.of(1, 1, 1, 1, 1), world -> {
                shrinking.countDown();
                Communicator rest = world.shrink();
                if (world.rank() == lostRank) {
                    return;
                }
                while (true) {
                    try {
                        works(rest);
                        if (rest.size() == 4) {
                            break;
                        }
                    } catch (RankLostException e) {
                        rest = rest.shrink();
                    }
                }
            });
            await(shrinking);
            joinThread(threads.get(lostRank));
            lose(lostRank);
            join();
            lanes.forEach(Lanes::close);
        }
    }

    @Test
    void losses_one_after_the_other_down_to_one() {
        var step = List.of(new CountDownLatch(3), new CountDownLatch(2), new CountDownLatch(1));
        start(Placement.of(1, 1, 1, 1), world -> {
            int left = 3;
            Communicator now = world;
            while (world.rank() < left) {
                Communicator before = now;
                step.get(3 - left).countDown();
                assertThatThrownBy(before::barrier).isInstanceOf(RankLostException.class);
                now = before.shrink();
                assertThat(now.size()).isEqualTo(left);
                works(now);
                left--;
                if (left == 0) {
                    break;
                }
            }
        });
        for (int i = 0; i < 3; i++) {
            await(step.get(i));
            joinThread(threads.get(3 - i));
            lose(3 - i);
        }
        join();
    }

    @Test
    void what_was_split_off_before_a_loss_ends_too() {
        var parked = new CountDownLatch(2);
        start(Placement.of(1, 1, 1), world -> {
            Communicator twin = world.dup();
            Communicator pair = world.split(world.rank() / 2, 0);
            if (world.rank() == 2) {
                return;
            }
            parked.countDown();
            lost(twin, "allReduce(long, SUM)", () -> twin.allReduce(1L, Op.SUM));
            works(pair);
            works(twin.shrink());
        });
        await(parked);
        joinThread(threads.get(2));
        lose(2);
        join();
    }

    /** As if this process had been told between the split and the making of its part. */
    @Test
    void a_communicator_that_is_made_after_the_loss_of_one_of_its_ranks_is_over() {
        var made = new CountDownLatch(1);
        start(Placement.of(1, 1), world -> {
            if (world.rank() == 0) {
                made.await();
            }
        });
        lose(1);
        RankGroup late = lanes.get(0).group(77, Placement.of(1, 1), new Fence(), GroupOptions.forRanks(2));
        assertThatThrownBy(late.communicator(0)::barrier).isInstanceOf(RankLostException.class);
        assertThat(late.communicator(0).shrink().size()).isEqualTo(1);
        made.countDown();
        join();
    }

    @Test
    void a_revoked_communicator_ends_all_calls_in_all_processes() {
        var mayRevoke = new CountDownLatch(1);
        start(Placement.of(2, 1, 2), world -> revokeAndShrink(world, mayRevoke));
        awaitParked(0, 1, 2, 3);
        mayRevoke.countDown();
        join();
    }

    @Test
    void in_memory_too() {
        var mayRevoke = new CountDownLatch(1);
        RankThreads ranks = RankThreads.start(5, world -> revokeAndShrink(world, mayRevoke));
        for (int rank = 0; rank < 4; rank++) {
            ranks.awaitParked(rank);
        }
        mayRevoke.countDown();
        ranks.join();
        RankThreads.run(3, world -> {
            assertThat(world.agree(world.rank() + 4)).isEqualTo(4);
            Communicator same = world.shrink();
            assertThat(same.size()).isEqualTo(3);
            works(same);
            works(world);
        });
    }

    private static void revokeAndShrink(Communicator world, CountDownLatch mayRevoke) {
        Request other = world.rank() == 0 || world.rank() == 2 ? world.ireceive(new int[1], 0, 1, 3, 8) : Request.DONE;
        switch (world.rank()) {
            case 0 -> revoked("barrier(), call ", world::barrier);
            case 1 -> revoked("receive(int[1], source=4, tag=3)", () -> world.receive(new int[1], 0, 1, 4, 3));
            case 2 ->
                revoked(
                        "allReduce(long[1], SUM), call ",
                        () -> world.iallReduce(Buffer.of(1L), Op.SUM).await());
            case 3 -> revoked("send(", () -> world.send(new long[500_000], 0, 500_000, 2, 3));
            default -> {
                await(mayRevoke);
                world.revoke();
            }
        }
        if (!other.equals(Request.DONE)) {
            revoked("receive(int[1], source=3, tag=8)", other::await);
        }
        revoked("barrier(), call ", world::barrier);
        revoked("scan(int[1], MAX)", () -> world.iscan(Buffer.of(1), Op.MAX).await());
        world.revoke();
        Communicator fresh = world.shrink();
        assertThat(fresh.size()).isEqualTo(5);
        assertThat(fresh.rank()).isEqualTo(world.rank());
        assertThat(fresh.id()).isNotEqualTo(world.id());
        works(fresh);
        assertThat(world.agree(world.rank() | 8)).isEqualTo(8);
    }

    private static void revoked(String call, Runnable wait) {
        assertThatThrownBy(wait::run)
                .isInstanceOf(RevokedException.class)
                .hasMessageContaining("rank 4 has revoked this communicator while rank ")
                .hasMessageContaining(call);
    }

    private static void works(Communicator communicator) {
        int size = communicator.size();
        long[] all = new long[size];
        communicator.allGather(new long[] {communicator.rank()}, 0, 1, all, 0);
        for (int rank = 0; rank < size; rank++) {
            assertThat(all[rank]).isEqualTo(rank);
        }
        double[] data = new double[20_000];
        data[19_999] = 1;
        communicator.allReduce(data, 0, 20_000, Op.SUM);
        assertThat(data[19_999]).isEqualTo(size);
        long[] one = {1};
        communicator.iallReduce(Buffer.of(one), Op.SUM).await();
        assertThat(one[0]).isEqualTo(size);
    }

    private static void lost(Communicator of, String call, Runnable wait) {
        assertThatThrownBy(wait::run).isInstanceOfSatisfying(RankLostException.class, loss -> {
            assertThat(loss.rank()).isIn(1, 2);
            assertThat(loss.host()).isNotEmpty();
            assertThat(loss)
                    .hasMessageStartingWith("rank %d on host %s is lost (%s) while rank %d was in %s"
                            .formatted(loss.rank(), loss.host(), WHY, of.rank(), call))
                    .hasMessageEndingWith("of communicator " + of.id());
        });
    }

    private List<RankGroup> groups = List.of();
    private Placement placement = Placement.of(1);

    private void start(Placement where, Program program) {
        placement = where;
        lanes = LaneHost.of(transport).lanes(where.workers(), troubles);
        groups = lanes.stream()
                .map(each -> each.group(1, where, new Fence(), GroupOptions.forRanks(where.ranks())))
                .toList();
        threads.clear();
        for (int i = 0; i < where.ranks(); i++) {
            Communicator world = groups.get(where.worker(i)).communicator(i);
            threads.add(Thread.ofPlatform().name("rank " + i).daemon().start(() -> {
                try {
                    program.run(world);
                } catch (Throwable failure) {
                    failures.add(failure);
                }
            }));
        }
    }

    private void leave(int rank) {
        groups.get(placement.worker(rank)).leave(rank);
    }

    /** The process is gone, whose ranks are in no call; the others are told. */
    private void lose(int endpoint) {
        lanes.get(endpoint).close();
        for (int other = 0; other < lanes.size(); other++) {
            if (other != endpoint) {
                lanes.get(other).peerLost(endpoint, WHY);
            }
        }
    }

    private void awaitParked(int... ranks) {
        for (int rank : ranks) {
            while (threads.get(rank).getState() != Thread.State.TIMED_WAITING
                    && threads.get(rank).isAlive()) {
                Thread.onSpinWait();
            }
        }
    }

    private void join() {
        threads.forEach(RecoveryTest::joinThread);
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.getFirst().getMessage(), failures.getFirst());
        }
    }

    private static void joinThread(Thread thread) {
        try {
            assertThat(thread.join(Duration.ofSeconds(20)))
                    .as(() -> thread.getName() + " ends; it stands at " + List.of(thread.getStackTrace()))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
