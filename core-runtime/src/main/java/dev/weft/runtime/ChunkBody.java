package dev.weft.runtime;

/** One piece of a parallel loop. */
@FunctionalInterface
public interface ChunkBody {
    /**
     * @param chunk from 0 to the loop's number of chunks - 1; each is run exactly once
     * @param thread the number of the thread within its team, for scratch space of its own
     */
    void run(int chunk, int thread);
}
