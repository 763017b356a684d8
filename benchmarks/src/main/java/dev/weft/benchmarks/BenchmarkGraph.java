package dev.weft.benchmarks;

import dev.weft.graph.algorithms.SerialGraph;
import dev.weft.graph.source.EdgeBag;
import dev.weft.graph.source.GenerateCommand;
import dev.weft.graph.source.GraphOptions;
import dev.weft.graph.source.GraphSpec;
import dev.weft.runtime.ChunkBody;
import dev.weft.runtime.Ids;
import dev.weft.runtime.ThreadTeam;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/**
 * An undirected edge list, and the graph as verifiers read it.
 *
 * @param converted where the peer's form of it goes
 */
record BenchmarkGraph(Path edges, Path converted, long edgeCount, SerialGraph serial, Ids ids) {
    /** Generates {@code kronecker:scale=…,degree=16,seed=1}, with weights from 1 to 255 if asked, if {@code folder} does not have it yet. */
    static BenchmarkGraph kronecker(Path folder, int scale, boolean weighted, PrintStream err) throws IOException {
        Path edges = folder.resolve("kronecker-" + scale + (weighted ? ".wel" : ".el"));
        if (!Files.exists(edges)) {
            String spec = "kronecker:scale=" + scale + ",degree=16,seed=1" + (weighted ? ",weights=1..255" : "");
            new GenerateCommand().run(Map.of("SPEC", spec, "output", edges.toString()), err, err);
        }
        try (EdgeBag bag = GraphSpec.parse(
                        edges.toString(), GraphOptions.NONE.directed(false).weighted(weighted))
                .read(new OneThread(), (_, _) -> {})) {
            long[] ids = new long[bag.ids().size()];
            Arrays.setAll(ids, bag.ids()::id);
            return new BenchmarkGraph(
                    edges,
                    folder.resolve("kronecker-" + scale + (weighted ? ".wsg" : ".sg")),
                    bag.edgeCount(),
                    SerialGraph.of(bag),
                    new Copied(ids));
        }
    }

    boolean weighted() {
        return serial.weighted();
    }

    /** Positions of vertices that have edges. */
    int[] sources(int count, long seed) {
        return new Random(seed)
                .ints(0, serial.vertexCount())
                .filter(v -> serial.degree(v) > 0)
                .limit(count)
                .toArray();
    }

    private record Copied(long[] ids) implements Ids {
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
