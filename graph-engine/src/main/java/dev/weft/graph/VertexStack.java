package dev.weft.graph;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Vertices, the last one added the first to be taken. They lie in blocks that many stacks of one thread share: what one gave up another
 * fills, and none is copied because it grows.
 */
final class VertexStack {
    private static final int BLOCK = 1024;
    private static final int FIRST_BLOCKS = 4;

    private final ArrayDeque<int[]> spare;
    private int[][] full = new int[FIRST_BLOCKS][];
    private int fullCount;
    private int[] top;
    private int topCount;

    /** @param spare blocks of the stacks that share them */
    VertexStack(ArrayDeque<int[]> spare) {
        this.spare = spare;
        this.top = block();
    }

    private int[] block() {
        int[] block = spare.pollLast();
        return block == null ? new int[BLOCK] : block;
    }

    int size() {
        return fullCount * BLOCK + topCount;
    }

    boolean isEmpty() {
        return topCount == 0 && fullCount == 0;
    }

    void push(int vertex) {
        if (topCount == BLOCK) {
            setTopAside();
        }
        top[topCount++] = vertex;
    }

    private void setTopAside() {
        if (fullCount == full.length) {
            full = Arrays.copyOf(full, 2 * fullCount);
        }
        full[fullCount++] = top;
        top = block();
        topCount = 0;
    }

    int pop() {
        int vertex = peek();
        topCount--;
        return vertex;
    }

    /** The one that {@link #pop} would take. */
    int peek() {
        if (topCount == 0) {
            spare.addLast(top);
            top = full[--fullCount];
            topCount = BLOCK;
        }
        return top[topCount - 1];
    }

    /** Copies all to {@code to}, from {@code at} on. */
    void copy(int[] to, int at) {
        for (int b = 0; b < fullCount; b++) {
            System.arraycopy(full[b], 0, to, at + b * BLOCK, BLOCK);
        }
        System.arraycopy(top, 0, to, at + fullCount * BLOCK, topCount);
    }

    void clear() {
        for (int b = 0; b < fullCount; b++) {
            spare.addLast(full[b]);
        }
        fullCount = 0;
        topCount = 0;
    }
}
