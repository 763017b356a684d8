package dev.weft.collectives;

import java.util.concurrent.locks.LockSupport;

/**
 * How a thread waits for other threads: where every compute thread of the host has a core, it spins for as long as
 * messages take, else it yields; after that it parks in steps that grow with the time already waited. So a short
 * wait ends at once and a long one costs next to nothing. Every turn looks at the fence. One instance serves one
 * thread.
 *
 * <pre>
 *     idle.begin();
 *     while (!arrived()) {
 *         idle.turn();
 *     }
 * </pre>
 */
public final class Idle {
    /** A yield that finds another process's thread takes some 40 µs, so whoever has a core doesn't. */
    private static final long SPIN_NANOS = 500_000;

    private static final long YIELD_NANOS = 200_000;

    /** Turns before the clock is looked at, which takes as long as a turn. */
    private static final int BLIND_TURNS = 30;

    private static final long SHORTEST_PARK_NANOS = 50_000;
    private static final long LONGEST_PARK_NANOS = 1_000_000;

    /** Threads for each core from which on those that wait park at once. */
    private static final int CROWD = 64;

    private final Fence fence;
    private final long spinNanos;
    private final long parksAfterNanos;
    /** Grows with a crowd, so that those who wake up to look leave the cores to those who work. */
    private final long shortestParkNanos;

    private final long longestParkNanos;

    private int turns;
    private long startNanos;
    private long waitedNanos;

    /**
     * @param computeThreads how many threads of this host want a core at the same time; spinning is for those that fit
     *     the cores
     */
    public Idle(Fence fence, int computeThreads) {
        this.fence = fence;
        int cores = Runtime.getRuntime().availableProcessors();
        this.spinNanos = computeThreads <= cores ? SPIN_NANOS : 0;
        int crowd = computeThreads == Integer.MAX_VALUE ? 1 : computeThreads / cores;
        this.parksAfterNanos = crowd >= CROWD ? 0 : Math.max(spinNanos, YIELD_NANOS);
        this.shortestParkNanos = crowd >= CROWD ? crowd * SHORTEST_PARK_NANOS : SHORTEST_PARK_NANOS;
        this.longestParkNanos = Math.max(LONGEST_PARK_NANOS, 2 * shortestParkNanos);
    }

    /** Begins a new wait. */
    public void begin() {
        turns = 0;
        waitedNanos = 0;
    }

    /**
     * Lets some time pass: less than 2 ms, if there are fewer than 64 threads for each core. An interrupt ends the epoch, since a rank whose thread is to stop can't go
     * on.
     *
     * @throws EpochFencedException if the epoch has ended
     */
    public void turn() {
        fence.check();
        pause();
        fence.check();
    }

    /** A turn for callers that look at the fence themselves. */
    @SuppressWarnings("ThreadPriorityCheck") // A yield is a step of the wait, nothing relies on it.
    void pause() {
        if (spinNanos > 0 && turns < BLIND_TURNS) {
            turns++;
            Thread.onSpinWait();
            return;
        }
        long now = System.nanoTime();
        if (turns <= BLIND_TURNS) {
            turns = BLIND_TURNS + 1;
            startNanos = now;
        }
        waitedNanos = now - startNanos;
        if (waitedNanos < spinNanos) {
            Thread.onSpinWait();
        } else if (waitedNanos < parksAfterNanos) {
            Thread.yield();
        } else {
            park();
        }
    }

    /** True as soon as turns take a system's timer, so that a look at something remote doesn't delay the wait. */
    public boolean isParking() {
        return waitedNanos >= parksAfterNanos;
    }

    /** Time from the first turn of this wait to the latest. */
    public long waitedNanos() {
        return waitedNanos;
    }

    private void park() {
        LockSupport.parkNanos(this, Math.clamp(waitedNanos / 8, shortestParkNanos, longestParkNanos));
        if (Thread.currentThread().isInterrupted()) {
            fence.raise(
                    new InterruptedException(Thread.currentThread().getName() + " was interrupted while it waited"));
        }
    }
}
