package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Meeting.class)
class PointToPointTest extends AtMeeting {
    PointToPointTest(Meeting meeting) {
        super(meeting);
    }

    private static final int LONG = 1_000_000;

    @Test
    void messages_of_one_tag_keep_their_order() {
        RankThreads.run(2, communicator -> {
            int[] number = {0};
            for (int i = 0; i < 20_000; i++) {
                if (communicator.rank() == 0) {
                    number[0] = i;
                    communicator.send(number, 0, 1, 1, 5);
                } else {
                    communicator.receive(number, 0, 1, 0, 5);
                    assertThat(number[0]).isEqualTo(i);
                }
            }
        });
    }

    @Test
    void tags_may_be_received_in_another_order() {
        RankThreads.run(2, communicator -> {
            long[] value = {0};
            for (int tag = 0; tag < 100 && communicator.rank() == 0; tag++) {
                value[0] = tag * 10L;
                communicator.send(value, 0, 1, 1, tag);
            }
            for (int tag = 99; tag >= 0 && communicator.rank() == 1; tag--) {
                assertThat(communicator.receive(value, 0, 1, 0, tag)).isEqualTo(1);
                assertThat(value[0]).isEqualTo(tag * 10L);
            }
        });
    }

    @Test
    void short_sends_return_before_anybody_receives() {
        var sent = new CountDownLatch(1);
        RankThreads.run(2, communicator -> {
            byte[] data = new byte[64 << 10];
            if (communicator.rank() == 0) {
                data[7] = 1;
                communicator.send(data, 0, data.length, 1, 0);
                data[7] = 2;
                sent.countDown();
            } else {
                sent.await();
                communicator.receive(data, 0, data.length, 0, 0);
                assertThat(data[7]).isEqualTo((byte) 1);
            }
        });
    }

    @Test
    void a_rank_sends_to_itself_whatever_the_length() {
        RankThreads.run(1, communicator -> {
            double[] data = new double[LONG];
            for (int i = 0; i < 10; i++) {
                data[LONG - 1] = i;
                communicator.send(data, 0, LONG, 0, 3);
            }
            double[] received = new double[LONG];
            for (int i = 0; i < 10; i++) {
                assertThat(communicator.receive(received, 0, LONG, 0, 3)).isEqualTo(LONG);
                assertThat(received[LONG - 1]).isEqualTo(i);
            }
        });
    }

    @Test
    void a_long_send_waits_for_its_receiver() {
        var senderWaits = new CountDownLatch(1);
        var ranks =
                RankThreads.start(communicator -> communicator.send(new long[LONG], 0, LONG, 1, 0), communicator -> {
                    senderWaits.await();
                    assertThat(communicator.receive(new long[LONG], 0, LONG, 0, 0))
                            .isEqualTo(LONG);
                });
        ranks.awaitParked(0);
        senderWaits.countDown();
        ranks.join();
    }

    @Test
    void a_sender_of_many_short_messages_waits_for_a_receiver_that_is_behind() {
        int messages = 2000;
        var senderWaits = new CountDownLatch(1);
        int[] sent = new int[1000];
        int[] received = new int[1000];
        var ranks = RankThreads.start(
                communicator -> {
                    for (sent[999] = 0; sent[999] < messages; sent[999]++) {
                        communicator.send(sent, 0, 1000, 1, 0);
                    }
                },
                communicator -> {
                    senderWaits.await();
                    for (int i = 0; i < messages; i++) {
                        communicator.receive(received, 0, 1000, 0, 0);
                        assertThat(received[999]).isEqualTo(i);
                    }
                });
        ranks.awaitParked(0);
        assertThat(sent[999]).isLessThan(messages / 3);
        senderWaits.countDown();
        ranks.join();
    }

    @Test
    void random_lengths_all_to_all() {
        long seed = System.nanoTime();
        int size = 4;
        RankThreads.run(size, communicator -> {
            int rank = communicator.rank();
            var lengths = new Random(seed);
            for (int round = 0; round < 60; round++) {
                int length = 1 << lengths.nextInt(18);
                for (int distance = 1; distance < size; distance++) {
                    exchange(communicator, (rank + distance) % size, (rank - distance + size) % size, length, seed);
                }
                long[] self = {round};
                communicator.send(self, 0, 1, rank, 9);
                communicator.receive(self, 0, 1, rank, 9);
                assertThat(self[0]).isEqualTo(round);
            }
        });
    }

    /** The lower of two ranks sends first. */
    private static void exchange(Communicator communicator, int to, int from, int length, long seed) {
        int rank = communicator.rank();
        long[] sent = new long[length + 1];
        long[] received = new long[length + 4];
        sent[length] = rank;
        if (rank < to) {
            communicator.send(sent, 1, length, to, 0);
        }
        if (from < rank) {
            check(communicator, received, from, length, seed);
        }
        if (rank > to) {
            communicator.send(sent, 1, length, to, 0);
        }
        if (from > rank) {
            check(communicator, received, from, length, seed);
        }
    }

    private static void check(Communicator communicator, long[] received, int from, int length, long seed) {
        int count = communicator.receive(received, 2, length + 1, from, 0);
        assertThat(count).as("seed %d", seed).isEqualTo(length);
        assertThat(received[length + 1])
                .as("seed %d, last element from rank %d", seed, from)
                .isEqualTo(from);
        assertThat(received[length + 2]).as("seed %d, behind the message", seed).isZero();
    }
}
