package dev.weft.collectives;

import io.aeron.driver.Configuration;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.driver.status.SystemCounterDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The media driver of a host, through which all its processes' lanes go. It lives in the agent's process, so that no
 * worker takes it along when it dies; its files are in a folder of a shared-memory file system, which is gone after
 * {@link #close()}.
 */
public final class HostTransport implements AutoCloseable {
    /** Frames up to this length: the longest that Aeron takes, since a message is cut into as few as possible. */
    private static final int IPC_FRAME_BYTES = Configuration.MAX_UDP_PAYLOAD_LENGTH;

    /** Datagrams of the loopback interface, whose own limit is 64 KiB; those of others are shorter. */
    static final int UDP_FRAME_BYTES = 16 << 10;

    private static final int LONGEST_UDP_WINDOW = 1 << 20;
    private static final int SOCKET_BUFFER_BYTES = 4 << 20;
    private static final int MIB = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(HostTransport.class);

    private final Path folder;
    private final MediaDriver driver;

    private HostTransport(Path folder, MediaDriver driver) {
        this.folder = folder;
        this.driver = driver;
    }

    /**
     * Starts the driver in a folder that it makes anew.
     *
     * @throws TransportException if the file system has not the room that the plan takes, and some to spare
     */
    public static HostTransport start(Path folder, TransportPlan plan) {
        return start(folder, plan, usableBytes(folder), Liveness.PATIENT);
    }

    static HostTransport start(Path folder, TransportPlan plan, long usableBytes, Liveness liveness) {
        checkRoom(folder, plan, usableBytes);
        return new HostTransport(folder, MediaDriver.launchEmbedded(context(folder, plan, liveness)));
    }

    public Path folder() {
        return folder;
    }

    /** So many datagrams came that are not of Aeron's protocol, and were dropped. */
    public long invalidDatagrams() {
        return driver.context()
                .systemCounters()
                .get(SystemCounterDescriptor.INVALID_PACKETS)
                .get();
    }

    /** Ends the driver and removes its folder. Lanes that are still open are broken. */
    @Override
    public void close() {
        driver.close();
    }

    private static void checkRoom(Path folder, TransportPlan plan, long usableBytes) {
        long needed = plan.bytes() / 10 * 13;
        if (usableBytes < needed) {
            throw new TransportException(
                    "the lanes of %d processes need %d MiB at %s, which has %d MiB left: make it larger (in a container, its /dev/shm), start fewer workers, or use shorter terms"
                            .formatted(plan.endpoints(), -Math.floorDiv(-needed, MIB), folder, usableBytes / MIB));
        }
    }

    private static long usableBytes(Path folder) {
        try {
            Path parent = folder.toAbsolutePath().getParent();
            Path existing = Files.createDirectories(parent == null ? folder.toAbsolutePath() : parent);
            return Files.getFileStore(existing).getUsableSpace();
        } catch (IOException e) {
            throw new TransportException("can't make the folder %s of the lanes: %s".formatted(folder, e), e);
        }
    }

    private static MediaDriver.Context context(Path folder, TransportPlan plan, Liveness liveness) {
        int socketBuffer = socketBufferBytes();
        return new MediaDriver.Context()
                .aeronDirectoryName(folder.toString())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .warnIfDirectoryExists(false)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(new BackoffIdleStrategy(10, 20, 1_000, 1_000_000))
                .termBufferSparseFile(true)
                .conductorBufferLength(Configuration.CONDUCTOR_BUFFER_LENGTH_DEFAULT)
                .toClientsBufferLength(Configuration.TO_CLIENTS_BUFFER_LENGTH_DEFAULT)
                .errorBufferLength(Configuration.ERROR_BUFFER_LENGTH_DEFAULT)
                .lossReportBufferLength(Configuration.LOSS_REPORT_BUFFER_LENGTH_DEFAULT)
                .counterValuesBufferLength(plan.counterBytes())
                .ipcTermBufferLength(plan.dataTermBytes())
                .publicationTermBufferLength(plan.dataTermBytes())
                .ipcMtuLength(IPC_FRAME_BYTES)
                .mtuLength(UDP_FRAME_BYTES)
                .socketRcvbufLength(socketBuffer)
                .socketSndbufLength(socketBuffer)
                .initialWindowLength(window(plan, socketBuffer))
                .driverTimeoutMs(liveness.driver().toMillis())
                .clientLivenessTimeoutNs(liveness.client().toNanos())
                .publicationUnblockTimeoutNs(liveness.unblock().toNanos())
                .imageLivenessTimeoutNs(liveness.image().toNanos())
                .errorHandler(error -> LOG.warn("media driver at {}: {}", folder, error.toString()));
    }

    /** What all senders together may have on its way to a socket, shared among them. */
    private static int window(TransportPlan plan, int socketBuffer) {
        int share = Math.min(LONGEST_UDP_WINDOW, socketBuffer / Math.max(2, plan.endpoints()));
        return Math.max(2 * UDP_FRAME_BYTES, share);
    }

    /** What the system gives at most when asked for much. */
    private static int socketBufferBytes() {
        try (var channel = DatagramChannel.open()) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
            return Math.min(
                    channel.getOption(StandardSocketOptions.SO_RCVBUF),
                    channel.getOption(StandardSocketOptions.SO_SNDBUF));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
