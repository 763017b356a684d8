package dev.weft.graph;

import dev.weft.graph.source.BadLines;
import dev.weft.graph.source.CleaningPolicy;
import dev.weft.graph.source.Columns;
import dev.weft.graph.source.EdgeArrays;
import dev.weft.graph.source.GraphOptions;
import dev.weft.graph.source.GraphSource;
import dev.weft.graph.source.GraphSpec;
import dev.weft.runtime.Rank;
import java.util.Optional;

/** The source that a job's arguments name. */
final class Sources {
    private Sources() {}

    static GraphSource parse(Rank rank, String graph) {
        return GraphSpec.parse(graph, options(rank));
    }

    private static GraphOptions options(Rank rank) {
        return new GraphOptions(
                text(rank, "vertices"),
                truth(rank, "directed"),
                truth(rank, "weighted"),
                text(rank, "columns").map(Columns::parse),
                badLines(rank));
    }

    private static BadLines badLines(Rank rank) {
        return text(rank, "bad-lines").map(BadLines::named).orElse(BadLines.FAIL);
    }

    static boolean skipsBadLines(Rank rank) {
        return badLines(rank) == BadLines.SKIP;
    }

    /** Which edges of the source stay, as the job's arguments say. */
    static CleaningPolicy cleaning(Rank rank) {
        return CleaningPolicy.of(text(rank, "duplicates"), text(rank, "self-loops"));
    }

    private static Optional<String> text(Rank rank, String name) {
        return rank.arg(name).map(Object::toString);
    }

    private static Optional<Boolean> truth(Rank rank, String name) {
        return rank.arg(name).map(_ -> rank.arg(name, true));
    }

    static GraphSource of(Edges edges) {
        return new EdgeArrays(edges.sources(), edges.targets(), edges.vertices(), edges.directed(), edges.weights());
    }
}
