package dev.weft.runtime;

/**
 * The threads of one rank: the program's own thread and {@code size() - 1} helpers that park while there is no loop to run. A loop's
 * chunks are claimed one by one, so a thread that is done early takes what is left of the others' work.
 */
public interface ThreadTeam {
    int size();

    /**
     * Runs {@code body} once for each chunk, on all threads of the team, and returns when all are done. Called on the program's thread,
     * never from inside a chunk. The fence is checked before each chunk. The first exception ends the loop and is thrown here.
     */
    void forEachChunk(int chunks, ChunkBody body);
}
