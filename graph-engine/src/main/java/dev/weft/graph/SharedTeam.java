package dev.weft.graph;

import dev.weft.collectives.Idle;
import dev.weft.collectives.SideWork;
import dev.weft.runtime.ChunkBody;
import dev.weft.runtime.Rank;
import dev.weft.runtime.ThreadTeam;
import dev.weft.runtime.threads.ChunkLoop;
import java.util.stream.Stream;

/**
 * A rank's threads, and those of the other ranks of its worker while these wait in a call of their communicator: they take chunks of the
 * rank's loops. Shares are cut by edges, but a step's work is where its frontier is; so it goes to whoever has time. A thread's number is
 * that among all threads of the worker.
 */
final class SharedTeam implements ThreadTeam {
    private final ThreadTeam own;
    private final Thread owner = Thread.currentThread();
    private final ChunkLoop mine;
    private final Idle idle;
    private final int firstThread;
    private final int size;
    private boolean looping;

    private SharedTeam(Rank rank, ChunkLoop[] loops) {
        this.own = rank.team();
        this.mine = loops[rank.workerRank()];
        this.idle = new Idle(rank.fence(), own.size() * rank.count());
        this.firstThread = own.size() * rank.workerRank();
        this.size = own.size() * loops.length;
        rank.communicator().whileWaiting(new Others(loops));
    }

    /** Of the rank that calls. Collective. */
    static ThreadTeam of(Rank rank) {
        if (rank.count() == 1) {
            return rank.team();
        }
        ChunkLoop[] loops = rank.shared(
                "loops",
                () -> Stream.generate(() -> new ChunkLoop(rank.fence()))
                        .limit(rank.workerRanks())
                        .toArray(ChunkLoop[]::new));
        return loops.length == 1 ? rank.team() : new SharedTeam(rank, loops);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void forEachChunk(int chunks, ChunkBody body) {
        if (chunks < 2 || looping || Thread.currentThread() != owner) {
            own.forEachChunk(chunks, (chunk, thread) -> body.run(chunk, firstThread + thread));
            return;
        }
        looping = true;
        mine.open(chunks, body);
        try {
            own.forEachChunk(own.size(), (_, thread) -> mine.work(firstThread + thread));
            awaitGuests();
            mine.close();
        } finally {
            looping = false;
        }
    }

    private void awaitGuests() {
        idle.begin();
        while (!mine.isDone()) {
            idle.turn();
        }
    }

    /** The loops of the others. */
    private final class Others implements SideWork {
        private final ChunkLoop[] loops;

        Others(ChunkLoop[] loops) {
            this.loops = loops;
        }

        @Override
        public boolean hasWork() {
            for (ChunkLoop each : loops) {
                if (each.hasWork() && each != mine) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void work() {
            for (ChunkLoop each : loops) {
                if (each.hasWork() && each != mine) {
                    own.forEachChunk(own.size(), (_, thread) -> each.work(firstThread + thread));
                    return;
                }
            }
        }
    }
}
