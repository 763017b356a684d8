package dev.weft.collectives.algorithm;

import dev.weft.collectives.ElementType;
import dev.weft.collectives.Op;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Map;

/**
 * Combines stretches of arrays or segments, block by block through two arrays that fit the first-level cache. One
 * instance serves one thread.
 */
public final class Folding {
    /** Two of these fit the first-level cache; a multiple of the widest pair of elements. */
    public static final int BLOCK_BYTES = 8192;

    private record Pair(Object left, Object right) {}

    private final Map<ElementType, Pair> blocks = new EnumMap<>(ElementType.class);

    /** {@code into = into op from}. */
    public void fold(ElementType type, Op op, Object into, int intoOffset, Object from, int fromOffset, int count) {
        combine(type, op, into, intoOffset, from, fromOffset, into, intoOffset, count);
    }

    /** {@code into = from op into}: the given elements come from lower ranks. */
    public void foldBefore(
            ElementType type, Op op, Object into, int intoOffset, Object from, int fromOffset, int count) {
        combine(type, op, from, fromOffset, into, intoOffset, into, intoOffset, count);
    }

    @SuppressWarnings("ReferenceEquality") // The same memory is what matters.
    private void combine(
            ElementType type,
            Op op,
            Object left,
            int leftOffset,
            Object right,
            int rightOffset,
            Object into,
            int intoOffset,
            int count) {
        Pair pair = blocks(type);
        int longest = type.countIn(BLOCK_BYTES);
        if (left == into && leftOffset == 0 && count <= longest && !(into instanceof MemorySegment)) {
            Elements.copy(type, right, rightOffset, pair.right, 0, count);
            Kernels.fold(type, op, into, pair.right, count);
            return;
        }
        for (int done = 0; done < count; ) {
            int length = Math.min(longest, count - done);
            Elements.copy(type, left, leftOffset + done, pair.left, 0, length);
            Elements.copy(type, right, rightOffset + done, pair.right, 0, length);
            Kernels.fold(type, op, pair.left, pair.right, length);
            Elements.copy(type, pair.left, 0, into, intoOffset + done, length);
            done += length;
        }
    }

    private Pair blocks(ElementType type) {
        Pair pair = blocks.get(type);
        if (pair == null) {
            int length = type.countIn(BLOCK_BYTES);
            pair = new Pair(type.newArray(length), type.newArray(length));
            blocks.put(type, pair);
        }
        return pair;
    }
}
