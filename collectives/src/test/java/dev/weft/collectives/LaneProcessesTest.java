package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Ranks in JVMs of their own. */
class LaneProcessesTest {
    /** A process that is gone is found in seconds here, so that no test waits for the patience of real life. */
    private static final Liveness BRISK =
            new Liveness(Duration.ofSeconds(20), Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(2));

    @ParameterizedTest
    @CsvSource({"IPC, '1,1'", "IPC, '2,1'", "IPC, '0,2,2'", "UDP, '1,3,1'"})
    void compute_what_ranks_of_one_process_compute(Transport transport, String ranks) throws Exception {
        long seed = System.nanoTime();
        var placement = Placement.of(
                Arrays.stream(ranks.split(",", -1)).mapToInt(Integer::parseInt).toArray());
        String[] expected = new String[placement.ranks()];
        RankThreads.run(
                placement.ranks(),
                communicator ->
                        expected[communicator.rank()] = Long.toHexString(LaneWorker.play("steps", communicator, seed)));
        try (var host = LaneHost.start(transport, Liveness.PATIENT)) {
            List<ChildProcess> workers = start(host, "steps", placement.workers(), seed, ranks);
            for (int worker = 0; worker < workers.size(); worker++) {
                String own =
                        String.join(" ", Arrays.copyOfRange(expected, placement.first(worker), placement.end(worker)));
                assertThat(workers.get(worker).await("digest"))
                        .as("worker %d, seed %d", worker, seed)
                        .isEqualTo(own);
                assertThat(workers.get(worker).exitCode()).isZero();
            }
        }
    }

    @Test
    void reach_each_other_by_ipv6_addresses() throws Exception {
        InetAddress loopback = InetAddress.ofLiteral("::1");
        assumeTrue(NetworkInterface.getByInetAddress(loopback) != null, "this system has no IPv6");
        try (var host = LaneHost.start(Transport.UDP, Liveness.PATIENT)) {
            List<ChildProcess> workers =
                    List.of(worker(host, "steps", 0, 1, "1,1", "::1"), worker(host, "steps", 1, 1, "1,1", "[::1]"));
            String addresses = addresses(workers);
            assertThat(addresses.split(" ")).allMatch(address -> address.matches("\\[[0:]+1]:\\d+"));
            workers.forEach(worker -> worker.say(addresses));
            for (ChildProcess worker : workers) {
                worker.await("digest");
                assertThat(worker.exitCode()).isZero();
            }
        }
    }

    /** What {@link AlgorithmsTest} does on threads. */
    @Tag("long")
    @Timeout(300)
    @ParameterizedTest
    @CsvSource({
        "IPC, '1,1'",
        "IPC, '2,1'",
        "IPC, '1,1,1'",
        "IPC, '1,3'",
        "IPC, '2,3'",
        "IPC, '3,1,3'",
        "IPC, '4,4'",
        "IPC, '8,8'",
        "IPC, '1,10,6'",
        "UDP, '1,1'",
        "UDP, '2,3'",
        "UDP, '3,4'"
    })
    void every_algorithm_does_what_it_does_on_threads(Transport transport, String ranks) throws Exception {
        long seed = System.nanoTime();
        int workerCount = ranks.split(",", -1).length;
        try (var host = LaneHost.start(transport, Liveness.PATIENT)) {
            List<ChildProcess> workers = start(host, "algorithms", workerCount, seed, ranks);
            List<String> played = new ArrayList<>();
            for (ChildProcess worker : workers) {
                played.add(worker.await("cases"));
            }
            System.out.printf("%s %s: %s cases, seed %d%n", transport, ranks, played.getFirst(), seed);
            assertThat(played).as("seed %d", seed).allMatch(each -> each.matches("[1-9][0-9]{2,}"));
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void a_killed_process_is_named_by_every_other(Transport transport) throws Exception {
        try (var host = LaneHost.start(transport, BRISK);
                var client = LaneClient.connect(host.folder(), transport)) {
            var workers = new ArrayList<ChildProcess>();
            for (int endpoint = 0; endpoint < 2; endpoint++) {
                workers.add(worker(host, "forever", endpoint, 0, "1,1,0", LaneClient.LOOPBACK));
            }
            String addresses = addresses(workers) + " " + client.address();
            var troubles = new LinkedBlockingQueue<LaneTrouble>();
            try (var lanes = client.open(LaneWorker.plan(2, 3, addresses), troubles::add)) {
                workers.forEach(worker -> worker.say(addresses));
                lanes.awaitConnected(Duration.ofSeconds(30));
                workers.forEach(worker -> worker.await("ready"));
                workers.get(1).kill();
                LaneTrouble trouble = troubles.poll(30, TimeUnit.SECONDS);
                assertThat(trouble).isNotNull();
                assertThat(trouble.endpoint()).isEqualTo(1);
                assertThat(workers.get(0).await("digest")).isEqualTo("EpochFencedException");
                assertThat(workers.get(0).exitCode()).isZero();
                assertThat(troubles).isEmpty();
            } finally {
                workers.forEach(ChildProcess::close);
            }
        }
    }

    @Test
    void one_that_never_opens_its_lanes_is_named() {
        try (var host = LaneHost.start(Transport.IPC, Liveness.PATIENT)) {
            LanePlan plan = host.newEpoch(3).get(1);
            LanePlan other = new LanePlan(plan.epoch(), 2, plan.endpoints());
            try (var lanes = host.client(1).open(plan, trouble -> {});
                    var others = host.client(2).open(other, trouble -> {})) {
                assertThat(catchThrowable(() -> lanes.awaitConnected(Duration.ofMillis(500))))
                        .isInstanceOf(TransportException.class)
                        .hasMessageContaining("have not opened theirs: process 0")
                        .hasMessageNotContaining("process 2");
                assertThat(others.counters().framesReceived()).isZero();
            }
        }
    }

    private static List<ChildProcess> start(LaneHost host, String program, int workers, long seed, String ranks) {
        List<ChildProcess> started = new ArrayList<>();
        for (int endpoint = 0; endpoint < workers; endpoint++) {
            started.add(worker(host, program, endpoint, seed, ranks, LaneClient.LOOPBACK));
        }
        String addresses = addresses(started);
        started.forEach(worker -> worker.say(addresses));
        return started;
    }

    private static ChildProcess worker(
            LaneHost host, String program, int endpoint, long seed, String ranks, String address) {
        return ChildProcess.start(
                program,
                host.folder().toString(),
                host.transport().name(),
                Integer.toString(endpoint),
                Long.toString(seed),
                ranks,
                address);
    }

    private static String addresses(List<ChildProcess> workers) {
        return workers.stream().map(worker -> worker.await("address")).collect(Collectors.joining(" "));
    }
}
