package dev.weft.collectives.benchmark;

import java.util.List;
import java.util.Map;

/** Somebody else's way of doing the same, measured between our own measurements. */
interface Peer extends AutoCloseable {
    PeerKind kind();

    boolean has(Kernel kernel);

    /** The times by length of the send buffer. */
    Map<Integer, Timing> measure(Kernel kernel, List<Integer> sizes) throws InterruptedException;

    @Override
    void close();
}
