package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/** A block of elements inside a longer array, whose other elements nobody may touch. */
final class Area {
    private static final int GUARD = 77;
    private static final int GUARDS_BEHIND = 3;

    private final ElementType type;
    private final int offset;
    private final Object array;

    Area(ElementType type, int count, int offset, IntToLongFunction element) {
        this.type = type;
        this.offset = offset;
        this.array = SerialModel.toArray(
                type,
                offset + count + GUARDS_BEHIND,
                i -> i < offset || i >= offset + count ? GUARD : element.applyAsLong(i - offset));
    }

    Object array() {
        return array;
    }

    int offset() {
        return offset;
    }

    void checkIs(Object call, int rank, long[] expected) {
        long[] actual = SerialModel.toLongs(type, array);
        long[] guarded = new long[actual.length];
        Arrays.fill(guarded, GUARD);
        System.arraycopy(expected, 0, guarded, offset, expected.length);
        int differing = Arrays.mismatch(actual, guarded);
        assertThat(differing)
                .as(() -> "%s on rank %d: element %d is %d, expected %d"
                        .formatted(call, rank, differing - offset, actual[differing], guarded[differing]))
                .isEqualTo(-1);
    }
}
