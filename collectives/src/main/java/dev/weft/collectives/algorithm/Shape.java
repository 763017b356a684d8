package dev.weft.collectives.algorithm;

import dev.weft.collectives.ElementType;
import dev.weft.collectives.Op;
import dev.weft.collectives.Operation;

/**
 * What all ranks of a call know of it, and what an algorithm is chosen by.
 *
 * @param ranks that send messages to each other
 * @param count as in {@link Call}; of calls with counts that differ, the most that all ranks know, 0 if they know none
 */
public record Shape(Operation operation, int ranks, ElementType type, Op op, long count) {
    public double bytes() {
        return type.bytes(count);
    }

    public int log2() {
        return Powers.log2Up(ranks);
    }
}
