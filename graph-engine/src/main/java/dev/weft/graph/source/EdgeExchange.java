package dev.weft.graph.source;

import dev.weft.collectives.Communicator;
import dev.weft.collectives.Op;
import dev.weft.runtime.ThreadTeam;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Brings the edges of all workers' shares to the workers that a {@link Route} names, in rounds, so that buffers are bounded. In a round each
 * worker takes a few strips of its edges: (1) threads prepare them, take what is the worker's own and count what goes to each other
 * worker; (2) they put it in place; (3) the workers exchange it; (4) threads take what came.
 */
public final class EdgeExchange {
    private static final int STRIP = 1 << 13;
    private static final int STRIPS_A_ROUND = 16;
    private static final double[] NO_WEIGHTS = {};

    private final EdgeBag bag;
    private final Communicator leaders;
    private final Route route;
    private final ThreadTeam team;
    private final int self;
    private final long[][] edges = new long[STRIPS_A_ROUND][STRIP];
    private final double[][] weights;
    private final int[] lengths = new int[STRIPS_A_ROUND];
    private final int[][] firsts = new int[STRIPS_A_ROUND][STRIP];
    private final int[][] seconds = new int[STRIPS_A_ROUND][STRIP];
    /** For each strip of the round and each worker: first how many edges, then where the next one goes. */
    private final int[][] places;

    private final int[] sendCounts;
    private final int[] sendStarts;
    private final int[] receiveCounts;
    private final int[] receiveStarts;
    private long[] sent = {};
    private long[] received = {};
    private double[] sentWeights = NO_WEIGHTS;
    private double[] receivedWeights = NO_WEIGHTS;

    public EdgeExchange(EdgeBag bag, Communicator leaders, Route route, ThreadTeam team) {
        int workers = leaders.size();
        this.bag = bag;
        this.leaders = leaders;
        this.route = route;
        this.team = team;
        this.self = leaders.rank();
        this.weights = new double[STRIPS_A_ROUND][bag.weighted() ? STRIP : 0];
        this.places = new int[STRIPS_A_ROUND][workers];
        this.sendCounts = new int[workers];
        this.sendStarts = new int[workers];
        this.receiveCounts = new int[workers];
        this.receiveStarts = new int[workers];
    }

    /** Where edges go, and what becomes of them there. Arrays of weights are empty if edges have none. */
    public interface Route {
        /**
         * Prepares the first {@code count} edges, in place, and says which one or two workers each goes to.
         *
         * @param firsts is filled with a worker for each edge
         * @param seconds is filled with another, or the same, worker for each edge
         * @return how many edges, at the front of the arrays, are left
         */
        int prepare(long[] edges, double[] weights, int count, int[] firsts, int[] seconds);

        /** Takes those edges from {@code from} to before {@code to} that go to this worker. Called by all threads. */
        void take(long[] edges, double[] weights, int from, int to, int thread);

        /** Called by one thread when all edges of a round have been taken. */
        default void endRound() {}
    }

    /** Collective among the leading ranks of all workers. */
    public void run(String phase, LoadProgress progress) {
        var strips = new Strips(bag);
        int rounds = (int) leaders.allReduce((long) Math.ceilDiv(strips.count(), STRIPS_A_ROUND), Op.MAX);
        for (int round = 0; round < rounds; round++) {
            progress.at(phase, (double) round / rounds);
            int first = round * STRIPS_A_ROUND;
            team.forEachChunk(STRIPS_A_ROUND, (slot, thread) -> prepare(strips, first + slot, slot, thread));
            place();
            team.forEachChunk(STRIPS_A_ROUND, (slot, _) -> put(slot));
            int count = exchange();
            team.forEachChunk(
                    Math.ceilDiv(count, STRIP),
                    (strip, thread) -> route.take(
                            received, receivedWeights, strip * STRIP, Math.min(count, (strip + 1) * STRIP), thread));
            route.endRound();
        }
    }

    private void prepare(Strips strips, int strip, int slot, int thread) {
        int[] counts = places[slot];
        Arrays.fill(counts, 0);
        int read = strip < strips.count() ? strips.read(strip, edges[slot], weights[slot]) : 0;
        int length = route.prepare(edges[slot], weights[slot], read, firsts[slot], seconds[slot]);
        lengths[slot] = length;
        int[] firsts = this.firsts[slot];
        int[] seconds = this.seconds[slot];
        for (int i = 0; i < length; i++) {
            counts[firsts[i]]++;
            if (seconds[i] != firsts[i]) {
                counts[seconds[i]]++;
            }
        }
        counts[self] = 0;
        route.take(edges[slot], weights[slot], 0, length, thread);
    }

    /** From counts to places, all that goes to a worker side by side. */
    private void place() {
        int next = 0;
        for (int worker = 0; worker < sendCounts.length; worker++) {
            sendStarts[worker] = next;
            for (int[] ofStrip : places) {
                int count = ofStrip[worker];
                ofStrip[worker] = next;
                next += count;
            }
            sendCounts[worker] = next - sendStarts[worker];
        }
        if (sent.length < next) {
            sent = new long[withSpare(next)];
            sentWeights = bag.weighted() ? new double[sent.length] : NO_WEIGHTS;
        }
    }

    private static int withSpare(int count) {
        return count + count / 8;
    }

    private void put(int slot) {
        int[] firsts = this.firsts[slot];
        int[] seconds = this.seconds[slot];
        for (int i = 0; i < lengths[slot]; i++) {
            if (firsts[i] != self) {
                put(slot, i, firsts[i]);
            }
            if (seconds[i] != self && seconds[i] != firsts[i]) {
                put(slot, i, seconds[i]);
            }
        }
    }

    private void put(int slot, int i, int worker) {
        int place = places[slot][worker]++;
        sent[place] = edges[slot][i];
        if (sentWeights.length > 0) {
            sentWeights[place] = weights[slot][i];
        }
    }

    /** Returns how many edges came. */
    private int exchange() {
        leaders.allToAll(sendCounts, 0, 1, receiveCounts, 0);
        int count = 0;
        for (int worker = 0; worker < receiveCounts.length; worker++) {
            receiveStarts[worker] = count;
            count += receiveCounts[worker];
        }
        if (received.length < count) {
            received = new long[withSpare(count)];
            receivedWeights = bag.weighted() ? new double[received.length] : NO_WEIGHTS;
        }
        leaders.allToAllV(sent, sendCounts, sendStarts, received, receiveCounts, receiveStarts);
        if (bag.weighted()) {
            leaders.allToAllV(sentWeights, sendCounts, sendStarts, receivedWeights, receiveCounts, receiveStarts);
        }
        return count;
    }

    /** The bag's edges in pieces of at most {@value #STRIP}. */
    private static final class Strips {
        private final EdgeBag bag;
        /** The first strip of each block, and the number of strips at the end. */
        private final int[] starts;

        Strips(EdgeBag bag) {
            this.bag = bag;
            this.starts = new int[bag.blockCount() + 1];
            for (int b = 0; b < bag.blockCount(); b++) {
                long strips = Math.ceilDiv(bag.block(b).byteSize() / Long.BYTES, STRIP);
                starts[b + 1] = Math.toIntExact(starts[b] + strips);
            }
        }

        int count() {
            return starts[starts.length - 1];
        }

        int read(int strip, long[] edges, double[] weights) {
            int b = Arrays.binarySearch(starts, strip);
            if (b < 0) {
                b = -b - 2;
            }
            while (starts[b + 1] == strip) {
                b++;
            }
            MemorySegment block = bag.block(b);
            long from = (long) (strip - starts[b]) * STRIP;
            int length = (int) Math.min(STRIP, block.byteSize() / Long.BYTES - from);
            MemorySegment.copy(block, EdgeBag.EDGE, from * Long.BYTES, edges, 0, length);
            if (bag.weighted()) {
                MemorySegment.copy(bag.weights(b), EdgeBag.WEIGHT, from * Double.BYTES, weights, 0, length);
            }
            return length;
        }
    }
}
