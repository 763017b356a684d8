package dev.weft.graph.layout;

import dev.weft.graph.source.EdgeBag;
import dev.weft.runtime.ThreadTeam;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts the ends of edges, by position. Each thread has counts of its own, which are added up at the end, where these take less memory
 * than the edges; else all threads share one array, and additions are atomic, which takes about twice the time.
 */
final class Degrees {
    private static final VarHandle COUNTS = MethodHandles.arrayElementVarHandle(int[].class);
    private static final int CHUNK = 1 << 14;

    private final boolean directed;
    private final boolean shared;
    private final int[][] in;
    private final int[][] out;
    private final ThreadTeam team;

    Degrees(boolean directed, int vertices, long edges, ThreadTeam team) {
        this.directed = directed;
        this.shared = (long) team.size() * vertices > edges;
        int copies = shared ? 1 : team.size();
        this.in = new int[copies][vertices];
        this.out = directed ? new int[copies][vertices] : in;
        this.team = team;
    }

    /** Adds the block's edges. A self-loop of an undirected graph counts once. */
    void count(MemorySegment block, int thread) {
        if (shared) {
            countShared(block, in[0], out[0]);
        } else {
            count(block, in[thread], out[thread]);
        }
    }

    private void count(MemorySegment block, int[] in, int[] out) {
        long edges = block.byteSize() / Long.BYTES;
        for (long i = 0; i < edges; i++) {
            long edge = block.getAtIndex(EdgeBag.EDGE, i);
            int source = EdgeBag.source(edge);
            int target = EdgeBag.target(edge);
            in[target]++;
            if (directed || source != target) {
                out[source]++;
            }
        }
    }

    private void countShared(MemorySegment block, int[] in, int[] out) {
        long edges = block.byteSize() / Long.BYTES;
        for (long i = 0; i < edges; i++) {
            long edge = block.getAtIndex(EdgeBag.EDGE, i);
            int source = EdgeBag.source(edge);
            int target = EdgeBag.target(edge);
            increment(in, target);
            if (directed || source != target) {
                increment(out, source);
            }
        }
    }

    private static void increment(int[] counts, int index) {
        int _ = (int) COUNTS.getAndAdd(counts, index, 1);
    }

    /** Called once, when all has been counted. */
    int[] in() {
        return sum(in);
    }

    /** Of a directed graph; called once. */
    int[] out() {
        return sum(out);
    }

    private int[] sum(int[][] copies) {
        int[] sum = copies[0];
        team.forEachChunk(Math.ceilDiv(sum.length, CHUNK), (chunk, _) -> {
            int to = Math.min(sum.length, (chunk + 1) * CHUNK);
            for (int c = 1; c < copies.length; c++) {
                add(copies[c], sum, chunk * CHUNK, to);
            }
        });
        return sum;
    }

    private static void add(int[] from, int[] sum, int start, int end) {
        for (int v = start; v < end; v++) {
            sum[v] += from[v];
        }
    }
}
