package dev.weft.collectives;

import java.nio.file.Path;
import java.util.function.Consumer;

/** Stub. */
public final class LaneClient implements AutoCloseable {
    public static LaneClient connect(Path folder, Transport transport) {
        return new LaneClient();
    }

    public String address() {
        return "";
    }

    public Lanes open(LanePlan plan, Consumer<LaneTrouble> whenBroken) {
        return new Lanes();
    }

    @Override
    public void close() {}
}
