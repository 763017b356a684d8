package dev.weft.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.weft.collectives.Transport;
import dev.weft.runtime.ClusterSpec;
import dev.weft.runtime.Job;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.testing.EventsFile;
import dev.weft.runtime.tls.JobKey;
import dev.weft.runtime.tls.JobTls;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.serialization.DisabledJavaSerializer;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A job whose ports get what nobody of it sent. */
@Timeout(120)
class GarbageTest {
    private static final int RANKS = 3;
    private static final int ROUNDS = 20;
    private static final int MOST_BYTES = 2000;
    /** With these a connection of Artery begins; then comes the stream's number, then frames. */
    private static final byte[] MAGIC = "AKKA".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path state;

    @TempDir
    private Path gates;

    private final Random random = seeded();

    private final Logger warnings = (Logger) LoggerFactory.getLogger("org.apache.pekko");

    /** Each piece of garbage is worth a line. */
    @BeforeEach
    void mute() {
        warnings.setLevel(Level.OFF);
    }

    @AfterEach
    void unmute() {
        warnings.setLevel(null);
    }

    private static Random seeded() {
        long seed = new Random().nextLong();
        System.out.println("GarbageTest seed=" + seed);
        return new Random(seed);
    }

    // ---- TCP: actors

    @Test
    void connectionsThatSendGarbageDoNotHarmTheJob() throws Exception {
        JobResult result = runWhile(Transport.IPC, () -> {
            Set<Integer> ports = ports(Ports::tcp);
            assertThat(ports).as("the agent's and two workers'").hasSizeGreaterThanOrEqualTo(3);
            List<Socket> open = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                for (int port : ports) {
                    open.add(send(port, round % 2 == 0 ? garbage() : truncatedFrame(random.nextInt(5))));
                    if (random.nextBoolean()) {
                        open.removeLast().close();
                    }
                }
            }
            for (Socket socket : open) {
                socket.close();
            }
        });
        assertThat(result.report().recoveries()).isEmpty();
        assertThat(counted("refused_connections")).isPositive();
    }

    private byte[] garbage() {
        var bytes = new byte[1 + random.nextInt(MOST_BYTES)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Less than the length that it begins with. A negative one would send the parser of frames round for ever, if it came that far. */
    private byte[] truncatedFrame(int stream) {
        int[] lengths = {4 << 20, (4 << 20) + 1, Integer.MAX_VALUE, -1, Integer.MIN_VALUE};
        int length = lengths[random.nextInt(lengths.length)];
        byte[] payload = garbage();
        return ByteBuffer.allocate(MAGIC.length + 1 + Integer.BYTES + payload.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .put((byte) stream)
                .putInt(length)
                .put(payload)
                .array();
    }

    /** The other end may close the connection before it has all. */
    private static Socket send(int port, byte[] bytes) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        try {
            OutputStream output = socket.getOutputStream();
            output.write(bytes);
            output.flush();
        } catch (IOException refused) {
            socket.close();
        }
        return socket;
    }

    // ---- UDP: lanes

    @Test
    void datagramsOfGarbageDoNotHarmTheJob() throws Exception {
        JobResult result = runWhile(Transport.UDP, () -> {
            Set<Integer> ports = ports(Ports::udp);
            assertThat(ports).isNotEmpty();
            try (var socket = new DatagramSocket()) {
                for (int round = 0; round < 10 * ROUNDS; round++) {
                    for (int port : ports) {
                        byte[] bytes = round % 2 == 0 ? garbage() : likeAeron();
                        socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
                    }
                }
            }
        });
        assertThat(result.report().recoveries()).isEmpty();
        assertThat(counted("invalid_datagrams")).isPositive();
    }

    /** A header that could be one of Aeron's: length, version, flags, type. */
    private byte[] likeAeron() {
        byte[] bytes = garbage();
        if (bytes.length >= 8) {
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(random.nextBoolean() ? bytes.length : random.nextInt())
                    .put((byte) 0)
                    .put((byte) random.nextInt())
                    .putShort((short) random.nextInt(8));
        }
        return bytes;
    }

    // ---- the job

    /** Does something while the ranks wait for each other; then lets the job end, rightly. */
    private JobResult runWhile(Transport transport, Disturbance disturbance) throws Exception {
        Path gate = gates.resolve("gate");
        var runtime = new ClusterRuntime(
                ClusterSpec.of(2, state).transport(transport).workerFlags(List.of("-Dweft.test.log=OFF")));
        try {
            Job job = runtime.run(GatedSums.spec(RANKS, gate));
            new EventsFile(state).await("state=RUNNING");
            disturbance.act();
            Files.createFile(gate);
            JobResult result = job.completion().toCompletableFuture().get(60, TimeUnit.SECONDS);
            assertThat(result.scalars().get("sum")).isEqualTo(GatedSums.expected(RANKS));
            return result;
        } finally {
            runtime.close();
        }
    }

    /** As the job's last event has it. */
    private long counted(String what) {
        String end = new EventsFile(state).line(" end ").orElseThrow();
        return Long.parseLong(end.replaceFirst(".* " + what + "=(-?\\d+).*", "$1"));
    }

    @FunctionalInterface
    private interface Disturbance {
        void act() throws Exception;
    }

    /** The agent's, which is this process, and its workers'. */
    private static Set<Integer> ports(Function<Ports, Set<Integer>> kind) {
        ProcessHandle agent = ProcessHandle.current();
        var all = new TreeSet<Integer>();
        Stream.concat(Stream.of(agent), agent.children().filter(GarbageTest::isJava))
                .map(process -> kind.apply(new Ports(process.pid())))
                .forEach(all::addAll);
        return all;
    }

    private static boolean isJava(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("java");
    }

    // ---- messages

    private record Harmless(String text) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void javaSerializationIsRefused() {
        ActorSystem<Void> system = ClusterSystem.ofAgent(Behaviors.empty(), new JobTls(JobKey.create()), "127.0.0.1");
        try {
            Serialization serialization = SerializationExtension.get(Adapter.toClassic(system));
            var harmless = new Harmless("hello");
            assertThat(serialization.findSerializerFor(harmless)).isInstanceOf(DisabledJavaSerializer.class);
            assertThatThrownBy(() -> serialization.serialize(harmless).get())
                    .isInstanceOf(DisabledJavaSerializer.JavaSerializationException.class);
            assertThatThrownBy(() ->
                            serialization.deserialize(new byte[100], 1, "").get())
                    .isInstanceOf(DisabledJavaSerializer.JavaSerializationException.class);
        } finally {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().join();
        }
    }
}
