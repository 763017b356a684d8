package dev.weft.collectives;

/**
 * One rank's waits: idles, and tells of those that get long.
 *
 * <pre>
 *     waiting.begin(call, tag);
 *     while (!arrived()) {
 *         waiting.turn();
 *     }
 *     waiting.end();
 * </pre>
 */
final class Waiting {
    private static final SideWork NO_WORK = new SideWork() {
        @Override
        public boolean hasWork() {
            return false;
        }

        @Override
        public void work() {}
    };

    private final Member mine;
    private final StallWatch stallWatch;
    private final Idle idle;
    private long call;
    private int tag;
    private long totalNanos;
    private SideWork sideWork = NO_WORK;
    private long sideWorkNanos;

    private boolean isLong;
    private boolean looks;
    private long nextLookNanos;
    private long progress = -1;
    private long progressNanos;

    Waiting(Member mine, StallWatch stallWatch, Idle idle) {
        this.mine = mine;
        this.stallWatch = stallWatch;
        this.idle = idle;
    }

    void use(SideWork work) {
        sideWork = work;
    }

    void begin(long waitingCall, int waitingTag) {
        call = waitingCall;
        tag = waitingTag;
        endsLong(); // The one before may have ended by an exception.
        beginIdle();
        progress = -1;
    }

    private void beginIdle() {
        idle.begin();
        looks = false;
        nextLookNanos = stallWatch.lookNanos();
        progressNanos = 0;
    }

    void turn() {
        idle.pause();
        looks = idle.isParking() && idle.waitedNanos() >= nextLookNanos;
        if (idle.isParking() && !isLong) {
            isLong = true;
            mine.waitsIn(call, tag);
        }
        if (looks) {
            nextLookNanos = idle.waitedNanos() + stallWatch.lookNanos();
            lookForProgress();
        }
    }

    /** Something came in: waits on as if it had just begun. */
    void moved() {
        totalNanos += idle.waitedNanos();
        beginIdle();
    }

    /** Does a piece of the rank's side work, if there is any; then waits on as if it had just begun. */
    boolean worked() {
        if (!sideWork.hasWork()) {
            return false;
        }
        long start = System.nanoTime();
        sideWork.work();
        sideWorkNanos += System.nanoTime() - start;
        moved();
        return true;
    }

    void end() {
        totalNanos += idle.waitedNanos();
        endsLong();
    }

    private void endsLong() {
        if (isLong) {
            isLong = false;
            mine.waitsNoMore();
        }
    }

    /** True as soon as the wait is so long that looking around costs it nothing. */
    boolean isLong() {
        return isLong;
    }

    /** True if the rank is to look at the others after this turn. */
    boolean looks() {
        return looks;
    }

    /** Time since the wait began, or since something came in. */
    long waitedNanos() {
        return idle.waitedNanos();
    }

    /** Time in all waits that have ended. */
    long totalNanos() {
        return totalNanos;
    }

    /** Time in side work. */
    long sideWorkNanos() {
        return sideWorkNanos;
    }

    private void lookForProgress() {
        long seen = stallWatch.progress();
        if (seen != progress) {
            progress = seen;
            progressNanos = idle.waitedNanos();
        } else if (idle.waitedNanos() - progressNanos >= stallWatch.limitNanos()) {
            stallWatch.warn(progress);
        }
    }
}
