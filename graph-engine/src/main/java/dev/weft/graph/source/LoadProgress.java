package dev.weft.graph.source;

/** Hears how far loading is. Called from any thread of the team. */
@FunctionalInterface
public interface LoadProgress {
    /**
     * @param phase e.g. {@code "reading edges"}
     * @param done 0 to 1
     */
    void at(String phase, double done);
}
