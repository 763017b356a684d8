package dev.weft.collectives.benchmark;

import dev.weft.collectives.Endpoint;
import dev.weft.collectives.Fence;
import dev.weft.collectives.LaneClient;
import dev.weft.collectives.LanePlan;
import dev.weft.collectives.Operation;
import dev.weft.collectives.Placement;
import dev.weft.collectives.Transport;
import dev.weft.collectives.TransportException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The main class of a JVM with some of the ranks.
 *
 * <pre>
 *   it says     its address       when it is asked for nothing
 *   it answers  lines of Task     with lines of Outcome; the first line has the addresses of all
 * </pre>
 */
final class BenchmarkWorker {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);
    private static final int CONTEXT = 1;

    private BenchmarkWorker() {}

    /** What {@link #main} reads. */
    static List<String> arguments(Path driverFolder, int worker, BenchmarkSpec spec) {
        return List.of(
                driverFolder.toString(),
                spec.transport().name(),
                Integer.toString(worker),
                Integer.toString(spec.ranks()),
                Integer.toString(spec.workers()),
                Forced.text(spec.algorithms()));
    }

    public static void main(String[] arguments) {
        Path driverFolder = Path.of(arguments[0]);
        ParentJvm.serve(
                () -> BenchmarkHost.removeAfter(driverFolder),
                parent -> work(
                        parent,
                        LaneClient.connect(driverFolder, Transport.valueOf(arguments[1])),
                        Integer.parseInt(arguments[2]),
                        Placement.even(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4])),
                        Forced.parse(arguments[5])));
    }

    @SuppressWarnings("MustBeClosedChecker") // all of it lives as long as the process
    private static void work(
            ParentJvm parent, LaneClient client, int worker, Placement placement, Map<Operation, String> algorithms)
            throws Exception {
        parent.say(client.address());
        var fence = new Fence();
        var lanes = client.open(
                new LanePlan(0, worker, endpoints(parent.hear(), placement.workers())),
                trouble -> fence.raise(
                        new TransportException("worker %d: %s".formatted(trouble.endpoint(), trouble.reason()))));
        lanes.awaitConnected(CONNECT_LIMIT);
        var group = lanes.group(CONTEXT, placement, fence, RankTeam.options(placement.ranks(), algorithms));
        var team = new RankTeam(
                IntStream.range(placement.first(worker), placement.end(worker))
                        .mapToObj(group::communicator)
                        .toList(),
                fence);
        parent.say("ready");
        parent.answerAll(line -> team.perform(Task.of(line)).line());
    }

    private static List<Endpoint> endpoints(String addresses, int workers) {
        String[] each = addresses.split(" ", -1);
        List<Endpoint> endpoints = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            endpoints.add(new Endpoint(0, worker < each.length ? each[worker] : ""));
        }
        return endpoints;
    }
}
