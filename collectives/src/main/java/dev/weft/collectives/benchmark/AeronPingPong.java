package dev.weft.collectives.benchmark;

import dev.weft.collectives.Transport;
import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The main class of one of two JVMs that send each other messages over Aeron: over a publication of its own each, with
 * the driver's lengths of terms and frames, spinning all the time.
 *
 * <pre>
 *   it says     where it receives     when it is asked for nothing
 *   it answers  a length in bytes     with a line of Outcome; the first line has the addresses of both
 * </pre>
 */
final class AeronPingPong {
    private static final int STREAM = 7;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);
    private static final long TURN_NANOS = 1_000_000;

    private final int side;
    private final AeronMessages messages;

    private AeronPingPong(int side, AeronMessages messages) {
        this.side = side;
        this.messages = messages;
    }

    /** What {@link #main} reads. */
    static List<String> arguments(BenchmarkHost host, int side) {
        return List.of(host.driver().folder().toString(), host.transport().name(), Integer.toString(side));
    }

    public static void main(String[] arguments) {
        Path driverFolder = Path.of(arguments[0]);
        ParentJvm.serve(
                () -> BenchmarkHost.removeAfter(driverFolder),
                parent -> work(
                        parent,
                        Aeron.connect(new Aeron.Context().aeronDirectoryName(driverFolder.toString())),
                        Transport.valueOf(arguments[1]),
                        Integer.parseInt(arguments[2])));
    }

    /** Each side receives on a stream of its own: over IPC both would hear themselves, were there one. */
    @SuppressWarnings("MustBeClosedChecker") // all of it lives as long as the process
    private static void work(ParentJvm parent, Aeron aeron, Transport transport, int side) throws Exception {
        Subscription in = aeron.addSubscription(
                transport == Transport.IPC ? "aeron:ipc" : "aeron:udp?endpoint=127.0.0.1:0", STREAM + side);
        parent.say(address(in, transport));
        String[] addresses = parent.hear().split(" ", -1);
        ExclusivePublication out = aeron.addExclusivePublication(
                transport == Transport.IPC ? "aeron:ipc" : "aeron:udp?endpoint=" + addresses[1 - side],
                STREAM + 1 - side);
        await(() -> in.isConnected() && out.isConnected());
        var pingPong = new AeronPingPong(side, new AeronMessages(out, in));
        parent.say("ready");
        parent.answerAll(line -> pingPong.play(Integer.parseInt(line)).line());
    }

    private static String address(Subscription in, Transport transport) {
        if (transport == Transport.IPC) {
            return "-";
        }
        await(() -> in.resolvedEndpoint() != null);
        return String.valueOf(in.resolvedEndpoint());
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) {
        long start = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - start > CONNECT_LIMIT.toNanos()) {
                throw new IllegalStateException("Aeron's ping-pong did not connect in " + CONNECT_LIMIT);
            }
            LockSupport.parkNanos(TURN_NANOS);
        }
    }

    private Outcome play(int bytes) {
        var data = new byte[bytes];
        if (side == 1) {
            while (messages.receive(data)) {
                messages.send(data);
            }
            return new Outcome.Done();
        }
        var rounds = Rounds.of(bytes);
        double[] _ = play(data, rounds.warmUp(), Rounds.WARM_UP_LIMIT_NANOS);
        double[] micros = play(data, rounds.measured(), Rounds.MEASURED_LIMIT_NANOS);
        messages.sendEnd();
        return new Outcome.Timed(Timing.of(micros));
    }

    private double[] play(byte[] data, int calls, long limitNanos) {
        var micros = new double[calls];
        long begin = System.nanoTime();
        for (int made = 0; made < calls; made++) {
            long start = System.nanoTime();
            if (made > 0 && start - begin >= limitNanos) {
                return Arrays.copyOf(micros, made);
            }
            messages.send(data);
            messages.receive(data);
            micros[made] = (System.nanoTime() - start) / 2e3;
        }
        return micros;
    }
}
