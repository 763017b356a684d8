package dev.weft.graph.benchmark;

import dev.weft.graph.algorithms.SerialGraph;
import dev.weft.graph.layout.BinaryGraph;
import dev.weft.graph.layout.Topology;
import dev.weft.graph.layout.Workers;
import dev.weft.graph.source.EdgeBag;
import dev.weft.graph.source.GraphOptions;
import dev.weft.graph.source.GraphSpec;
import dev.weft.runtime.ChunkBody;
import dev.weft.runtime.Ids;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.ThreadTeam;
import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;

/**
 * A graph to measure on, and as verifiers read it.
 *
 * @param spec as a job's {@code graph} argument
 * @param options as its other arguments
 */
public record TrialGraph(String spec, GraphOptions options, long edgeCount, SerialGraph serial, Ids ids) {
    /** Reads the graph with one thread. */
    public static TrialGraph read(String spec, GraphOptions options) {
        return BinaryGraph.named(spec)
                .map(folder -> readBinary(spec, folder, options))
                .orElseGet(() -> readEdges(spec, options));
    }

    private static TrialGraph readBinary(String spec, Path folder, GraphOptions options) {
        try {
            var graph = new BinaryGraph(folder, Workers.alone(), new OneThread(), (_, _) -> {});
            Topology topology = graph.read().topology();
            return new TrialGraph(
                    spec, options, topology.edgeCount(), SerialGraph.of(topology), Copied.of(topology.ids()));
        } catch (IOException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private static TrialGraph readEdges(String spec, GraphOptions options) {
        try (EdgeBag bag = GraphSpec.parse(spec, options).read(new OneThread(), (_, _) -> {})) {
            return new TrialGraph(spec, options, bag.edgeCount(), SerialGraph.of(bag), Copied.of(bag.ids()));
        }
    }

    public boolean weighted() {
        return serial.weighted();
    }

    /** A job that loads it. */
    public JobSpec job(String name, Supplier<? extends Program> program) {
        JobSpec job = JobSpec.of(name, program).arg("graph", spec);
        if (options.directed().isPresent()) {
            job = job.arg("directed", options.directed().get());
        }
        return options.weighted().isPresent()
                ? job.arg("weighted", options.weighted().get())
                : job;
    }

    /** Where an id stands among the ascending ids. */
    public int position(long id) {
        int position = ids.position(id);
        if (position < 0) {
            throw new IllegalArgumentException("id=" + id + " is no vertex of " + spec);
        }
        return position;
    }

    /** Positions of vertices that have edges. */
    public int[] sources(int count, long seed) {
        return new Random(seed)
                .ints(0, serial.vertexCount())
                .filter(v -> serial.degree(v) > 0)
                .limit(count)
                .toArray();
    }

    private record Copied(long[] ids) implements Ids {
        static Copied of(Ids others) {
            var ids = new long[others.size()];
            Arrays.setAll(ids, others::id);
            return new Copied(ids);
        }

        @Override
        public int size() {
            return ids.length;
        }

        @Override
        public long id(int index) {
            return ids[index];
        }
    }

    private record OneThread() implements ThreadTeam {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public void forEachChunk(int chunks, ChunkBody body) {
            for (int chunk = 0; chunk < chunks; chunk++) {
                body.run(chunk, 0);
            }
        }
    }
}
