package dev.weft.benchmarks;

import dev.weft.graph.algorithms.SerialGraph;
import dev.weft.graph.source.EdgeBag;
import dev.weft.graph.source.GraphSpec;
import dev.weft.runtime.ChunkBody;
import dev.weft.runtime.Ids;
import dev.weft.runtime.ThreadTeam;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/** An undirected edge list as verifiers read it. */
record SerialEdges(SerialGraph graph, Ids ids) {
    static SerialEdges read(Path file) {
        try (EdgeBag bag = GraphSpec.parse(file.toString(), Optional.empty(), Optional.of(false))
                .read(new OneThread(), (_, _) -> {})) {
            long[] ids = new long[bag.ids().size()];
            Arrays.setAll(ids, bag.ids()::id);
            return new SerialEdges(SerialGraph.of(bag), new Copied(ids));
        }
    }

    /** Positions of vertices that have edges. */
    int[] sources(int count, long seed) {
        return new Random(seed)
                .ints(0, graph.vertexCount())
                .filter(v -> graph.degree(v) > 0)
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
