package dev.weft.graph;

import dev.weft.graph.layout.Topology;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Weft;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What loading a graph takes, in a JVM of its own: {@code java -Xmn16m -cp … dev.weft.graph.LoadingMemory GRAPH} prints, in bytes, what the
 * graph is (adjacency and what is kept for vertices), the live heap after loading, and by how much the process grew at most.
 */
public final class LoadingMemory {
    private static final AtomicReference<Topology> LOADED = new AtomicReference<>();

    private LoadingMemory() {}

    public static void main(String[] args) throws IOException {
        try (Weft weft = Weft.local()) {
            load(weft, "kronecker:scale=8");
            long heapBefore = liveHeap();
            Files.writeString(Path.of("/proc/self/clear_refs"), "5"); // from here on VmHWM counts anew
            long before = status("VmRSS:");
            load(weft, args[0]);
            long peak = status("VmHWM:");
            long graph = bytes(LOADED.get());
            System.out.printf(
                    Locale.ROOT, "graph %d live %d growth %d%n", graph, liveHeap() - heapBefore, peak - before);
        }
    }

    private static void load(Weft weft, String graph) {
        var _ = weft.run(JobSpec.of(
                                "load",
                                () -> rank -> LOADED.set(Graph.load(rank).topology()))
                        .arg("graph", graph))
                .result();
    }

    private static long bytes(Topology topology) {
        long n = topology.vertexCount();
        long bytes = n * (Integer.BYTES + Long.BYTES);
        int directions = topology.directed() ? 2 : 1;
        bytes += directions * n * 4L * Integer.BYTES;
        bytes += Integer.BYTES * topology.in().entries(0, topology.partitionCount());
        return bytes + (topology.directed() ? Integer.BYTES * topology.out().entries(0, topology.partitionCount()) : 0);
    }

    private static long liveHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long status(String field) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
