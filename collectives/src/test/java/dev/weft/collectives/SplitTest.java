package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Communicators of some ranks of another one. */
@ParameterizedClass
@EnumSource(Meeting.class)
@Timeout(60)
class SplitTest extends AtMeeting {
    SplitTest(Meeting meeting) {
        super(meeting);
    }

    @Test
    void ranks_go_by_colour_then_key_then_rank() {
        RankThreads.run(5, world -> {
            int[] colours = {3, 0, 3, 0, 3};
            int[] keys = {7, 1, -2, 1, 7};
            int[][] members = {{2, 0, 4}, {1, 3}, {2, 0, 4}, {1, 3}, {2, 0, 4}};
            int rank = world.rank();
            Communicator part = world.split(colours[rank], keys[rank]);
            assertThat(worldRanks(part, rank)).isEqualTo(members[rank]);
            assertThat(members[rank][part.rank()]).isEqualTo(rank);
        });
    }

    @Test
    void one_alone() {
        RankThreads.run(3, world -> {
            Communicator alone = world.split(world.rank(), 0);
            assertThat(alone.size()).isEqualTo(1);
            assertThat(alone.allReduce(5L, Op.SUM)).isEqualTo(5);
        });
    }

    @Test
    void a_negative_colour_is_refused_before_anybody_sees_the_call() {
        RankThreads.run(2, world -> {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> world.split(-3, 0))
                    .withMessage("colour=-3 < 0: pass 0 or more, one of its own to stay alone");
            world.barrier();
        });
    }

    /** Ranks of a worker that don't follow each other rule algorithms on two levels out. */
    @Test
    void random_splits_give_what_the_model_gives() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        RankThreads.run(6, world -> {
            var random = new Random(seed);
            for (int i = 0; i < 6; i++) {
                int[] colours = random.ints(6, 0, 3).toArray();
                int[] keys = random.ints(6, -5, 5).toArray();
                Communicator part = world.split(colours[world.rank()], keys[world.rank()]);
                var ofPart = new Random(seed + colours[world.rank()]);
                for (int step = 0; step < 8; step++) {
                    CollectiveStep.random(ofPart, part.size(), new int[] {0, 1, 7, 129, 2049, 30_001})
                            .play(part);
                }
                part.close();
            }
        });
    }

    @Test
    void a_split_of_a_split_and_its_duplicate() {
        RankThreads.run(6, world -> {
            Communicator odd = world.split(world.rank() % 2, -world.rank());
            Communicator end = odd.split(odd.rank() / 2, 0);
            Communicator twin = end.dup();
            assertThat(odd.allReduce((long) world.rank(), Op.SUM)).isEqualTo(world.rank() % 2 == 0 ? 6 : 9);
            assertThat(worldRanks(end, world.rank())).isEqualTo(worldRanks(twin, world.rank()));
            assertThat(end.size()).isEqualTo(odd.rank() / 2 == 0 ? 2 : 1);
            assertThat(twin.id()).isNotEqualTo(end.id());
        });
    }

    @Test
    void messages_of_one_never_meet_those_of_another() {
        RankThreads.run(3, world -> {
            Communicator twin = world.dup();
            int next = (world.rank() + 1) % 3;
            int before = (world.rank() + 2) % 3;
            int[] value = {1};
            world.send(value, 0, 1, next, 5);
            value[0] = 2;
            twin.send(value, 0, 1, next, 5);
            twin.receive(value, 0, 1, before, 5);
            assertThat(value[0]).isEqualTo(2);
            Request sum = twin.iallReduce(Buffer.of(value), Op.SUM);
            assertThat(world.allReduce(10L, Op.SUM)).isEqualTo(30);
            sum.await();
            assertThat(value[0]).isEqualTo(6);
            world.receive(value, 0, 1, before, 5);
            assertThat(value[0]).isEqualTo(1);
        });
    }

    @Test
    void ids_are_the_same_at_all_members_and_never_used_again() {
        Set<CommunicatorId> ids = ConcurrentHashMap.newKeySet();
        int size = 4;
        RankThreads.run(size, world -> {
            ids.add(world.id());
            // Two communicators that have nothing in common split at the same time in the same processes.
            Communicator half = world.split(world.rank() % 2, 0);
            for (int i = 0; i < 20; i++) {
                Communicator part = half.split(i % 3, world.rank());
                long[] all = new long[2 * part.size()];
                part.allGather(new long[] {part.id().epoch(), part.id().counter()}, 0, 2, all, 0);
                for (int rank = 0; rank < part.size(); rank++) {
                    assertThat(new CommunicatorId((int) all[2 * rank], all[2 * rank + 1]))
                            .isEqualTo(part.id());
                }
                assertThat(part.id().epoch()).isEqualTo(world.id().epoch());
                if (part.rank() == 0) {
                    assertThat(ids.add(part.id())).as("%s is new", part.id()).isTrue();
                }
                part.close();
            }
        });
        assertThat(ids).hasSize(1 + 2 * 20);
    }

    @Test
    void who_leaves_has_left_what_was_split_off_too() {
        var left = new CountDownLatch(1);
        var ranks = RankThreads.start(
                world -> {
                    Communicator inner = world.split(0, 0).dup();
                    assertThatThrownBy(inner::barrier)
                            .isInstanceOf(CollectiveMismatchException.class)
                            .hasMessageContaining("rank 2 has ended its program");
                    left.countDown();
                },
                world -> {
                    Communicator outer = world.split(0, 0);
                    outer.dup();
                    left.await();
                    assertThatThrownBy(() -> outer.receive(new int[1], 0, 1, 2, 3))
                            .isInstanceOf(CollectiveMismatchException.class)
                            .hasMessageContaining("rank 1 calls receive(int[1], source=2, tag=3)")
                            .hasMessageContaining("rank 2 has ended its program");
                },
                world -> world.split(0, 0).dup());
        ranks.join();
    }

    @Test
    void who_closes_has_left_that_communicator_only() {
        RankThreads.run(2, world -> {
            Communicator part = world.dup();
            if (world.rank() == 0) {
                part.close();
                part.close();
            } else {
                assertThatThrownBy(part::barrier)
                        .isInstanceOf(CollectiveMismatchException.class)
                        .hasMessageContaining("rank 0 has ended its program");
            }
            assertThat(world.allReduce(1L, Op.SUM)).isEqualTo(2);
        });
    }

    @Test
    void the_mismatch_of_a_part_is_no_mismatch_of_the_whole() {
        RankThreads.run(4, world -> {
            Communicator half = world.split(world.rank() / 2, 0);
            if (world.rank() / 2 == 0) {
                assertThatThrownBy(() -> {
                            if (half.rank() == 0) {
                                half.barrier();
                            } else {
                                half.allReduce(1.0, Op.SUM);
                            }
                        })
                        .isInstanceOf(CollectiveMismatchException.class)
                        .hasMessageContaining("rank 0 calls barrier()")
                        .hasMessageContaining("rank 1 calls allReduce(double, SUM)");
            } else {
                half.barrier();
            }
            world.barrier();
        });
    }

    /** In memory and over lanes alike; whatever is kept of a communicator goes when all its ranks have closed it. */
    @Test
    void many_splits_leave_nothing_behind() {
        int size = 4;
        int splits = 300;
        boolean inMemory = Meeting.current() == Meeting.MEMORY;
        List<LaneTrouble> troubles = new CopyOnWriteArrayList<>();
        var placement = Placement.of(2, 2);
        List<Lanes> lanes = inMemory
                ? List.of()
                : LaneHost.of(Meeting.current() == Meeting.UDP ? Transport.UDP : Transport.IPC)
                        .lanes(2, troubles);
        var options = GroupOptions.forRanks(size);
        List<RankGroup> groups = inMemory
                ? List.of(RankGroup.inMemory(size, new Fence(), options))
                : lanes.stream()
                        .map(each -> each.group(1, placement, new Fence(), options))
                        .toList();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int rank = i;
            RankGroup group = inMemory ? groups.getFirst() : groups.get(placement.worker(rank));
            threads.add(Thread.ofPlatform().start(() -> splitOften(group.communicator(rank), splits)));
        }
        threads.forEach(SplitTest::join);
        for (RankGroup group : groups) {
            awaitRegistered(group, 1);
            assertThat(group.partsInUse()).isZero();
        }
        lanes.forEach(Lanes::close);
        assertThat(troubles).isEmpty();
    }

    private static void splitOften(Communicator world, int splits) {
        for (int i = 0; i < splits; i++) {
            Communicator part = world.split(i % 3 == 0 ? world.rank() % 2 : 0, 0);
            int[] ones = {1};
            part.send(ones, 0, 1, (part.rank() + 1) % part.size(), 0);
            part.receive(ones, 0, 1, (part.rank() + part.size() - 1) % part.size(), 0);
            if (i % 10 == 0) {
                part.iallReduce(Buffer.of(ones), Op.SUM).await();
                assertThat(ones[0]).isEqualTo(part.size());
            }
            part.close();
        }
        world.barrier();
    }

    /** The last good-byes may still be on their way. */
    private static void awaitRegistered(RankGroup group, int number) {
        long start = System.nanoTime();
        while (group.links().registered() > number && System.nanoTime() - start < 10_000_000_000L) {
            Thread.onSpinWait();
        }
        assertThat(group.links().registered()).isLessThanOrEqualTo(number);
    }

    private static int[] worldRanks(Communicator part, int worldRank) {
        int[] all = new int[part.size()];
        part.allGather(new int[] {worldRank}, 0, 1, all, 0);
        assertThat(IntStream.range(0, part.size()).filter(each -> each == part.rank()))
                .hasSize(1);
        return Arrays.copyOf(all, all.length);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
