package dev.weft.graph;

import org.jspecify.annotations.Nullable;

/** Calls {@code update} for a block of ascending targets and keeps those that say true. */
final class Updates {
    private final int[] outDegrees;
    private final int base;
    private final int skew;

    Updates(int[] outDegrees, int base, int skew) {
        this.outDegrees = outDegrees;
        this.base = base;
        this.skew = skew;
    }

    /** The first {@code count} targets of the block; those that say true go into {@code result} and out of {@code open}. */
    void apply(EdgeFunction function, int count, @Nullable Frontier open, VertexBits result, Scratch block) {
        keep(Calls.of(function).update(function, count, block.targets, block.values), open, result, block);
    }

    /** The same for all targets from {@code from} to before {@code to}, of a map that is open to all. */
    void applyRange(EdgeFunction function, int from, int to, VertexBits result, Scratch block) {
        keep(Calls.of(function).updateRange(function, from, to, block.values, block.targets), null, result, block);
    }

    /** Puts the first {@code accepted} targets of the block into {@code result} and out of {@code open}. */
    void keep(int accepted, @Nullable Frontier open, VertexBits result, Scratch block) {
        int[] targets = block.targets;
        long word = 0;
        int at = 0;
        long edges = 0;
        for (int i = 0; i < accepted; i++) {
            int target = targets[i];
            int bit = target + skew;
            if (bit >>> 6 != at) {
                flush(word, at, open, result, block);
                word = 0;
                at = bit >>> 6;
            }
            word |= 1L << bit;
            edges += outDegrees[base + target];
        }
        flush(word, at, open, result, block);
        block.note(result);
        block.edges += edges;
    }

    private static void flush(long word, int at, @Nullable Frontier open, VertexBits result, Scratch block) {
        if (word == 0) {
            return;
        }
        block.members += Long.bitCount(word);
        boolean own = block.ownsWord(at);
        if (own) {
            result.words()[at] |= word;
        } else {
            VertexBits.setShared(result.words(), at, word);
        }
        block.noteWord(result, at);
        if (open != null && own) {
            open.words()[at] &= ~word;
        } else if (open != null) {
            VertexBits.clearShared(open.words(), at, word);
        }
    }
}
