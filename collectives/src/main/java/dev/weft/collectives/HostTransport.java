package dev.weft.collectives;

import java.nio.file.Path;

/** Stub. */
public final class HostTransport implements AutoCloseable {
    public static HostTransport start(Path folder, TransportPlan plan) {
        return new HostTransport();
    }

    public Path folder() {
        return Path.of("x");
    }

    @Override
    public void close() {}
}
