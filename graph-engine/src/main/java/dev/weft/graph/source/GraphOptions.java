package dev.weft.graph.source;

import dev.weft.runtime.UsageException;
import java.util.Optional;

/**
 * What a user said of a graph beside its name.
 *
 * @param vertices the file that lists all vertices, if there is one
 * @param directed as the user said, if anything was said
 * @param weighted as the user said, if anything was said
 */
public record GraphOptions(
        Optional<String> vertices,
        Optional<Boolean> directed,
        Optional<Boolean> weighted,
        Optional<Columns> columns,
        BadLines badLines) {
    public static final GraphOptions NONE =
            new GraphOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), BadLines.FAIL);

    /** The same, and this said of the direction. */
    public GraphOptions directed(boolean said) {
        return new GraphOptions(vertices, Optional.of(said), weighted, columns, badLines);
    }

    /** The same, and this said of weights. */
    public GraphOptions weighted(boolean said) {
        return new GraphOptions(vertices, directed, Optional.of(said), columns, badLines);
    }

    public GraphOptions vertices(String file) {
        return new GraphOptions(Optional.of(file), directed, weighted, columns, badLines);
    }

    public GraphOptions columns(Columns said) {
        return new GraphOptions(vertices, directed, weighted, Optional.of(said), badLines);
    }

    public GraphOptions badLines(BadLines said) {
        return new GraphOptions(vertices, directed, weighted, columns, said);
    }

    /**
     * Whether edges have weights: that was said, or a column for them was named.
     *
     * @throws UsageException if a column was named and weights were refused
     */
    public boolean wantsWeights() {
        return wantsWeights(false);
    }

    /** @param usual whether edges have weights where nothing was said */
    boolean wantsWeights(boolean usual) {
        boolean named = columns.flatMap(Columns::weight).isPresent();
        if (named && !weighted.orElse(true)) {
            throw new UsageException("--columns names a weight, and weighted=false wants none: leave one of them out");
        }
        return named || weighted.orElse(usual);
    }
}
