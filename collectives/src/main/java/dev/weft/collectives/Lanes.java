package dev.weft.collectives;

import java.time.Duration;

/** Stub. */
public final class Lanes implements AutoCloseable {
    public void awaitConnected(Duration limit) {}

    public LaneGroup group(int context, Placement placement, Fence fence, GroupOptions options) {
        return new LaneGroup();
    }

    @Override
    public void close() {}
}
