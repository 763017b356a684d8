package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that begin now and end later. */
@ParameterizedClass
@EnumSource(Meeting.class)
@Timeout(60)
class RequestsTest extends AtMeeting {
    /** Of longs; 4 MB, more than a window. */
    private static final int LONG = 500_000;

    RequestsTest(Meeting meeting) {
        super(meeting);
    }

    @Test
    void several_receives_get_the_messages_of_their_tags_in_order() {
        RankThreads.run(2, c -> {
            int peer = 1 - c.rank();
            long[][] received = new long[40][1];
            Request[] requests = new Request[80];
            for (int i = 0; i < 40; i++) {
                requests[i] = c.ireceive(received[i], 0, 1, peer, i % 4);
            }
            for (int i = 39; i >= 0; i--) {
                requests[40 + i] = c.isend(new long[] {100L * c.rank() + i}, 0, 1, peer, i % 4);
            }
            Request.awaitAll(requests);
            // Tag t was sent with 36 + t, 32 + t, ..., t in this order.
            for (int i = 0; i < 40; i++) {
                assertThat(received[i][0]).isEqualTo(100L * peer + 36 + i % 4 - i / 4 * 4L);
            }
        });
    }

    @Test
    void long_and_short_ones_to_one_receiver_keep_their_order() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        RankThreads.run(2, c -> {
            var random = new Random(seed);
            int peer = 1 - c.rank();
            List<Request> requests = new ArrayList<>();
            List<long[]> arrays = new ArrayList<>();
            int[] lengths = random.ints(40, 0, 3)
                    .map(kind -> kind == 0 ? 1 : kind == 1 ? 5000 : LONG / 4)
                    .toArray();
            for (int i = 0; i < 40; i++) {
                long[] received = new long[LONG / 4];
                arrays.add(received);
                requests.add(c.ireceive(received, 0, LONG / 4, peer, 1));
            }
            for (int i = 0; i < 40; i++) {
                long[] sent = new long[lengths[i]];
                Arrays.fill(sent, i);
                if (random.nextInt(3) == 0) {
                    c.send(sent, 0, sent.length, peer, 1);
                } else {
                    requests.add(c.isend(sent, 0, sent.length, peer, 1));
                }
            }
            for (int i = 0; i < 40; i++) {
                assertThat(requests.get(i).await())
                        .as("seed %d, message %d", seed, i)
                        .isEqualTo(lengths[i]);
                assertThat(arrays.get(i)[0]).isEqualTo(i);
                assertThat(arrays.get(i)[lengths[i] - 1]).isEqualTo(i);
            }
            Request.awaitAll(requests.toArray(Request[]::new));
        });
    }

    @Test
    void long_ones_are_received_in_another_order_than_they_were_sent() {
        RankThreads.run(2, c -> {
            int peer = 1 - c.rank();
            List<Request> sent = new ArrayList<>();
            for (int tag = 0; tag < 4; tag++) {
                long[] data = new long[LONG + tag];
                Arrays.fill(data, 10L * c.rank() + tag);
                sent.add(c.isend(data, 0, data.length, peer, tag));
            }
            sent.add(c.isend(new long[] {99}, 0, 1, peer, 4));
            for (int tag = 4; tag >= 0; tag--) {
                long[] received = new long[LONG + 4];
                int count = c.receive(received, 0, received.length, peer, tag);
                assertThat(count).isEqualTo(tag == 4 ? 1 : LONG + tag);
                assertThat(received[count - 1]).isEqualTo(tag == 4 ? 99 : 10L * peer + tag);
            }
            sent.forEach(Request::await);
        });
    }

    @Test
    void to_oneself() {
        RankThreads.run(2, c -> {
            long[] received = new long[LONG];
            long[] second = new long[3];
            Request later = c.ireceive(received, 0, LONG, c.rank(), 3);
            assertThat(later.test()).isFalse();
            long[] sent = new long[LONG];
            sent[LONG - 1] = 7;
            assertThat(c.isend(sent, 0, LONG, c.rank(), 3).test()).isTrue();
            assertThat(later.test()).isTrue();
            assertThat(later.await()).isEqualTo(LONG);
            assertThat(received[LONG - 1]).isEqualTo(7);
            c.isend(new long[] {1, 2}, 0, 2, c.rank(), 4).await();
            c.send(new long[] {3}, 0, 1, c.rank(), 4);
            assertThat(c.receive(second, 0, 3, c.rank(), 4)).isEqualTo(2);
            assertThat(c.ireceive(second, 2, 1, c.rank(), 4).await()).isEqualTo(1);
            assertThat(second).containsExactly(1, 2, 3);
        });
    }

    @Test
    void blocking_ones_pass_between_those_that_are_begun() {
        RankThreads.run(2, c -> {
            int[] value = {0, 0, 0};
            if (c.rank() == 0) {
                Request first = c.isend(new int[] {1}, 0, 1, 1, 9);
                c.send(new int[] {2}, 0, 1, 1, 9);
                Request third = c.isend(new int[] {3}, 0, 1, 1, 9);
                Request.awaitAll(third, first);
            } else {
                Request first = c.ireceive(value, 0, 1, 0, 9);
                assertThat(c.receive(value, 1, 1, 0, 9)).isEqualTo(1);
                Request third = c.ireceive(value, 2, 1, 0, 9);
                Request.awaitAll(third, first);
                assertThat(value).containsExactly(1, 2, 3);
            }
        });
    }

    /** The first waits unread while the second is received, for which its sender waits. */
    @Test
    void a_blocking_send_returns_when_its_own_message_was_received() {
        int count = 20_000;
        RankThreads.run(2, c -> {
            if (c.rank() == 0) {
                Request first = c.isend(new long[count], 0, count, 1, 1);
                c.send(new long[count], 0, count, 1, 2);
                c.barrier();
                first.await();
            } else {
                assertThat(c.receive(new long[count], 0, count, 0, 2)).isEqualTo(count);
                c.barrier();
                assertThat(c.receive(new long[count], 0, count, 0, 1)).isEqualTo(count);
            }
        });
    }

    @Test
    void test_tells_when_it_has_ended() {
        var mayReceive = new CountDownLatch(1);
        RankThreads.run(2, c -> {
            if (c.rank() == 0) {
                Request sent = c.isend(new long[LONG], 0, LONG, 1, 0);
                assertThat(sent.test()).isFalse();
                mayReceive.countDown();
                while (!sent.test()) {
                    Thread.onSpinWait();
                }
                assertThat(sent.await()).isZero();
                assertThat(sent.await()).isZero();
            } else {
                mayReceive.await();
                Request received = c.ireceive(new long[LONG], 0, LONG, 0, 0);
                while (!received.test()) {
                    Thread.onSpinWait();
                }
                assertThat(received.await()).isEqualTo(LONG);
                assertThat(received.await()).isEqualTo(LONG);
            }
        });
    }

    @Test
    void a_ring_of_long_messages() {
        int size = 5;
        RankThreads.run(size, c -> {
            long[] sent = new long[LONG];
            long[] received = new long[LONG + 2];
            Arrays.fill(sent, c.rank());
            for (int distance = 1; distance <= size; distance++) {
                int to = (c.rank() + distance) % size;
                int from = (c.rank() + size - distance % size) % size;
                assertThat(c.sendReceive(sent, 0, LONG, to, 2, received, 1, LONG, from, 2))
                        .isEqualTo(LONG);
                assertThat(received[1]).isEqualTo(from);
                assertThat(received[LONG]).isEqualTo(from);
                assertThat(received[0] + received[LONG + 1]).isZero();
            }
        });
    }

    /** What is awaited moves on what is not. */
    @Test
    void a_long_send_moves_on_while_a_collective_call_is_awaited() {
        RankThreads.run(2, c -> {
            if (c.rank() == 0) {
                Request sent = c.isend(new long[LONG], 0, LONG, 1, 0);
                c.ibarrier().await();
                Request again = c.isend(new long[LONG], 0, LONG, 1, 0);
                c.agree(1);
                Request third = c.isend(new long[LONG], 0, LONG, 1, 0);
                c.barrier();
                Request.awaitAll(sent, again, third);
            } else {
                c.receive(new long[LONG], 0, LONG, 0, 0);
                c.ibarrier().await();
                c.receive(new long[LONG], 0, LONG, 0, 0);
                c.agree(1);
                c.receive(new long[LONG], 0, LONG, 0, 0);
                c.barrier();
            }
        });
    }

    @Test
    void every_collective_call_in_the_background() {
        for (int count : new int[] {1, 300, 20_000}) {
            RankThreads.run(3, c -> {
                List<Runnable> checks = beginAll(c, count, new ArrayList<>());
                checks.forEach(Runnable::run);
            });
        }
    }

    /** All ranks begin in the same order; what they do meanwhile need not have one. */
    @Test
    void in_another_order_relative_to_blocking_calls_on_each_rank() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        RankThreads.run(3, c -> {
            var random = new Random(seed + c.rank());
            for (int round = 0; round < 5; round++) {
                List<Runnable> awaited = new ArrayList<>();
                int before = random.nextInt(4);
                for (int i = 0; i < before; i++) {
                    assertThat(c.allReduce(1L, Op.SUM)).isEqualTo(3);
                }
                beginAll(c, 100, awaited);
                for (int i = before; i < 4; i++) {
                    assertThat(c.allReduce(1L, Op.SUM)).isEqualTo(3);
                }
                Collections.shuffle(awaited, random);
                awaited.forEach(Runnable::run);
            }
        });
    }

    /**
     * Rank 0's send stays pending, since rank 1 waits for no message of rank 0: the watch of its lanes takes in what comes, but only as far as the window goes. What
     * rank 1 sends may be done, since rank 0 waits for it.
     */
    @Test
    void a_fence_ends_what_is_pending() {
        var first = new CountDownLatch(1);
        var begun = new CountDownLatch(2);
        var ended = new CountDownLatch(1);
        var ranks = RankThreads.start(2, c -> {
            if (c.rank() == 0) {
                await(first);
            }
            Request receive = c.ireceive(new int[3], 0, 3, 1, 1);
            Request send = c.isend(new long[LONG], 0, LONG, 1 - c.rank(), 2);
            Request sum = c.rank() == 0 ? c.iallReduce(Buffer.of(1L), Op.SUM) : Request.DONE;
            first.countDown();
            begun.countDown();
            if (c.rank() == 1) {
                await(ended);
            }
            try {
                for (Request each : c.rank() == 0 ? List.of(sum, receive, send) : List.of(receive)) {
                    assertThatThrownBy(each::await).isInstanceOf(EpochFencedException.class);
                    assertThat(each.test()).as("a failure is told by await()").isTrue();
                    assertThatThrownBy(each::await).isInstanceOf(EpochFencedException.class);
                }
            } finally {
                ended.countDown();
            }
            assertThatThrownBy(() -> c.ibarrier().await()).isInstanceOf(EpochFencedException.class);
            assertThatThrownBy(() -> c.isend(new int[1], 0, 1, 0, 0)).isInstanceOf(EpochFencedException.class);
        });
        await(begun);
        ranks.fence().raise(new Exception("cancelled"));
        ranks.join();
    }

    @Test
    void a_peer_that_left_ends_what_waits_for_it() {
        assertThat(outcome(c -> c.ireceive(new int[3], 0, 3, 1, 1).await()))
                .contains("rank 0 calls receive(int[3], source=1, tag=1)", "rank 1 has ended its program");
        assertThat(outcome(c -> c.isend(new long[LONG], 0, LONG, 1, 1).await()))
                .contains("rank 0 calls send(long[500000], destination=1, tag=1)", "rank 1 has ended its program");
        assertThat(outcome(c -> c.ibarrier().await())).contains("rank 0 calls barrier()", "rank 1 has ended its");
    }

    @Test
    void what_was_begun_before_leaving_is_received() {
        var ranks = RankThreads.start(
                c -> {
                    int[] received = new int[2];
                    Request first = c.ireceive(received, 0, 1, 1, 1);
                    Request second = c.ireceive(received, 1, 1, 1, 2);
                    Request.awaitAll(second, first);
                    assertThat(received).containsExactly(1, 2);
                },
                c -> {
                    c.isend(new int[] {1}, 0, 1, 0, 1).await();
                    c.isend(new int[] {2}, 0, 1, 0, 2).await();
                });
        ranks.join();
    }

    @Test
    void calls_in_the_background_that_do_not_fit_are_named() {
        var ranks = RankThreads.start(
                c -> {
                    Request mine = c.iallReduce(Buffer.of(1.0, 2.0), Op.MAX);
                    c.barrier();
                    mine.await();
                },
                c -> {
                    Request mine = c.ibroadcast(Buffer.of(1, 2, 3), 1);
                    c.barrier();
                    mine.await();
                    // Over lanes this root's own part may be over before anybody sees the mismatch.
                    c.barrier();
                    c.barrier();
                });
        for (var outcome : ranks.outcomes()) {
            assertThat(outcome.orElseThrow())
                    .isInstanceOf(CollectiveMismatchException.class)
                    .hasMessageContaining("allReduce(double[2], MAX)")
                    .hasMessageContaining("broadcast(int[3], root=1)");
        }
    }

    /** Begins each of the calls; appends what awaits and checks each of them. */
    private static List<Runnable> beginAll(Communicator c, int count, List<Runnable> checks) {
        int size = c.size();
        int rank = c.rank();
        int root = size - 1;
        int total = size * (size + 1) / 2;
        int[] counts = IntStream.range(0, size).map(each -> count + each).toArray();
        int[] places = new int[size];
        int[] equal = new int[size];
        Arrays.fill(equal, count);
        int[] blocks = new int[size];
        for (int i = 1; i < size; i++) {
            places[i] = places[i - 1] + counts[i - 1];
            blocks[i] = blocks[i - 1] + count;
        }
        int all = places[size - 1] + counts[size - 1];

        Request barrier = c.ibarrier();
        checks.add(() -> assertThat(barrier.await()).isZero());

        int[] told = rank == root ? filled(count, 42) : new int[count];
        Request broadcast = c.ibroadcast(Buffer.of(told), root);
        checks.add(() -> check(broadcast, told, filled(count, 42)));

        int[] reduced = filled(count, rank + 1);
        Request reduce = c.ireduce(Buffer.of(reduced), Op.SUM, root);
        checks.add(() -> check(reduce, reduced, filled(count, rank == root ? total : rank + 1)));

        int[] sums = filled(count, rank + 1);
        Request allReduce = c.iallReduce(Buffer.of(sums), Op.SUM);
        checks.add(() -> check(allReduce, sums, filled(count, total)));

        int[] block = new int[count];
        Request reduceScatter = c.ireduceScatter(Buffer.of(filled(count * size, rank + 1)), Buffer.of(block), Op.SUM);
        checks.add(() -> check(reduceScatter, block, filled(count, total)));

        int[] gathered = new int[rank == root ? count * size : 0];
        Request gather = c.igather(Buffer.of(filled(count, rank + 1)), Buffer.of(gathered), root);
        checks.add(() -> check(gather, gathered, rank == root ? blocks(equal) : new int[0]));

        int[] gatheredV = new int[rank == root ? all : 0];
        Request gatherV =
                c.igatherV(Buffer.of(filled(counts[rank], rank + 1)), Buffer.of(gatheredV), counts, places, root);
        checks.add(() -> check(gatherV, gatheredV, rank == root ? blocks(counts) : new int[0]));

        int[] mine = new int[count];
        Request scatter = c.iscatter(Buffer.of(rank == root ? blocks(equal) : new int[0]), Buffer.of(mine), root);
        checks.add(() -> check(scatter, mine, filled(count, rank + 1)));

        int[] mineV = new int[counts[rank]];
        Request scatterV = c.iscatterV(
                Buffer.of(rank == root ? blocks(counts) : new int[0]), counts, places, Buffer.of(mineV), root);
        checks.add(() -> check(scatterV, mineV, filled(counts[rank], rank + 1)));

        int[] ofAll = new int[count * size];
        Request allGather = c.iallGather(Buffer.of(filled(count, rank + 1)), Buffer.of(ofAll));
        checks.add(() -> check(allGather, ofAll, blocks(equal)));

        int[] ofAllV = new int[all];
        Request allGatherV =
                c.iallGatherV(Buffer.of(filled(counts[rank], rank + 1)), counts, Buffer.of(ofAllV), places);
        checks.add(() -> check(allGatherV, ofAllV, blocks(counts)));

        int[] exchanged = new int[count * size];
        Request allToAll = c.iallToAll(Buffer.of(filled(count * size, rank + 1)), Buffer.of(exchanged));
        checks.add(() -> check(allToAll, exchanged, blocks(equal)));

        int[] exchangedV = new int[count * size];
        Request allToAllV = c.iallToAllV(
                Buffer.of(filled(count * size, rank + 1)), equal, blocks, Buffer.of(exchangedV), equal, blocks);
        checks.add(() -> check(allToAllV, exchangedV, blocks(equal)));

        int[] scanned = filled(count, rank + 1);
        Request scan = c.iscan(Buffer.of(scanned), Op.SUM);
        checks.add(() -> check(scan, scanned, filled(count, (rank + 1) * (rank + 2) / 2)));

        int[] exscanned = filled(count, rank + 1);
        Request exscan = c.iexscan(Buffer.of(exscanned), Op.SUM);
        checks.add(() -> check(exscan, exscanned, filled(count, rank == 0 ? 1 : rank * (rank + 1) / 2)));
        return checks;
    }

    private static void check(Request request, int[] actual, int[] expected) {
        assertThat(request.await()).isZero();
        assertThat(request.test()).isTrue();
        assertThat(actual).isEqualTo(expected);
    }

    private static int[] filled(int count, int value) {
        int[] array = new int[count];
        Arrays.fill(array, value);
        return array;
    }

    /** Of each rank so many times its number plus one. */
    private static int[] blocks(int[] counts) {
        return IntStream.range(0, counts.length)
                .flatMap(rank -> IntStream.generate(() -> rank + 1).limit(counts[rank]))
                .toArray();
    }

    private static String outcome(RankThreads.Program program) {
        Throwable outcome =
                RankThreads.start(program, c -> {}).outcomes().getFirst().orElseThrow();
        assertThat(outcome).isInstanceOf(CollectiveMismatchException.class);
        return outcome.getMessage();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
