package dev.weft.collectives.benchmark;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Messages over Aeron without Weft, between two JVMs that use the same media driver as Weft's workers. */
record AeronPeer(ChildJvms jvms) implements Peer {
    static AeronPeer start(BenchmarkHost host) throws InterruptedException {
        var jvms = ChildJvms.start(
                "the JVM of Aeron's ping-pong",
                AeronPingPong.class,
                List.of(AeronPingPong.arguments(host, 0), AeronPingPong.arguments(host, 1)));
        try {
            List<String> _ = jvms.ask(String.join(" ", jvms.answers()));
            return new AeronPeer(jvms);
        } catch (Throwable failure) {
            jvms.close();
            throw failure;
        }
    }

    @Override
    public PeerKind kind() {
        return PeerKind.AERON;
    }

    @Override
    public boolean has(Kernel kernel) {
        return kernel.shape() == Shape.MESSAGE;
    }

    @Override
    public Map<Integer, Timing> measure(Kernel kernel, List<Integer> sizes) throws InterruptedException {
        var timings = new TreeMap<Integer, Timing>();
        for (int bytes : sizes) {
            Outcome outcome = jvms.ask(Integer.toString(bytes)).stream()
                    .map(Outcome::of)
                    .reduce(new Outcome.Done(), Outcome::and);
            if (outcome instanceof Outcome.Timed(Timing timing)) {
                timings.put(bytes, timing);
            }
        }
        return timings;
    }

    @Override
    public void close() {
        jvms.close();
    }
}
