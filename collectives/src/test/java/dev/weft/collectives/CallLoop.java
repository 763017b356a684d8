package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What ranks do over and over until something ends it. Each turn checks its results. */
sealed interface CallLoop {
    /** The methods that its ranks can be in, by the names that texts give them, with bars between. */
    String methods();

    /** The random numbers are the same on all ranks. */
    void turn(Communicator communicator, Random random);

    private static int[] counts() {
        return new int[] {0, 1, 65, 1000, 20_001};
    }

    private static int count(Random random) {
        return Math.max(1, counts()[random.nextInt(counts().length)]);
    }

    static List<CallLoop> all() {
        Stream<CallLoop> steps = CollectiveStep.OPERATIONS.stream().map(Steps::new);
        return Stream.concat(steps, Arrays.stream(Other.values())).toList();
    }

    static CallLoop named(String name) {
        return all().stream()
                .filter(loop -> loop.toString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** One operation, each time with other elements, types and counts; send and receive pass along. */
    record Steps(Operation operation) implements CallLoop {
        @Override
        public String methods() {
            return operation == Operation.SEND ? "send|receive" : operation.method();
        }

        @Override
        public void turn(Communicator communicator, Random random) {
            CollectiveStep.random(random, communicator.size(), operation, counts())
                    .play(communicator);
        }

        @Override
        public String toString() {
            return operation.method();
        }
    }

    enum Other implements CallLoop {
        /** A call in the background. */
        IALL_REDUCE("iallReduce", "allReduce") {
            @Override
            public void turn(Communicator communicator, Random random) {
                double[] data = new double[count(random)];
                Arrays.fill(data, communicator.rank());
                communicator.iallReduce(Buffer.of(data), Op.MAX).await();
                assertThat(data).containsOnly(communicator.size() - 1);
            }
        },
        /** Everybody sends to the next and receives from the one before, by requests. */
        EXCHANGE("isend", "send|receive") {
            @Override
            public void turn(Communicator communicator, Random random) {
                int size = communicator.size();
                int rank = communicator.rank();
                long[] sent = new long[count(random)];
                long[] received = new long[sent.length];
                Arrays.fill(sent, rank);
                Request receiving = communicator.ireceive(received, 0, received.length, (rank + size - 1) % size, 3);
                Request sending = communicator.isend(sent, 0, sent.length, (rank + 1) % size, 3);
                Request.awaitAll(receiving, sending);
                assertThat(received).containsOnly((rank + size - 1) % size);
            }
        },
        /** A communicator for one call. */
        SPLIT("split", "split|allReduce") {
            @Override
            public void turn(Communicator communicator, Random random) {
                Communicator part = communicator.split(0, communicator.rank());
                assertThat(part.allReduce(1L, Op.SUM)).isEqualTo(communicator.size());
                part.close();
            }
        },
        /** All go on only if nobody's call has failed. */
        AGREE("agree", "agree|barrier") {
            @Override
            public void turn(Communicator communicator, Random random) {
                RuntimeException failure = barrier(communicator);
                if (communicator.agree(failure == null ? -1 : 0) == 0) {
                    throw failure == null ? afterThat(communicator) : failure;
                }
            }

            // One whose call had gone well hears of the loss in the next.
            private RuntimeException afterThat(Communicator communicator) {
                RuntimeException failure = barrier(communicator);
                return failure == null ? new IllegalStateException("a barrier without a lost rank") : failure;
            }

            private @Nullable RuntimeException barrier(Communicator communicator) {
                try {
                    communicator.barrier();
                    return null;
                } catch (RankLostException failure) {
                    return failure;
                }
            }
        };

        private final String title;
        private final String methods;

        Other(String title, String methods) {
            this.title = title;
            this.methods = methods;
        }

        @Override
        public String methods() {
            return methods;
        }

        @Override
        public String toString() {
            return title;
        }
    }
}
