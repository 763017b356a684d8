package dev.weft.collectives;

import org.jspecify.annotations.Nullable;

/** Places for elements whose receiver wasn't there yet, used again and again. Any thread. */
final class Chunks {
    private static final int SHORTEST_SHIFT = 6;
    private static final int LONGEST_SHIFT = 16;

    /** So many bytes of each size are kept: what a sender or two may have on their way. */
    private static final int KEPT_BYTES = 4 << 20;

    private final Size[] sizes = new Size[LONGEST_SHIFT + 1];

    Chunks() {
        for (int shift = SHORTEST_SHIFT; shift <= LONGEST_SHIFT; shift++) {
            sizes[shift] = new Size(1 << shift);
        }
    }

    /** A place of at least that length, and less than twice as long, up to the longest frame. */
    Chunk take(int bytes) {
        int shift = Math.max(SHORTEST_SHIFT, Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, bytes - 1)));
        return sizes[shift].take();
    }

    void giveBack(Chunk chunk) {
        sizes[Integer.numberOfTrailingZeros(chunk.length)].giveBack(chunk);
    }

    /** The places of one length. */
    private static final class Size {
        private final int length;
        private @Nullable Chunk first;
        private int kept;

        Size(int length) {
            this.length = length;
        }

        synchronized Chunk take() {
            Chunk chunk = first;
            if (chunk == null) {
                return new Chunk(length);
            }
            first = chunk.next;
            chunk.next = null;
            kept--;
            return chunk;
        }

        synchronized void giveBack(Chunk chunk) {
            if (kept < KEPT_BYTES / length) {
                chunk.next = first;
                first = chunk;
                kept++;
            }
        }
    }
}
