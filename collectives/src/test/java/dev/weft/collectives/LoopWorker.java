package dev.weft.collectives;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The main class of a worker whose ranks make calls in a loop until a rank is lost or the fence is raised. It serves one
 * trial after the other, each in an epoch of its own.
 *
 * <pre>
 *   arguments    folder transport [host]
 *   it says      address A
 *   it hears     trial EPOCH ENDPOINT RANKS,RANKS,… LOOP SEED INCARNATION@ADDRESS INCARNATION@ADDRESS …
 *   it says      looping                          each of its ranks has been through its loop
 *                trouble ENDPOINT REASON          its lanes to a process are broken
 *   it hears     lost ENDPOINT WHY                or    fence WHY
 *   it says      ended RANK EXCEPTION: MESSAGE    of each rank, then, unless it was the fence,
 *                recovered RANK FLAGS SIZE SUM    what the ranks that are left agree on, and compute together
 *                closed                           ready for the next trial
 * </pre>
 */
final class LoopWorker {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int FIRST_TURNS = 3;

    private LoopWorker() {}

    public static void main(String[] arguments) throws Exception {
        String host = arguments.length > 2 ? arguments[2] : "127.0.0.1";
        try (var client = LaneClient.connect(Path.of(arguments[0]), Transport.valueOf(arguments[1]), host);
                var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            say("address " + client.address());
            Trial trial = null;
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                if (line.startsWith("trial ")) {
                    trial = new Trial(client, line.split(" ", -1));
                    trial.start();
                } else if (trial != null) {
                    trial.hears(line);
                }
            }
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static final class Trial {
        private final Fence fence = new Fence();
        private final Placement placement;
        private final CallLoop loop;
        private final long seed;
        private final Lanes lanes;
        private final RankGroup group;
        private final List<Thread> ranks = new ArrayList<>();
        private final CountDownLatch looping;

        Trial(LaneClient client, String[] words) {
            int endpoint = Integer.parseInt(words[2]);
            placement = Placement.of(Arrays.stream(words[3].split(",", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray());
            loop = CallLoop.named(words[4]);
            seed = Long.parseLong(words[5]);
            List<Endpoint> endpoints = new ArrayList<>();
            for (String each : List.of(words).subList(6, words.length)) {
                String[] parts = each.split("@", -1);
                endpoints.add(new Endpoint(Integer.parseInt(parts[0]), parts[1]));
            }
            lanes = client.open(
                    new LanePlan(Integer.parseInt(words[1]), endpoint, endpoints),
                    trouble -> say("trouble " + trouble.endpoint() + " " + trouble.reason()));
            lanes.awaitConnected(LIMIT);
            group = lanes.group(1, placement, fence, GroupOptions.forRanks(placement.ranks()));
            looping = new CountDownLatch(placement.ranks(endpoint));
            for (int rank = placement.first(endpoint); rank < placement.end(endpoint); rank++) {
                Communicator communicator = group.communicator(rank);
                ranks.add(Thread.ofPlatform().name("rank " + rank).unstarted(() -> run(communicator)));
            }
        }

        void start() {
            ranks.forEach(Thread::start);
            Thread.ofPlatform().daemon().name("trial").start(this::follow);
        }

        void hears(String line) {
            String[] words = line.split(" ", 3);
            if (words[0].equals("lost")) {
                lanes.peerLost(Integer.parseInt(words[1]), words[2]);
            } else {
                fence.raise(new IllegalStateException(line.substring("fence ".length())));
            }
        }

        private void follow() {
            try {
                looping.await();
                say("looping");
                for (Thread rank : ranks) {
                    rank.join();
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            lanes.close();
            say("closed");
        }

        private void run(Communicator communicator) {
            int rank = communicator.rank();
            Throwable end = loopToItsEnd(communicator);
            say("ended %d %s: %s".formatted(rank, end.getClass().getSimpleName(), end.getMessage()));
            try {
                if (end instanceof RankLostException) {
                    say("recovered %d %s".formatted(rank, recover(communicator)));
                }
            } catch (RuntimeException | Error failure) {
                say("recovered %d %s".formatted(rank, failure));
            } finally {
                group.leave(rank);
            }
        }

        private Throwable loopToItsEnd(Communicator communicator) {
            var random = new Random(seed);
            try {
                for (int turns = 1; ; turns++) {
                    loop.turn(communicator, random);
                    if (turns == FIRST_TURNS) {
                        looping.countDown();
                    }
                }
            } catch (RuntimeException | Error failure) {
                return failure;
            }
        }

        /** The way of User Level Failure Mitigation: agree, shrink, go on with those that are left. */
        private static String recover(Communicator communicator) {
            long flags = communicator.agree(~(1L << communicator.rank()));
            Communicator left = communicator.shrink();
            long sum = left.allReduce(1L << communicator.rank(), Op.SUM);
            double[] many = new double[100_000];
            Arrays.fill(many, communicator.rank());
            left.allReduce(many, 0, many.length, Op.SUM);
            return "%x %d %x %s %s".formatted(~flags, left.size(), sum, distinct(many), left.rank());
        }

        private static @Nullable Object distinct(double[] many) {
            return Arrays.stream(many).distinct().boxed().toList();
        }
    }
}
