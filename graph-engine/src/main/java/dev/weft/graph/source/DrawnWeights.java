package dev.weft.graph.source;

import static dev.weft.graph.source.SplitMix.mix;

import dev.weft.runtime.ThreadTeam;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Weights for a generated graph's edges: that of an edge is a function of the seed and its ends, whichever stands first.
 *
 * @param range none if edges have no weights
 */
record DrawnWeights(Optional<WeightRange> range, long seed) {
    static final String KEY = "weights";

    /** Keeps weights apart from what else is drawn from a seed. */
    private static final long WEIGHTS = 0x7765_6967_6874_73L;

    boolean exist() {
        return range.isPresent();
    }

    /** Bytes that the widest weight takes in memory; 0 if there are none. */
    int bytes() {
        return range.map(WeightRange::bytes).orElse(0);
    }

    /** As the end of a specification without its seed. */
    String setting() {
        return range.map(each -> "," + KEY + "=" + each).orElse("");
    }

    /** As the end of a specification that needs a seed for its weights only. */
    String settings() {
        return range.map(each -> ",seed=" + seed + setting()).orElse("");
    }

    /** Gives each edge its weight, if there are weights. */
    void weigh(EdgeBlocks blocks, ThreadTeam team, LoadProgress progress) {
        if (range.isPresent()) {
            weigh(blocks, range.get(), team, new Phase(progress, "drawing weights", Math.max(1, blocks.edgeCount())));
        }
    }

    private void weigh(EdgeBlocks blocks, WeightRange range, ThreadTeam team, Phase phase) {
        long start = mix(seed ^ WEIGHTS);
        team.forEachChunk(blocks.count(), (b, _) -> {
            EdgeBlock block = blocks.block(b);
            long edges = block.edgeCount();
            MemorySegment weights = blocks.allocate(edges * Double.BYTES);
            for (long i = 0; i < edges; i++) {
                long edge = ordered(block.memory().getAtIndex(EdgeBag.EDGE, i));
                weights.setAtIndex(EdgeBag.WEIGHT, i, range.draw(mix(mix(edge) + start)));
            }
            block.weigh(weights);
            phase.advance(edges);
        });
    }

    private static long ordered(long edge) {
        int source = EdgeBag.source(edge);
        int target = EdgeBag.target(edge);
        return source <= target ? edge : EdgeBag.edge(/* source= */ target, /* target= */ source);
    }
}
