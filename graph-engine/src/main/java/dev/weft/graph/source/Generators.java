package dev.weft.graph.source;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The kinds of graphs that are made, not read. All are undirected. */
final class Generators {
    private static final List<Kind> KINDS = List.of(
            new Kind(KroneckerSpec.PREFIX, text -> KroneckerSpec.parse(text).graph()),
            new Kind(UniformSpec.PREFIX, text -> UniformSpec.parse(text).graph()),
            new Kind(SmallWorldSpec.PREFIX, text -> SmallWorldSpec.parse(text).graph()),
            new Kind(Grid.PREFIX, Grid::parse),
            new Kind(Circulant.RING, Circulant::parseRing),
            new Kind(Star.PREFIX, Star::parse),
            new Kind(Circulant.COMPLETE, Circulant::parseComplete));

    private Generators() {}

    private record Kind(String prefix, Function<String, GraphSource> parser) {}

    static List<String> prefixes() {
        return KINDS.stream().map(Kind::prefix).toList();
    }

    /**
     * The graph that a specification means, if it begins as that of a generator.
     *
     * @throws dev.weft.runtime.UsageException if there is something wrong with what follows, naming it and the remedy
     */
    static Optional<GraphSource> named(String spec) {
        return KINDS.stream()
                .filter(kind -> spec.startsWith(kind.prefix))
                .findFirst()
                .map(kind -> kind.parser.apply(spec));
    }
}
