package dev.weft.graph;

import dev.weft.graph.layout.Topology;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import dev.weft.runtime.benchmark.Spread;
import dev.weft.runtime.gpu.DeviceBuffer;
import dev.weft.runtime.gpu.DeviceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Measures a rank's sums over in-neighbours on its GPU and on the CPU, and how far they are apart. One rank. */
final class DeviceTrial implements Program {
    private static final double NANO = 1e-9;
    private static final long MOST_COPIED = 1L << 30;
    private static final long SEED = 1;

    private final int trials;
    private final Consumer<Figures> result;

    /**
     * What was measured; times in seconds.
     *
     * @param bytesThere that the graph takes on the GPU
     * @param toGpu once, for the graph
     * @param kernels by the GPU's clock
     * @param whole of a step: messages there, kernels, sums back
     * @param touched bytes that the kernels read and write if every message is read from memory each time
     * @param peak bytes a second of the GPU's memory by its data; 0 if the driver doesn't say
     * @param copied bytes a second that a copy from the GPU to itself reads and writes
     * @param difference the largest between two sums, as a part of the CPU's
     */
    record Figures(
            long vertices,
            long entries,
            int threads,
            long bytesThere,
            double toGpu,
            Spread messages,
            Spread kernels,
            Spread sums,
            Spread whole,
            Spread onCpu,
            long touched,
            double peak,
            double copied,
            double difference) {
        double bytesPerSecond() {
            return touched / kernels.median();
        }
    }

    DeviceTrial(int trials, Consumer<Figures> result) {
        this.trials = trials;
        this.result = result;
    }

    @Override
    public void run(Rank rank) {
        Graph graph = Graph.load(rank);
        Topology topology = graph.topology();
        var rows = new DeviceRows(topology, 0, topology.partitionCount());
        long[] messages = messages(topology.vertexCount());
        long begin = System.nanoTime();
        try (DeviceSums sums = DeviceSums.open(rank.devices().getFirst(), rows, topology.vertexCount())) {
            double toGpu = since(begin);
            var onCpu = new long[rows.count()];
            var laps = new Laps();
            for (int trial = 0; trial <= trials; trial++) {
                laps.add(sums, graph, messages, onCpu);
            }
            var onGpu = new long[rows.count()];
            sums.copy(0, onGpu.length, onGpu);
            DeviceContext context = sums.context();
            result.accept(new Figures(
                    rows.count(),
                    rows.entries(),
                    graph.team().size(),
                    DeviceSums.bytes(rows, topology.vertexCount()),
                    toGpu,
                    Laps.spread(laps.messages),
                    Laps.spread(laps.kernels),
                    Laps.spread(laps.sums),
                    Laps.spread(laps.whole),
                    Laps.spread(laps.onCpu),
                    touched(rows),
                    context.peakBytesPerSecond(),
                    copied(context),
                    difference(onCpu, onGpu)));
        }
    }

    /** Times of steps, the first of which does not count. */
    private static final class Laps {
        private final List<Double> messages = new ArrayList<>();
        private final List<Double> kernels = new ArrayList<>();
        private final List<Double> sums = new ArrayList<>();
        private final List<Double> whole = new ArrayList<>();
        private final List<Double> onCpu = new ArrayList<>();

        void add(DeviceSums device, Graph graph, long[] values, long[] results) {
            long start = System.nanoTime();
            device.send(values, graph.team());
            messages.add(since(start));
            kernels.add(device.context().seconds(device::launch));
            long back = System.nanoTime();
            device.receive();
            sums.add(since(back));
            whole.add(since(start));
            long cpu = System.nanoTime();
            addUp(graph, values, results);
            onCpu.add(since(cpu));
        }

        static Spread spread(List<Double> times) {
            return Spread.of(times.subList(1, times.size()));
        }
    }

    private static double since(long nanos) {
        return (System.nanoTime() - nanos) * NANO;
    }

    private static long[] messages(int vertices) {
        var random = new SplittableRandom(SEED);
        var messages = new long[vertices];
        for (int v = 0; v < vertices; v++) {
            messages[v] = Double.doubleToRawLongBits(random.nextDouble(0.5, 1.5) / vertices);
        }
        return messages;
    }

    private static void addUp(Graph graph, long[] messages, long[] sums) {
        Topology topology = graph.topology();
        Chunks chunks = graph.chunks();
        graph.team().forEachChunk(chunks.count(), (chunk, _) -> {
            int partition = chunks.partition(chunk);
            int from = chunks.from(chunk);
            var values = new long[chunks.to(chunk) - from];
            Pull.sumRange(
                    topology.in().offsets(partition),
                    topology.in().neighbours(partition),
                    messages,
                    topology.partitionStart(partition) - graph.base(),
                    from,
                    chunks.to(chunk),
                    values);
            System.arraycopy(values, 0, sums, from, values.length);
        });
    }

    private static long touched(DeviceRows rows) {
        long anEntry = Integer.BYTES + Double.BYTES;
        long aRow = Long.BYTES + Integer.BYTES + Double.BYTES;
        return rows.entries() * anEntry + rows.count() * aRow;
    }

    private double copied(DeviceContext context) {
        long bytes = Math.min(MOST_COPIED, context.freeBytes() / 4);
        DeviceBuffer from = context.allocate(bytes);
        DeviceBuffer to = context.allocate(bytes);
        double seconds = Stream.generate(() -> context.seconds(() -> to.copyFrom(from)))
                .limit(trials + 1)
                .min(Double::compare)
                .orElseThrow();
        return 2 * bytes / seconds;
    }

    private static double difference(long[] expected, long[] values) {
        double largest = 0;
        for (int v = 0; v < expected.length; v++) {
            double sum = Double.longBitsToDouble(expected[v]);
            double difference = Math.abs(Double.longBitsToDouble(values[v]) - sum);
            // A difference to a sum of nothing is without measure, and so is a value that is no number.
            largest = Math.max(largest, difference == 0 ? 0 : difference / sum);
        }
        return largest;
    }
}
