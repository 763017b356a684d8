package dev.weft.collectives;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * An array of each type that was asked for, as long as the longest that was. A thread is in one call at a time, so all
 * communicators that it uses share its arrays.
 */
final class Scratch {
    private static final int PLACES = 5;
    private static final ThreadLocal<Scratch[]> OF_THREADS = ThreadLocal.withInitial(Scratch::places);

    private record Kept(Object array, int length) {}

    private final Map<ElementType, Kept> arrays = new EnumMap<>(ElementType.class);

    private static Scratch[] places() {
        var places = new Scratch[PLACES];
        Arrays.setAll(places, place -> new Scratch());
        return places;
    }

    static Scratch ofThisThread(int place) {
        return OF_THREADS.get()[place];
    }

    Object of(ElementType type, int length) {
        Kept kept = arrays.get(type);
        if (kept == null || kept.length < length) {
            kept = new Kept(type.newArray(length), length);
            arrays.put(type, kept);
        }
        return kept.array;
    }
}
