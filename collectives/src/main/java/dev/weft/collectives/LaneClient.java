package dev.weft.collectives;

import dev.weft.collectives.process.HostAddress;
import io.aeron.Aeron;
import io.aeron.ChannelUriStringBuilder;
import io.aeron.CncFileDescriptor;
import io.aeron.CommonContext;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.exceptions.AeronException;
import io.aeron.exceptions.TimeoutException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process's access to the media driver of its host; one per process. When the driver goes, or this process stalls for
 * longer than the driver bears, the client has ended for good, and all its lanes are told so.
 */
public final class LaneClient implements AutoCloseable {
    /** The port is the system's choice; this stream only holds it. */
    private static final int ADDRESS_STREAM = 1;

    static final String LOOPBACK = "127.0.0.1";
    private static final String ANY_PORT = ":0";
    private static final int ETHERNET_PACKET_BYTES = 1500;
    private static final int IP_AND_UDP_HEADER_BYTES = 48;
    private static final int FRAME_ALIGNMENT = 32;
    private static final int CONTROL_FRAME_BYTES = TransportPlan.CONTROL_TERM_BYTES / 8;
    private static final long RESOLVE_NANOS = 5_000_000_000L;
    private static final long TURN_NANOS = 1_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(LaneClient.class);

    private final Aeron aeron;
    private final Transport transport;
    private final Path driverFolder;
    private final String host;
    private final CopyOnWriteArrayList<Lanes> open = new CopyOnWriteArrayList<>();
    private long channelTag;
    private int datagramBytes;
    private String address = "";

    private LaneClient(Path driverFolder, Transport transport, String host) {
        this.transport = transport;
        this.host = host;
        this.driverFolder = driverFolder;
        this.aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(driverFolder.toString())
                .driverTimeoutMs(Liveness.PATIENT.driver().toMillis())
                .errorHandler(this::failed)
                .subscriberErrorHandler(this::failed));
    }

    /** Connects to a driver that runs in that folder, for lanes between processes of this host only. */
    public static LaneClient connect(Path driverFolder, Transport transport) {
        return connect(driverFolder, transport, LOOPBACK);
    }

    /**
     * Connects to a driver that runs in that folder.
     *
     * @param host the address of this host, IPv4 or IPv6, at which the processes of other hosts reach it: with UDP its driver listens
     *     there, at a port of the system's choice. Nothing is encrypted, so it belongs to a network of the cluster's own.
     */
    public static LaneClient connect(Path driverFolder, Transport transport, String host) {
        if (!Files.exists(driverFolder.resolve(CncFileDescriptor.CNC_FILE))) {
            throw new TransportException(
                    "no media driver runs at %s: start the host's transport first".formatted(driverFolder));
        }
        try {
            var client = new LaneClient(driverFolder, transport, host);
            if (transport == Transport.UDP) {
                client.bind();
            }
            return client;
        } catch (AeronException e) {
            throw new TransportException(
                    "can't reach the media driver at %s: %s".formatted(driverFolder, e.getMessage()), e);
        }
    }

    /** Where this process receives, to be told to the others; "" if shared memory needs no address. */
    public String address() {
        return address;
    }

    /**
     * Opens this process's lanes of an epoch.
     *
     * @param whenBroken told once of each process whose lanes break, by some thread of the transport; it must not wait
     */
    public Lanes open(LanePlan plan, Consumer<LaneTrouble> whenBroken) {
        try {
            var lanes = new Lanes(plan, this, whenBroken);
            open.add(lanes);
            return lanes;
        } catch (AeronException e) {
            throw new TransportException(
                    "process %d can't open its lanes of epoch %d: %s"
                            .formatted(plan.endpoint(), plan.epoch(), e.getMessage()),
                    e);
        }
    }

    /** Closes all lanes that are open. */
    @Override
    public void close() {
        open.forEach(Lanes::close);
        aeron.close();
    }

    Subscription receive(LanePlan plan, LaneKind kind, IntConsumer whenLost) {
        return aeron.addSubscription(
                inbound(),
                plan.stream(plan.endpoint(), kind),
                image -> {},
                image -> whenLost.accept(image.sessionId()));
    }

    ExclusivePublication send(LanePlan plan, int receiver, LaneKind kind) {
        var channel = new ChannelUriStringBuilder()
                .media(media())
                .endpoint(endpoint(plan.endpoints().get(receiver).address()))
                .sessionId(plan.session(plan.endpoint()));
        if (kind == LaneKind.CONTROL) {
            channel.termLength(TransportPlan.CONTROL_TERM_BYTES).mtu(CONTROL_FRAME_BYTES);
        } else if (transport == Transport.UDP) {
            channel.mtu(datagramBytes);
        }
        return aeron.addExclusivePublication(channel.build(), plan.stream(receiver, kind));
    }

    Transport transport() {
        return transport;
    }

    /** Memory beside a data lane that this process sends on; null where there is a network between. */
    @Nullable
    PayloadRing newRing(LanePlan plan, int receiver) {
        return transport == Transport.IPC ? PayloadRing.create(ringFile(plan, plan.endpoint(), receiver)) : null;
    }

    /** Memory beside a data lane that this process receives on. */
    PayloadRing openRing(LanePlan plan, int sender) {
        return PayloadRing.open(ringFile(plan, sender, plan.endpoint()));
    }

    /** In the driver's folder, with which it goes. */
    private Path ringFile(LanePlan plan, int sender, int receiver) {
        return driverFolder.resolve(
                "ring-%d-%d.%d-%d".formatted(plan.epoch(), sender, plan.incarnation(sender), receiver));
    }

    void closed(Lanes lanes) {
        open.remove(lanes);
    }

    private void bind() {
        channelTag = aeron.nextCorrelationId();
        Subscription holder = holder();
        String resolved = holder.resolvedEndpoint();
        long start = System.nanoTime();
        while (resolved == null) {
            if (System.nanoTime() - start >= RESOLVE_NANOS) {
                aeron.close();
                throw new TransportException("no free port on host=%s within 5 s".formatted(host));
            }
            LockSupport.parkNanos(this, TURN_NANOS);
            resolved = holder.resolvedEndpoint();
        }
        address = resolved;
        datagramBytes = longestDatagram();
    }

    /**
     * What the host's network interface sends in one packet. Of a longer datagram the system sends pieces: each that gets
     * lost loses all, and what has come of it fills the receiving system's memory for pieces for half a minute; when it
     * is full, nothing that is longer than a packet arrives any more.
     */
    private int longestDatagram() {
        try {
            NetworkInterface network = NetworkInterface.getByInetAddress(InetAddress.getByName(host));
            int packet = network == null ? ETHERNET_PACKET_BYTES : network.getMTU();
            return Math.min(HostTransport.UDP_FRAME_BYTES, (packet - IP_AND_UDP_HEADER_BYTES) & -FRAME_ALIGNMENT);
        } catch (IOException e) {
            throw new TransportException("the network interface of host=%s can't be asked: %s".formatted(host, e), e);
        }
    }

    private Subscription holder() {
        try {
            return aeron.addSubscription(inbound(), ADDRESS_STREAM);
        } catch (AeronException | IllegalArgumentException e) {
            aeron.close();
            throw new TransportException(
                    "can't listen on host=%s: pass an address that this host has (%s)".formatted(host, e.getMessage()),
                    e);
        }
    }

    private String inbound() {
        var channel = new ChannelUriStringBuilder().media(media());
        return transport == Transport.IPC
                ? channel.build()
                : channel.endpoint(HostAddress.beforePort(host) + ANY_PORT)
                        .tags(Long.toString(channelTag))
                        .build();
    }

    private String media() {
        return transport == Transport.IPC ? CommonContext.IPC_MEDIA : CommonContext.UDP_MEDIA;
    }

    private @Nullable String endpoint(String of) {
        return transport == Transport.IPC ? null : of;
    }

    private void failed(Throwable error) {
        LOG.debug("lanes", error);
        if (aeron.isClosed() || isFatal(error)) {
            String reason = "this process's access to the media driver has ended: " + error.getMessage();
            open.forEach(lanes -> lanes.clientEnded(reason));
        }
    }

    private static boolean isFatal(Throwable error) {
        return error instanceof TimeoutException;
    }
}
