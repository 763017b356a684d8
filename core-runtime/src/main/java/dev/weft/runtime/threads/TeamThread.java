package dev.weft.runtime.threads;

import java.util.concurrent.locks.LockSupport;

/** A helper of a {@link ParallelTeam}: spins for a moment after a loop, then parks until the next. */
final class TeamThread {
    private final ParallelTeam team;
    private final int number;
    private final Thread thread;
    private volatile boolean parked;

    TeamThread(ParallelTeam team, int number, String name) {
        this.team = team;
        this.number = number;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Called after a loop has been published; a helper that isn't parked sees the loop by itself. */
    void wake() {
        if (parked) {
            LockSupport.unpark(thread);
        }
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Called when the team is closed: a helper has no chunk then, so it ends at once. */
    void end() {
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
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
        while (!team.isClosed()) {
            if (team.hasWork() || spinForWork()) {
                team.work(number);
            } else {
                park();
            }
        }
    }

    private boolean spinForWork() {
        long start = System.nanoTime();
        while (System.nanoTime() - start < team.spinNanos()) {
            if (team.hasWork()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    private void park() {
        parked = true;
        while (!team.hasWork() && !team.isClosed()) {
            LockSupport.park(team);
            // An interrupt that came after its chunk has nobody left to reach.
            Thread.interrupted();
        }
        parked = false;
    }
}
