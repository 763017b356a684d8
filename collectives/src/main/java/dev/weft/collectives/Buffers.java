package dev.weft.collectives;

import java.util.EnumMap;
import java.util.Map;

/** One array per element type, all of the same size in bytes, each made when it is first used. */
final class Buffers {
    private final int bytes;
    private final Map<ElementType, Object> arrays = new EnumMap<>(ElementType.class);

    Buffers(int bytes) {
        this.bytes = bytes;
    }

    Object of(ElementType type) {
        Object array = arrays.get(type);
        if (array == null) {
            array = type.newArray(type.countIn(bytes));
            arrays.put(type, array);
        }
        return array;
    }
}
