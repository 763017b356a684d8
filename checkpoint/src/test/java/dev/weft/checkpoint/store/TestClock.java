package dev.weft.checkpoint.store;

import java.util.ArrayList;
import java.util.List;

/** A clock that stands still, but for sleeping. */
final class TestClock implements StoreClock {
    private final List<Long> sleeps = new ArrayList<>();
    private long now;

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public synchronized void sleep(long nanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        sleeps.add(nanos);
        now += nanos;
    }

    synchronized void advance(long nanos) {
        now += nanos;
    }

    synchronized List<Long> sleeps() {
        return List.copyOf(sleeps);
    }
}
