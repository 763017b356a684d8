package dev.weft.graph;

import org.jspecify.annotations.Nullable;

/**
 * What comes to a rank's targets when few edges are pushed, on one thread: a list of the targets that something came to, in the order in
 * which it first did, and for each of them what came, combined. The resulting set says who is on the list; those whose update says false
 * are taken out of it again. So the work is that of the edges, whatever the number of vertices.
 */
final class Inbox {
    private final long[] combined;
    private final int[] outDegrees;
    private final int base;
    private final int skew;
    private final VertexBits all;

    private int[] targets = new int[64];
    private long[] values = new long[64];
    private int count;
    private Fold fold = Fold.FIRST;
    private VertexBits open;
    private VertexBits result;

    /**
     * Of a graph and rank.
     *
     * @param combined by internal id; the rank's own part is written to
     * @param all the rank's vertices
     */
    Inbox(long[] combined, int[] outDegrees, int base, int skew, VertexBits all) {
        this.combined = combined;
        this.outDegrees = outDegrees;
        this.base = base;
        this.skew = skew;
        this.all = all;
        this.open = all;
        this.result = all;
    }

    /**
     * Begins a push of so many edges.
     *
     * @param result empty
     */
    void begin(long edges, Fold fold, @Nullable Frontier open, VertexBits result) {
        this.fold = fold;
        this.open = open == null ? all : open.bits();
        this.result = result;
        count = 0;
        int most = (int) Math.min(edges, 64L * all.words().length);
        if (targets.length < most) {
            targets = new int[Math.max(most, 2 * targets.length)];
            values = new long[targets.length];
        }
    }

    /** Whether messages to one of the rank's vertices count. */
    boolean isOpen(int target) {
        return open.contains(target - base + skew);
    }

    /** Takes a message to one of the rank's vertices that is open; lower sources come first. */
    void take(int target, long value) {
        int bit = target - base + skew;
        if (!result.contains(bit)) {
            result.add(bit);
            targets[count] = target;
            if (fold == Fold.FIRST) {
                values[count] = value;
            } else {
                combined[target] = Fold.apply(fold, fold.identity, value);
            }
            count++;
        } else if (fold != Fold.FIRST) {
            combined[target] = Fold.apply(fold, combined[target], value);
        }
    }

    /** Updates the targets; those that say true stay in the result and leave {@code open}. */
    void update(EdgeFunction function, Scratch block) {
        Calls calls = Calls.of(function);
        for (int from = 0; from < count; from += Scratch.BLOCK) {
            int length = Math.min(Scratch.BLOCK, count - from);
            for (int i = 0; i < length; i++) {
                int target = targets[from + i];
                block.targets[i] = target - base;
                block.values[i] = fold == Fold.FIRST ? values[from + i] : combined[target];
            }
            int accepted = calls.update(function, length, block.targets, block.values);
            if (accepted < length) {
                keepOnly(accepted, from, length, block.targets);
            }
            leave(accepted, block);
        }
    }

    private void keepOnly(int accepted, int from, int length, int[] kept) {
        for (int i = from; i < from + length; i++) {
            result.remove(targets[i] - base + skew);
        }
        for (int i = 0; i < accepted; i++) {
            result.add(kept[i] + skew);
        }
    }

    /** The block's first {@code accepted} targets leave the open set, if there is one. */
    private void leave(int accepted, Scratch block) {
        int[] kept = block.targets;
        long edges = 0;
        for (int i = 0; i < accepted; i++) {
            edges += outDegrees[base + kept[i]];
        }
        if (open != all) {
            for (int i = 0; i < accepted; i++) {
                open.remove(kept[i] + skew);
            }
        }
        block.members += accepted;
        block.edges += edges;
    }

    /** Forgets the sets, which others may use from now on. */
    void end() {
        open = all;
        result = all;
    }
}
