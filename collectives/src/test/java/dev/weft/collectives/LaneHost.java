package dev.weft.collectives;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A host with a media driver and, as if they were processes, some clients. One per transport for a test JVM. */
final class LaneHost implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(20);

    private static final Map<Transport, LaneHost> HOSTS = new EnumMap<>(Transport.class);

    private final Transport transport;
    private final HostTransport host;
    private final List<LaneClient> clients = new ArrayList<>();
    private final AtomicInteger epochs = new AtomicInteger();

    LaneHost(Transport transport, HostTransport host) {
        this.transport = transport;
        this.host = host;
    }

    static LaneHost start(Transport transport, Liveness liveness) {
        var plan = new TransportPlan(transport, 6, 512 << 10);
        return new LaneHost(transport, HostTransport.start(newFolder(), plan, Long.MAX_VALUE, liveness));
    }

    static synchronized LaneHost of(Transport transport) {
        return HOSTS.computeIfAbsent(transport, any -> {
            LaneHost host = start(any, Liveness.PATIENT);
            Runtime.getRuntime().addShutdownHook(new Thread(host::close));
            return host;
        });
    }

    /** A folder that doesn't exist yet, in shared memory where there is some. */
    static Path newFolder() {
        try {
            Path shared = Path.of("/dev/shm");
            Path parent = Files.isWritable(shared)
                    ? Files.createTempDirectory(shared, "weft-test-")
                    : Files.createTempDirectory("weft-test-");
            return parent.resolve("job");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return host.folder();
    }

    Transport transport() {
        return transport;
    }

    synchronized LaneClient client(int endpoint) {
        while (clients.size() <= endpoint) {
            clients.add(LaneClient.connect(host.folder(), transport));
        }
        return clients.get(endpoint);
    }

    /** The plan of a new epoch with that many processes. */
    List<LanePlan> newEpoch(int endpoints) {
        int epoch = epochs.incrementAndGet();
        List<Endpoint> all = new ArrayList<>();
        for (int endpoint = 0; endpoint < endpoints; endpoint++) {
            all.add(new Endpoint(7 + endpoint, client(endpoint).address()));
        }
        List<LanePlan> plans = new ArrayList<>();
        for (int endpoint = 0; endpoint < endpoints; endpoint++) {
            plans.add(new LanePlan(epoch, endpoint, all));
        }
        return plans;
    }

    /** The lanes of a new epoch, all connected. */
    List<Lanes> lanes(int endpoints, List<LaneTrouble> troubles) {
        List<Lanes> lanes = new ArrayList<>();
        for (LanePlan plan : newEpoch(endpoints)) {
            lanes.add(client(plan.endpoint()).open(plan, troubles::add));
        }
        lanes.forEach(each -> each.awaitConnected(SOON));
        return lanes;
    }

    Meeting.Group group(Placement placement, Fence fence, GroupOptions options) {
        List<LaneTrouble> troubles = new CopyOnWriteArrayList<>();
        List<Lanes> lanes = lanes(placement.workers(), troubles);
        List<RankGroup> groups = new ArrayList<>();
        lanes.forEach(each -> groups.add(each.group(1, placement, fence, options)));
        return new Meeting.Group() {
            @Override
            public Communicator communicator(int rank) {
                return groups.get(placement.worker(rank)).communicator(rank);
            }

            @Override
            public void leave(int rank) {
                groups.get(placement.worker(rank)).leave(rank);
            }

            @Override
            public void close() {
                lanes.forEach(Lanes::close);
                if (!troubles.isEmpty()) {
                    throw new AssertionError(troubles.toString());
                }
            }
        };
    }

    @Override
    public synchronized void close() {
        clients.forEach(LaneClient::close);
        host.close();
        try {
            Files.delete(host.folder().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
