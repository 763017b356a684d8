package dev.weft.runtime.threads;

import dev.weft.collectives.Fence;
import dev.weft.runtime.ChunkBody;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The program's thread, which owns the team, and helpers.
 *
 * <p>A loop is one number, the chunks that remain. The owner sets it; whoever takes it down from a positive value has claimed a chunk,
 * and a helper that comes late finds nothing to claim. A claimed chunk keeps its loop open until it is counted as done, so the loop's
 * body and size are read after the claim and stand still while they are used. The owner returns when as many chunks are done as the
 * loop has; an exception takes all that remain at once and counts them as done.
 *
 * <p>Nobody waits for helpers to arrive or to leave, so a helper that the machine doesn't run costs its share of the work, not a loop.
 */
public final class ParallelTeam implements RankTeam {
    private static final int LINE = 128 / Integer.BYTES;
    private static final int REMAINING = LINE;
    private static final int DONE = 2 * LINE;
    private static final long SPIN_NANOS = 30_000;
    private static final ChunkBody NO_LOOP = (chunk, thread) -> {};

    private final Fence fence;
    private final LoopGuard guard = new LoopGuard();
    private final long spinNanos;
    private final TeamThread[] helpers;
    private final AtomicIntegerArray counters = new AtomicIntegerArray(3 * LINE);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean ownerParked;
    private volatile boolean closed;
    private ChunkBody body = NO_LOOP;
    private int chunks;
    private int started;

    public ParallelTeam(String name, int size, boolean spin, Fence fence) {
        this.fence = fence;
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
        this.body = body;
        this.chunks = chunks;
        failure.setPlain(null);
        counters.setPlain(DONE, 0);
        counters.set(REMAINING, chunks);
        wakeHelpers(wanted);
        work(0);
        awaitAllDone();
        this.body = NO_LOOP;
        Throwable thrown = failure.getPlain();
        if (thrown != null) {
            throw ParallelTeam.<RuntimeException>unchanged(thrown);
        }
    }

    /** Throws it as it is, whatever a body has thrown without declaring it. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E unchanged(Throwable thrown) throws E {
        throw (E) thrown;
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
        return counters.get(REMAINING) > 0;
    }

    boolean isClosed() {
        return closed;
    }

    /** Runs chunks until there is none left to claim. */
    void work(int thread) {
        int claimed = 0;
        int total = 0;
        try {
            int remaining;
            while ((remaining = counters.getAndDecrement(REMAINING)) > 0) {
                claimed++;
                total = chunks;
                fence.check();
                body.run(total - remaining, thread);
            }
        } catch (Throwable thrown) {
            failure.compareAndSet(null, thrown);
            claimed += Math.max(0, counters.getAndSet(REMAINING, 0));
        }
        if (claimed > 0 && counters.addAndGet(DONE, claimed) == total && ownerParked) {
            LockSupport.unpark(guard.owner());
        }
    }

    private boolean allDone() {
        return counters.get(DONE) == chunks;
    }

    private void awaitAllDone() {
        if (allDone() || spinUntilAllDone()) {
            return;
        }
        boolean interrupted = false;
        ownerParked = true;
        while (!allDone()) {
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
            if (allDone()) {
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
