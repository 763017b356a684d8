package dev.weft.collectives;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints what lanes between two processes do on this machine. Run it by hand, as any main class of the test class path;
 * the argument is a {@link Transport}.
 */
final class LaneFigures {
    private static final int BARRIERS = 20_000;

    private LaneFigures() {}

    public static void main(String[] arguments) {
        Transport transport = Transport.valueOf(arguments.length == 0 ? "IPC" : arguments[0]);
        var plan = TransportPlan.of(transport, 2);
        try (var host = new LaneHost(transport, HostTransport.start(LaneHost.newFolder(), plan))) {
            List<ChildProcess> workers = Stream.of("0", "1")
                    .map(endpoint -> ChildProcess.start(
                            "figures", host.folder().toString(), transport.name(), endpoint, "0", "1,1"))
                    .toList();
            String addresses =
                    workers.stream().map(worker -> worker.await("address")).collect(Collectors.joining(" "));
            workers.forEach(worker -> worker.say(addresses));
            for (int i = 0; i < 4; i++) {
                System.out.println(transport + " " + workers.get(0).await("figure"));
            }
            workers.forEach(worker -> worker.await("digest"));
        }
    }

    /** Run by both ranks; rank 0 tells. */
    static long measure(Communicator communicator) {
        for (int i = 0; i < BARRIERS; i++) {
            communicator.barrier();
            communicator.allReduce(1L, Op.SUM);
        }
        long start = System.nanoTime();
        for (int i = 0; i < BARRIERS; i++) {
            communicator.barrier();
        }
        tell(communicator, "barrier %.1f µs", (System.nanoTime() - start) / 1e3 / BARRIERS);
        start = System.nanoTime();
        for (int i = 0; i < BARRIERS; i++) {
            communicator.allReduce(1L, Op.SUM);
        }
        tell(communicator, "allReduce of 8 B %.1f µs", (System.nanoTime() - start) / 1e3 / BARRIERS);
        oneWay(communicator, 1 << 20, 1000);
        oneWay(communicator, 16 << 20, 60);
        return 0;
    }

    private static void oneWay(Communicator communicator, int bytes, int times) {
        byte[] data = new byte[bytes];
        long start = 0;
        for (int i = -times / 4; i < times; i++) {
            if (i == 0) {
                communicator.barrier();
                start = System.nanoTime();
            }
            if (communicator.rank() == 0) {
                communicator.send(data, 0, bytes, 1, 0);
            } else {
                communicator.receive(data, 0, bytes, 0, 0);
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        tell(
                communicator,
                "messages of " + (bytes >> 20) + " MiB one way %.2f GB/s",
                (double) bytes * times / seconds / 1e9);
    }

    private static void tell(Communicator communicator, String format, double figure) {
        if (communicator.rank() == 0) {
            System.out.println("figure " + String.format(Locale.ROOT, format, figure));
        }
    }
}
