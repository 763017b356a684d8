package dev.weft.collectives;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The bytes of frames whose receiver wasn't there yet, kept in buffers that are used again. Any thread. */
final class Chunks {
    private static final int SHORTEST_SHIFT = 6;
    private static final int LONGEST_SHIFT = 16;

    /** So many bytes of each size are kept. */
    private static final int KEPT_BYTES = 1 << 20;

    private final Size[] sizes = new Size[LONGEST_SHIFT + 1];

    Chunks() {
        for (int shift = SHORTEST_SHIFT; shift <= LONGEST_SHIFT; shift++) {
            sizes[shift] = new Size(1 << shift);
        }
    }

    /** A buffer of at least that length, and less than twice as long, up to the longest frame. */
    byte[] take(int bytes) {
        int shift = Math.max(SHORTEST_SHIFT, Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, bytes - 1)));
        return sizes[shift].take();
    }

    void giveBack(byte[] chunk) {
        sizes[Integer.numberOfTrailingZeros(chunk.length)].giveBack(chunk);
    }

    /** The buffers of one length. */
    private static final class Size {
        private final int length;
        private final ArrayDeque<byte[]> kept = new ArrayDeque<>();

        Size(int length) {
            this.length = length;
        }

        synchronized byte[] take() {
            byte @Nullable [] chunk = kept.poll();
            return chunk == null ? new byte[length] : chunk;
        }

        synchronized void giveBack(byte[] chunk) {
            if (kept.size() < KEPT_BYTES / length) {
                kept.add(chunk);
            }
        }
    }
}
