package dev.weft.collectives;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The bytes of frames whose receiver wasn't there yet, kept in buffers that are used again. Any thread. */
final class Chunks {
    /** So much of what was given back is kept. */
    private static final int KEPT_SHORT = 256;

    private static final int KEPT_LONG = 64;
    private static final int SHORT_BYTES = 1 << 10;

    private final int longBytes;
    private final ArrayDeque<byte[]> shorts = new ArrayDeque<>();
    private final ArrayDeque<byte[]> longs = new ArrayDeque<>();

    Chunks(int longestBytes) {
        longBytes = longestBytes;
    }

    /** A buffer of at least that length. */
    synchronized byte[] take(int bytes) {
        boolean isShort = bytes <= SHORT_BYTES;
        byte @Nullable [] kept = (isShort ? shorts : longs).poll();
        return kept != null && kept.length >= bytes
                ? kept
                : new byte[isShort ? SHORT_BYTES : Math.max(bytes, longBytes)];
    }

    synchronized void giveBack(byte[] chunk) {
        boolean isShort = chunk.length == SHORT_BYTES;
        ArrayDeque<byte[]> kept = isShort ? shorts : longs;
        if (kept.size() < (isShort ? KEPT_SHORT : KEPT_LONG)) {
            kept.add(chunk);
        }
    }
}
