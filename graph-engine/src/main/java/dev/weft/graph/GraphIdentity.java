package dev.weft.graph;

import dev.weft.checkpoint.Holder;
import dev.weft.checkpoint.Partitions;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Which graph it is: no bytes of its own, but a type that no other graph has. */
final class GraphIdentity implements Holder {
    private final Graph graph;
    private final Partitions partitions;
    private @Nullable String type;

    GraphIdentity(Graph graph, Partitions partitions) {
        this.graph = graph;
        this.partitions = partitions;
    }

    /** Collective when it is first asked for, which only jobs with checkpoints do. */
    @Override
    public String type() {
        String known = type;
        if (known == null) {
            known = graph.identity();
            type = known;
        }
        return known;
    }

    @Override
    public Partitions partitions() {
        return partitions;
    }

    @Override
    public MemorySegment bytes(int partition) {
        return MemorySegment.NULL;
    }

    @Override
    public void restore(int partition, MemorySegment bytes) {}
}
