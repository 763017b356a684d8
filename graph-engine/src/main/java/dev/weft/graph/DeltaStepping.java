package dev.weft.graph;

import dev.weft.collectives.Op;
import dev.weft.graph.layout.Adjacency;
import dev.weft.graph.layout.PartitionIndex;
import dev.weft.graph.layout.Topology;
import dev.weft.graph.layout.Weights;
import dev.weft.runtime.Rank;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One rank's side of settling buckets. All threads of a worker's ranks work through a wave of vertices, lower the distances at the far ends
 * of their edges, wherever in the worker these are, and put what they lowered into their bins; what fell into the same bucket is the next
 * wave. What leads to another worker goes there between two waves. The bucket is settled when no worker has a next wave.
 *
 * <p>Within a bucket the order in which vertices are taken is left to chance. The distances after it are not: they are the least that paths
 * through settled vertices give.
 */
final class DeltaStepping {
    private static final VarHandle DOUBLES = MethodHandles.arrayElementVarHandle(double[].class);
    /** A thread goes on by itself with so few vertices that it found in the bucket, rather than wait for the next wave. */
    private static final int FUSED = 1024;
    /** A wave of so few vertices isn't worth waking the other threads. */
    private static final int ALONE = 64;

    private final Rank rank;
    private final Topology topology;
    private final Adjacency out;
    private final Wave wave;
    /** The first vertex of each rank of this worker, and the first after the last rank's. */
    private final int[] starts;

    private final int mine;
    private final boolean sole;
    private final Bins[] bins;
    private final OutLists[] lists;
    /** Each thread's, what {@link OutLists#readAhead} returned: so that the compiler keeps the reads. */
    private final int[] readAhead;

    private final Outbox[] outboxes;
    private final Exchange exchange;
    private final int[] shareStarts;
    /** From this vertex on none has an edge that leads on from where it was reached. */
    private final int leaves;

    private double[] distance = {};
    private double bucketsPerUnit;

    DeltaStepping(Rank rank, Topology topology, PartitionIndex partitions, Wave wave) {
        this.rank = rank;
        this.topology = topology;
        this.out = topology.out();
        this.wave = wave;
        this.mine = rank.workerRank();
        this.sole = rank.count() == 1;
        this.starts = starts(rank.number() - mine, rank.workerRanks());
        this.shareStarts = starts(0, rank.count());
        this.leaves = leaves();
        this.bins = new Bins[rank.team().size()];
        this.lists = new OutLists[bins.length];
        this.readAhead = new int[bins.length];
        this.outboxes = new Outbox[bins.length];
        for (int thread = 0; thread < bins.length; thread++) {
            bins[thread] = new Bins();
            lists[thread] = new OutLists(topology, partitions);
            outboxes[thread] = new Outbox(rank.count());
        }
        this.exchange = new Exchange(rank, 1, outboxes, new Outbox[0][]);
    }

    private int[] starts(int firstRank, int ranks) {
        var starts = new int[ranks + 1];
        for (int r = 0; r <= ranks; r++) {
            starts[r] = topology.firstVertex(rank.shares(), firstRank + r);
        }
        return starts;
    }

    /** An undirected graph's vertices with one edge are its last. */
    private int leaves() {
        int[] degrees = out.degrees();
        int leaves = degrees.length;
        while (!topology.directed() && leaves > 0 && degrees[leaves - 1] <= 1) {
            leaves--;
        }
        return leaves;
    }

    /** Forgets all that was waiting; no vertex waits. Collective. */
    void begin(double[] distance, double width) {
        this.distance = distance;
        this.bucketsPerUnit = 1 / width;
        forget();
    }

    private void forget() {
        barrier();
        wave.distances[mine] = distance;
        if (mine == 0) {
            wave.forget();
        }
        for (Bins each : bins) {
            each.clear();
        }
        barrier();
    }

    /** What waits is what lies in a bucket that is not settled; leaves never do. Collective. */
    void restore(long bucket) {
        forget();
        int stop = Math.min(starts[mine + 1], leaves);
        for (int vertex = starts[mine]; vertex < stop; vertex++) {
            double value = distance[vertex - starts[mine]];
            if (value < Double.POSITIVE_INFINITY && bucket(value) >= bucket) {
                bins[0].add(bucket(value), vertex);
            }
        }
    }

    /** Puts an own vertex where its distance says. */
    void add(int vertex) {
        bins[0].add(bucket(distance[vertex]), starts[mine] + vertex);
    }

    /** The lowest bucket from {@code from} on in which a vertex waits on any rank, or {@link Bins#NONE}. Collective. */
    long next(long from) {
        long lowest = Bins.NONE;
        for (Bins each : bins) {
            lowest = Math.min(lowest, each.lowest(from, this::bucketOf));
        }
        lowest = agreed(lowest);
        if (lowest == Bins.NONE) {
            for (Bins each : bins) {
                lowest = Math.min(lowest, each.lowestLater(from, this::bucketOf));
            }
            lowest = agreed(lowest);
        }
        return lowest;
    }

    private long agreed(long lowest) {
        return sole ? lowest : rank.communicator().allReduce(lowest, Op.MIN);
    }

    /** Settles a bucket; returns the next. Collective. */
    long settle(long bucket) {
        for (Bins each : bins) {
            each.advance(bucket, this::bucketOf);
        }
        while (formWave(bucket)) {
            boolean alone = wave.count() <= ALONE * rank.workerRanks();
            rank.team().forEachChunk(alone ? 1 : bins.length, (_, thread) -> work(bucket, thread));
            exchange();
        }
        return next(bucket + 1);
    }

    /** Brings together what waits in the bucket; false if nothing does, on any worker. */
    private boolean formWave(long bucket) {
        int count = 0;
        for (Bins each : bins) {
            count += each.stack(bucket).size();
        }
        int at = wave.offer(count);
        barrier();
        if (mine == 0) {
            wave.turn();
        }
        barrier();
        for (Bins each : bins) {
            VertexStack stack = each.stack(bucket);
            stack.copy(wave.vertices(), at);
            at += stack.size();
            stack.clear();
        }
        barrier();
        return rank.placement().workers() == 1
                ? wave.count() > 0
                : rank.communicator().allReduce((long) count, Op.MAX) > 0;
    }

    private void barrier() {
        if (!sole) {
            rank.communicator().barrier();
        }
    }

    private void work(long bucket, int thread) {
        OutLists lists = this.lists[thread];
        int[] vertices = wave.vertices();
        int from;
        while ((from = wave.take(OutLists.MOST)) < wave.count()) {
            rank.fence().check();
            int to = Math.min(wave.count(), from + OutLists.MOST);
            lists.clear();
            for (int i = from; i < to; i++) {
                find(vertices[i], bucket, lists);
            }
            relax(lists, thread);
        }
        VertexStack found = bins[thread].stack(bucket);
        while (!found.isEmpty() && found.size() < FUSED) {
            rank.fence().check();
            lists.clear();
            for (int i = Math.min(found.size(), OutLists.MOST); i > 0; i--) {
                find(found.pop(), bucket, lists);
            }
            relax(lists, thread);
        }
    }

    private void find(int vertex, long bucket, OutLists lists) {
        double distance = sole ? this.distance[vertex] : distanceOf(vertex);
        lists.add(vertex, distance, isZero(bucket(distance) - bucket));
    }

    /** 1 or 0, without a branch. */
    private static int isZero(long value) {
        return (int) (Math.abs(value) - 1 >>> Long.SIZE - 1);
    }

    private long bucket(double value) {
        return (long) (value * bucketsPerUnit);
    }

    private long bucketOf(int vertex) {
        return bucket(distanceOf(vertex));
    }

    private double distanceOf(int vertex) {
        int owner = owner(vertex);
        return wave.distances[owner][vertex - starts[owner]];
    }

    private int owner(int vertex) {
        int owner = 0;
        while (vertex >= starts[owner + 1]) {
            owner++;
        }
        return owner;
    }

    private void relax(OutLists lists, int thread) {
        readAhead[thread] += lists.readAhead();
        for (int i = 0; i < lists.count(); i++) {
            int partition = lists.partition(i);
            int[] neighbours = out.neighbours(partition);
            Weights weights = out.weights(partition);
            double from = lists.distance(i);
            if (!sole) {
                lowerAnywhere(from, neighbours, weights, lists.first(i), lists.end(i), thread);
            } else if (weights instanceof Weights.Bytes(byte[] values)) {
                lowerAll(from, neighbours, values, lists.first(i), lists.end(i), bins[thread]);
            } else {
                lowerAll(from, neighbours, weights, lists.first(i), lists.end(i), bins[thread]);
            }
        }
    }

    private void lowerAll(double from, int[] neighbours, byte[] weights, int first, int end, Bins found) {
        double[] distance = this.distance;
        for (int i = first; i < end; i++) {
            int target = neighbours[i];
            double candidate = from + (weights[i] & 0xff);
            if (candidate < distance[target] && lower(distance, target, candidate) && target < leaves) {
                found.add(bucket(candidate), target);
            }
        }
    }

    private void lowerAll(double from, int[] neighbours, Weights weights, int first, int end, Bins found) {
        double[] distance = this.distance;
        for (int i = first; i < end; i++) {
            int target = neighbours[i];
            double candidate = from + weights.at(i);
            if (candidate < distance[target] && lower(distance, target, candidate) && target < leaves) {
                found.add(bucket(candidate), target);
            }
        }
    }

    /** Neighbours are ascending: first those of workers before this one, then those of each of its ranks, then those of workers after it. */
    private void lowerAnywhere(double from, int[] neighbours, Weights weights, int first, int end, int thread) {
        int i = tellBefore(starts[0], from, neighbours, weights, first, end, outboxes[thread]);
        for (int owner = 0; owner < wave.distances.length && i < end; owner++) {
            i = lowerOf(owner, from, neighbours, weights, i, end, bins[thread]);
        }
        tellBefore(Integer.MAX_VALUE, from, neighbours, weights, i, end, outboxes[thread]);
    }

    /** Goes on up to the first target that is not of that rank of the worker, and returns its place. */
    private int lowerOf(int owner, double from, int[] neighbours, Weights weights, int first, int end, Bins found) {
        double[] distance = wave.distances[owner];
        int start = starts[owner];
        int stop = starts[owner + 1];
        int i = first;
        for (; i < end && neighbours[i] < stop; i++) {
            int target = neighbours[i];
            double candidate = from + weights.at(i);
            if (candidate < distance[target - start] && lower(distance, target - start, candidate) && target < leaves) {
                found.add(bucket(candidate), target);
            }
        }
        return i;
    }

    /** Goes on up to the first target that is {@code stop} or later, and returns its place. */
    private int tellBefore(
            int stop, double from, int[] neighbours, Weights weights, int first, int end, Outbox outbox) {
        int i = first;
        for (; i < end && neighbours[i] < stop; i++) {
            tell(neighbours[i], from + weights.at(i), outbox);
        }
        return i;
    }

    private static boolean lower(double[] values, int index, double candidate) {
        double seen = values[index];
        while (candidate < seen) {
            if (DOUBLES.compareAndSet(values, index, seen, candidate)) {
                return true;
            }
            seen = (double) DOUBLES.getVolatile(values, index);
        }
        return false;
    }

    private void tell(int target, double candidate, Outbox outbox) {
        if (lower(wave.told, target, candidate)) {
            int to = 0;
            while (target >= shareStarts[to + 1]) {
                to++;
            }
            outbox.add(to, target, Double.doubleToRawLongBits(candidate));
        }
    }

    /** Between workers. */
    private void exchange() {
        if (rank.placement().workers() == 1) {
            return;
        }
        exchange.run();
        for (Outbox each : outboxes) {
            each.clear();
        }
        for (int source = 0; source < exchange.sources(); source++) {
            int[] targets = exchange.targets(source, 0);
            long[] values = exchange.values(source, 0);
            int start = exchange.start(source, 0);
            int end = start + exchange.count(source, 0);
            for (int i = start; i < end; i++) {
                take(targets[i], Double.longBitsToDouble(values[i]));
            }
        }
    }

    private void take(int vertex, double candidate) {
        int local = vertex - starts[mine];
        if (candidate < distance[local]) {
            distance[local] = candidate;
            if (vertex < leaves) {
                bins[0].add(bucket(candidate), vertex);
            }
        }
    }
}
