package dev.weft.collectives;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The links of groups that live in one process: there are none. */
final class MemoryLinks implements Links {
    private final Map<Long, RankGroup> parts = new ConcurrentHashMap<>();
    private final AtomicLong contexts = new AtomicLong();
    private final Chunks chunks = new Chunks();

    @Override
    public int endpoint() {
        return 0;
    }

    @Override
    public int epoch() {
        return 0;
    }

    @Override
    public String host(int endpoint) {
        return "this";
    }

    @Override
    public int networkThreads() {
        return 0;
    }

    @Override
    public int poll() {
        return 0;
    }

    @Override
    public void post(int endpoint, LaneKind lane, Letter letter) {
        throw new AssertionError("there is no other process");
    }

    @Override
    public OutLane controlLane(int endpoint) {
        throw new AssertionError("there is no other process");
    }

    @Override
    public OutLane dataLane(int endpoint) {
        throw new AssertionError("there is no other process");
    }

    @Override
    public Frame newFrame(FrameKind kind) {
        throw new AssertionError("there is no other process");
    }

    @Override
    public void creditWaits() {}

    @Override
    public Chunks chunks() {
        return chunks;
    }

    @Override
    public long newContext() {
        return contexts.incrementAndGet();
    }

    @Override
    public RankGroup part(long context, Supplier<RankGroup> make) {
        return parts.computeIfAbsent(context, number -> make.get());
    }

    @Override
    public int registered() {
        return parts.size();
    }

    @Override
    public void forget(long context) {
        parts.remove(context);
    }
}
