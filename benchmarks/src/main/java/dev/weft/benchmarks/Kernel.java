package dev.weft.benchmarks;

import dev.weft.graph.algorithms.Bfs;
import dev.weft.graph.algorithms.BfsVerifier;
import dev.weft.graph.algorithms.PageRank;
import dev.weft.graph.algorithms.PageRankVerifier;
import dev.weft.graph.algorithms.SerialGraph;
import dev.weft.graph.algorithms.Sssp;
import dev.weft.graph.algorithms.SsspVerifier;
import dev.weft.graph.algorithms.Wcc;
import dev.weft.graph.algorithms.WccVerifier;
import dev.weft.runtime.Ids;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.Program;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A program, its peer's, and how its result is checked. */
@SuppressWarnings("ImmutableEnumChecker") // the suppliers are constructors
enum Kernel {
    PAGERANK(PageRank::new, "pr_spmv") {
        @Override
        String[] peerOptions(long source) {
            return new String[] {"-i", Integer.toString(ITERATIONS), "-t", "0"};
        }

        @Override
        Optional<String> verify(SerialGraph graph, Ids ids, int source, JobResult result) {
            return PageRankVerifier.verify(graph, ITERATIONS, result.doubles("pagerank"), 1e-9);
        }
    },
    BFS(Bfs::new, "bfs") {
        @Override
        String[] peerOptions(long source) {
            return new String[] {"-r", Long.toString(source)};
        }

        @Override
        Optional<String> verify(SerialGraph graph, Ids ids, int source, JobResult result) {
            return BfsVerifier.verify(graph, ids, source, result.longs("level"), result.longs("parent"));
        }
    },
    WCC(Wcc::new, "cc") {
        @Override
        String[] peerOptions(long source) {
            return new String[0];
        }

        @Override
        Optional<String> verify(SerialGraph graph, Ids ids, int source, JobResult result) {
            return WccVerifier.verify(graph, ids, result.longs("component"));
        }
    },
    SSSP(Sssp::new, "sssp") {
        @Override
        boolean weighted() {
            return true;
        }

        @Override
        String[] peerOptions(long source) {
            return new String[] {"-r", Long.toString(source), "-d", Integer.toString(PEER_DELTA)};
        }

        @Override
        Optional<String> verify(SerialGraph graph, Ids ids, int source, JobResult result) {
            return SsspVerifier.verify(graph, source, result.doubles("distance"));
        }
    };

    private static final int ITERATIONS = 20;
    /** The peer's best on Kronecker graphs with weights from 1 to 255. */
    private static final int PEER_DELTA = 2;

    final Supplier<? extends Program> program;
    final String peer;

    Kernel(Supplier<? extends Program> program, String peer) {
        this.program = program;
        this.peer = peer;
    }

    /** Whether it is measured on a graph with weights. */
    boolean weighted() {
        return false;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    Map<String, Object> arguments(long source) {
        return Map.of("source", source, "iterations", ITERATIONS);
    }

    abstract String[] peerOptions(long source);

    /**
     * Checks a result.
     *
     * @param source position of the source
     * @return what is wrong, or empty
     */
    abstract Optional<String> verify(SerialGraph graph, Ids ids, int source, JobResult result);
}
