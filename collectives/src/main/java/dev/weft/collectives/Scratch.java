package dev.weft.collectives;

import java.util.EnumMap;
import java.util.Map;

/** An array of each type that was asked for, as long as the longest that was. */
final class Scratch {
    private record Kept(Object array, int length) {}

    private final Map<ElementType, Kept> arrays = new EnumMap<>(ElementType.class);

    Object of(ElementType type, int length) {
        Kept kept = arrays.get(type);
        if (kept == null || kept.length < length) {
            kept = new Kept(type.newArray(length), length);
            arrays.put(type, kept);
        }
        return kept.array;
    }
}
