package dev.weft.runtime.threads;

import dev.weft.collectives.Fence;
import dev.weft.runtime.ChunkBody;

/** The program's thread alone. */
public final class SoloTeam implements RankTeam {
    private final Fence fence;
    private final LoopGuard guard = new LoopGuard();

    public SoloTeam(Fence fence) {
        this.fence = fence;
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public void forEachChunk(int chunks, ChunkBody body) {
        guard.begin(chunks);
        try {
            for (int chunk = 0; chunk < chunks; chunk++) {
                fence.check();
                body.run(chunk, 0);
            }
        } finally {
            guard.end();
        }
    }

    @Override
    public void close() {}
}
