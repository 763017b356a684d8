package dev.weft.collectives;

import java.util.concurrent.locks.LockSupport;

/** The thread that takes in what comes while no rank waits, and that looks now and then whether all lanes stand. */
final class LaneWatch {
    private static final long TURN_NANOS = 1_000_000;

    /** While ranks poll, the cores are theirs. */
    private static final long BUSY_TURN_NANOS = 4_000_000;

    private static final long LOOK_NANOS = 50_000_000;

    private final Lanes lanes;
    private final LanePoller poller;
    private final Thread thread;
    private volatile boolean ends;
    private long lookedNanos = System.nanoTime();

    LaneWatch(Lanes lanes, LanePoller poller, String name) {
        this.lanes = lanes;
        this.poller = poller;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Returns when the thread does nothing more. */
    void close() {
        ends = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long seen = poller.polls();
        long turn = TURN_NANOS;
        while (!ends) {
            LockSupport.parkNanos(this, turn);
            boolean idle = poller.polls() == seen;
            if (idle) {
                takeIn();
            }
            seen = poller.polls();
            turn = idle ? TURN_NANOS : BUSY_TURN_NANOS;
            if (System.nanoTime() - lookedNanos >= LOOK_NANOS) {
                lookedNanos = System.nanoTime();
                lanes.look();
            }
        }
    }

    private void takeIn() {
        int frames;
        do {
            frames = lanes.poll();
        } while (frames > 0 && !ends);
    }
}
