package dev.weft.graph;

import dev.weft.graph.source.EdgeArrays;
import dev.weft.graph.source.GraphSource;
import dev.weft.graph.source.GraphSpec;
import dev.weft.runtime.Rank;
import java.util.Optional;

/** The source that a job's arguments name. */
final class Sources {
    private Sources() {}

    static GraphSource parse(Rank rank, String graph) {
        Optional<String> vertices = rank.arg("vertices").map(Object::toString);
        Optional<Boolean> directed = rank.arg("directed").map(_ -> rank.arg("directed", true));
        return GraphSpec.parse(graph, vertices, directed);
    }

    static GraphSource of(Edges edges) {
        return new EdgeArrays(edges.sources(), edges.targets(), edges.vertices(), edges.directed(), edges.weights());
    }
}
