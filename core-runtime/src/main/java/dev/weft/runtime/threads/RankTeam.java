package dev.weft.runtime.threads;

import dev.weft.collectives.Fence;
import dev.weft.runtime.ThreadTeam;

/** A team with an end: closing it ends its helpers. Made, used and closed by the rank's program thread. */
public sealed interface RankTeam extends ThreadTeam, AutoCloseable permits SoloTeam, ParallelTeam {
    @Override
    void close();

    /**
     * @param name what the helpers' names begin with
     * @param spin whether a thread without work may spin for a moment before it parks: only where no other thread wants its core
     */
    static RankTeam of(String name, int size, boolean spin, Fence fence) {
        return size == 1 ? new SoloTeam(fence) : new ParallelTeam(name, size, spin, fence);
    }
}
