package dev.weft.graph.source;

import dev.weft.runtime.ThreadTeam;
import java.lang.foreign.MemorySegment;

/**
 * A generated graph: the same for each specification, whatever the number of threads. All ids below 2^scale are vertices. The weight of an
 * edge is a function of the seed and its ends.
 */
final class Kronecker implements GraphSource {
    private static final int EDGES_A_BUCKET_BITS = 16;
    private static final int MOST_BUCKET_BITS = 11;
    private static final int EDGES_A_STRETCH = 1 << 16;
    private static final int STRIP = 1024;
    /** Keeps weights apart from what else is drawn from a seed. */
    private static final long WEIGHTS = 0x7765_6967_6874_73L;

    private final KroneckerSpec spec;

    Kronecker(KroneckerSpec spec) {
        this.spec = spec;
    }

    @Override
    public String name() {
        return spec.toString();
    }

    @Override
    public Sizes expected() {
        int weightBytes = spec.weights().map(WeightRange::bytes).orElse(0);
        return new Sizes(1L << spec.scale(), spec.expectedEdges(), weightBytes);
    }

    @Override
    public EdgeBag read(ThreadTeam team, LoadProgress progress, Share share) {
        var blocks = new EdgeBlocks();
        try {
            fill(blocks, team, progress, share);
            spec.weights().ifPresent(range -> weigh(blocks, range, team, progress));
            boolean weighted = spec.weights().isPresent();
            return DenseEdges.generated(new ContiguousIds(0, 1 << spec.scale()), false, weighted, blocks);
        } catch (Throwable failure) {
            blocks.close();
            throw failure;
        }
    }

    /** Each share has a range of the buckets: all edges are drawn, and those of others dropped at once. */
    private void fill(EdgeBlocks blocks, ThreadTeam team, LoadProgress progress, Share share) {
        var buckets = new EdgeBuckets(spec.scale(), bucketBits(), team.size());
        generate(team, new Phase(progress, "counting edges", spec.generatedEdges()), buckets::count);
        buckets.allocate(blocks, team, share);
        generate(team, new Phase(progress, "generating edges", spec.generatedEdges()), buckets::put);
        buckets.finish(blocks, team, new Phase(progress, "sorting edges", spec.generatedEdges()));
    }

    private void weigh(EdgeBlocks blocks, WeightRange range, ThreadTeam team, LoadProgress progress) {
        var phase = new Phase(progress, "drawing weights", Math.max(1, blocks.edgeCount()));
        long start = KroneckerEdges.mix(spec.seed() ^ WEIGHTS);
        team.forEachChunk(blocks.count(), (b, _) -> {
            EdgeBlock block = blocks.block(b);
            long edges = block.edgeCount();
            MemorySegment weights = blocks.allocate(edges * Double.BYTES);
            for (long i = 0; i < edges; i++) {
                long edge = block.memory().getAtIndex(EdgeBag.EDGE, i);
                weights.setAtIndex(EdgeBag.WEIGHT, i, range.draw(KroneckerEdges.mix(KroneckerEdges.mix(edge) + start)));
            }
            block.weigh(weights);
            phase.advance(edges);
        });
    }

    private int bucketBits() {
        int edgesBits = Long.SIZE - Long.numberOfLeadingZeros(spec.generatedEdges());
        return Math.clamp(edgesBits - EDGES_A_BUCKET_BITS, 0, Math.min(spec.scale(), MOST_BUCKET_BITS));
    }

    /** Takes generated edges. */
    @FunctionalInterface
    private interface Sink {
        void take(long[] edges, int count, int thread);
    }

    private void generate(ThreadTeam team, Phase phase, Sink sink) {
        var generator = new KroneckerEdges(spec.scale(), spec.seed());
        var strips = new long[team.size()][STRIP];
        var stretches = new Stretches(spec.generatedEdges(), EDGES_A_STRETCH);
        stretches.forEach(team, (_, thread, from, to) -> {
            long[] edges = strips[thread];
            for (long first = from; first < to; first += STRIP) {
                int made = generator.make(first, (int) Math.min(STRIP, to - first), edges);
                sink.take(edges, made, thread);
            }
            phase.advance(to - from);
        });
    }
}
