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
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * The main class of a worker process in tests: connects, says its address, hears those of all, and runs what the first
 * argument names on each of its ranks.
 *
 * <pre>
 *   arguments    program folder transport endpoint seed ranks-of-worker-0,ranks-of-worker-1,… [host]
 *   it says      address A    then    ready    and at its end    digest D
 *   it hears     all addresses, separated by blanks
 * </pre>
 */
final class LaneWorker {
    static final int GOODPUT_BYTES = 32 << 20;

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private LaneWorker() {}

    public static void main(String[] arguments) throws Exception {
        Transport transport = Transport.valueOf(arguments[2]);
        int endpoint = Integer.parseInt(arguments[3]);
        long seed = Long.parseLong(arguments[4]);
        int[] ranks = Arrays.stream(arguments[5].split(",", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        String host = arguments.length > 6 ? arguments[6] : "127.0.0.1";
        try (var client = LaneClient.connect(Path.of(arguments[1]), transport, host)) {
            say("address " + client.address());
            var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            LanePlan plan = plan(endpoint, ranks.length, input.readLine());
            var fence = new Fence();
            try (var lanes = client.open(
                    plan,
                    trouble -> fence.raise(new IllegalStateException(
                            "process " + trouble.endpoint() + " is lost: " + trouble.reason())))) {
                lanes.awaitConnected(LIMIT);
                say("ready");
                var placement = Placement.of(ranks);
                say(
                        arguments[0].equals("algorithms")
                                ? "cases " + algorithms(lanes, placement, fence, endpoint, seed)
                                : "digest "
                                        + run(arguments[0], group(lanes, placement, fence), placement, endpoint, seed));
            }
        }
    }

    private static RankGroup group(Lanes lanes, Placement placement, Fence fence) {
        return lanes.group(1, placement, fence, GroupOptions.forRanks(placement.ranks()));
    }

    /** Plays all cases on this process's ranks; how many they were, or what went wrong. */
    private static String algorithms(Lanes lanes, Placement placement, Fence fence, int endpoint, long seed)
            throws InterruptedException {
        int[] counts = {0, 1, Math.max(0, placement.ranks() - 1), 333, 100_001 / placement.ranks()};
        List<AlgorithmCase> cases = AlgorithmCase.all(placement, counts, 2, new Random(seed));
        List<RankGroup> groups = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            var options = GroupOptions.forRanks(placement.ranks())
                    .withForced(cases.get(i).step().operation(), cases.get(i).algorithm());
            groups.add(lanes.group(100 + i, placement, fence, options));
        }
        var failures = new ConcurrentLinkedQueue<String>();
        List<Thread> ranks = new ArrayList<>();
        for (int rank = placement.first(endpoint); rank < placement.end(endpoint); rank++) {
            int number = rank;
            ranks.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < cases.size() && failures.isEmpty(); i++) {
                    try {
                        cases.get(i).step().play(groups.get(i).communicator(number));
                    } catch (Throwable failure) {
                        failures.add(cases.get(i) + ": " + failure);
                        fence.raise(failure);
                    }
                }
            }));
        }
        for (Thread rank : ranks) {
            rank.join();
        }
        if (!failures.isEmpty()) {
            say("cases " + failures);
            // Not in good order, so that the others' lanes break.
            Runtime.getRuntime().halt(1);
        }
        return Integer.toString(cases.size());
    }

    private static String run(String program, RankGroup group, Placement placement, int endpoint, long seed)
            throws InterruptedException {
        List<RankRun> runs = new ArrayList<>();
        for (int rank = placement.first(endpoint); rank < placement.end(endpoint); rank++) {
            runs.add(new RankRun(program, group, rank, seed));
        }
        runs.forEach(Thread::start);
        for (RankRun run : runs) {
            run.join();
        }
        return runs.stream().map(RankRun::outcome).collect(Collectors.joining(" "));
    }

    static LanePlan plan(int endpoint, int endpoints, String addresses) {
        String[] each = Arrays.copyOf(addresses.split(" ", -1), endpoints);
        List<Endpoint> all = new ArrayList<>();
        for (int i = 0; i < endpoints; i++) {
            all.add(new Endpoint(i + 1, each[i]));
        }
        return new LanePlan(0, endpoint, all);
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /** A rank's thread and what came of it. */
    private static final class RankRun extends Thread {
        private final String program;
        private final RankGroup group;
        private final int rank;
        private final long seed;
        private String outcome = "none";

        RankRun(String program, RankGroup group, int rank, long seed) {
            super("rank " + rank);
            this.program = program;
            this.group = group;
            this.rank = rank;
            this.seed = seed;
        }

        String outcome() {
            return outcome;
        }

        @Override
        public void run() {
            try {
                outcome = Long.toHexString(play(program, group.communicator(rank), seed));
            } catch (Throwable failure) {
                outcome = failure.getClass().getSimpleName();
            } finally {
                group.leave(rank);
            }
        }
    }

    /** What a rank computes; the same however the ranks are spread. */
    static long play(String program, Communicator communicator, long seed) {
        return switch (program) {
            case "steps" -> steps(communicator, seed, 60, 50_001);
            case "long steps" -> steps(communicator, seed, 30, 300_001);
            case "goodput" -> nanosForBytes(communicator);
            case "forever" -> forever(communicator);
            default -> throw new IllegalArgumentException(program);
        };
    }

    private static long steps(Communicator communicator, long seed, int steps, int longest) {
        var random = new Random(seed);
        for (int i = 0; i < steps; i++) {
            CollectiveStep.random(random, communicator.size(), new int[] {0, 1, 65, 1000, longest})
                    .play(communicator);
        }
        double[] values = new double[5000];
        Arrays.setAll(values, i -> new Random(seed + communicator.rank() * 7919L + i).nextGaussian());
        communicator.allReduce(values, 0, values.length, Op.SUM);
        double[] scanned = values.clone();
        communicator.exscan(scanned, 0, scanned.length, Op.SUM);
        return Arrays.hashCode(values) * 31L + Arrays.hashCode(scanned);
    }

    /** How long {@link #GOODPUT_BYTES} take from rank 0 to all others, in messages of 1 MiB. */
    private static long nanosForBytes(Communicator communicator) {
        byte[] message = new byte[1 << 20];
        communicator.broadcast(message, 0, message.length, 0);
        communicator.barrier();
        long start = System.nanoTime();
        for (int sent = 0; sent < GOODPUT_BYTES; sent += message.length) {
            communicator.broadcast(message, 0, message.length, 0);
        }
        communicator.barrier();
        return System.nanoTime() - start;
    }

    private static long forever(Communicator communicator) {
        double[] values = new double[50_000];
        while (true) {
            communicator.allReduce(values, 0, values.length, Op.MAX);
        }
    }
}
