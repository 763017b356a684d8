package dev.weft.graph.source;

import java.util.concurrent.atomic.AtomicLong;

/** A stage of loading that all threads advance together. */
final class Phase {
    private final LoadProgress progress;
    private final String name;
    private final double total;
    private final AtomicLong done = new AtomicLong();

    Phase(LoadProgress progress, String name, long total) {
        this.progress = progress;
        this.name = name;
        this.total = total;
    }

    void advance(long amount) {
        progress.at(name, Math.min(1.0, done.addAndGet(amount) / total));
    }
}
