package dev.weft.runtime.threads;

import dev.weft.collectives.Fence;
import dev.weft.runtime.ChunkBody;
import java.util.concurrent.locks.LockSupport;

/**
 * The program's thread, which owns the team, and helpers.
 *
 * <p>A loop is a {@link ChunkLoop}; the owner returns when all of its chunks are done.
 *
 * <p>Nobody waits for helpers to arrive or to leave, so a helper that the machine doesn't run costs its share of the work, not a loop.
 */
public final class ParallelTeam implements RankTeam {
    private static final long SPIN_NANOS = 30_000;

    private final Fence fence;
    private final LoopGuard guard = new LoopGuard();
    private final long spinNanos;
    private final TeamThread[] helpers;
    private final ChunkLoop loop;
    private volatile boolean ownerParked;
    private volatile boolean closed;
    private int started;

    public ParallelTeam(String name, int size, boolean spin, Fence fence) {
        this.fence = fence;
        this.loop = new ChunkLoop(fence);
        this.spinNanos = spin ? SPIN_NANOS : 0;
        this.helpers = new TeamThread[size - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new TeamThread(this, i + 1, name + "-helper-" + (i + 1));
        }
    }

    @Override
    public int size() {
        return helpers.length + 1;
    }

    @Override
    public void forEachChunk(int chunks, ChunkBody body) {
        guard.begin(chunks);
        try {
            if (chunks == 1) {
                fence.check();
                body.run(0, 0);
            } else if (chunks > 1) {
                runTogether(chunks, body);
            }
        } finally {
            guard.end();
        }
    }

    private void runTogether(int chunks, ChunkBody body) {
        int wanted = Math.min(helpers.length, chunks - 1);
        startHelpers(wanted);
        loop.open(chunks, body);
        wakeHelpers(wanted);
        work(0);
        awaitAllDone();
        loop.close();
    }

    private void startHelpers(int wanted) {
        for (; started < wanted; started++) {
            helpers[started].start();
        }
    }

    private void wakeHelpers(int wanted) {
        for (int i = 0; i < wanted; i++) {
            helpers[i].wake();
        }
    }

    boolean hasWork() {
        return loop.hasWork();
    }

    boolean isClosed() {
        return closed;
    }

    /** Runs chunks until there is none left to claim. */
    void work(int thread) {
        if (loop.work(thread) && ownerParked) {
            LockSupport.unpark(guard.owner());
        }
    }

    private void awaitAllDone() {
        if (loop.isDone() || spinUntilAllDone()) {
            return;
        }
        boolean interrupted = false;
        ownerParked = true;
        while (!loop.isDone()) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                interrupted = true;
                interruptHelpers();
            }
        }
        ownerParked = false;
        if (interrupted) {
            guard.owner().interrupt();
        }
    }

    private boolean spinUntilAllDone() {
        long start = System.nanoTime();
        while (System.nanoTime() - start < spinNanos) {
            if (loop.isDone()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    long spinNanos() {
        return spinNanos;
    }

    /** An interrupt is for the rank, so it reaches whichever of its threads is busy. */
    private void interruptHelpers() {
        for (int i = 0; i < started; i++) {
            helpers[i].interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        for (int i = 0; i < started; i++) {
            helpers[i].end();
        }
    }
}
