package dev.weft.runtime.rank;

import dev.weft.checkpoint.ArrayHolder;
import dev.weft.checkpoint.Partitions;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Small arrays that are the same on all ranks, by name. */
final class SameValues {
    private static final Partitions ONE = new Partitions(0, 1, 1);
    private static final int MOST_BYTES = 64 << 10;

    private final Map<String, ArrayHolder> arrays = new LinkedHashMap<>();

    void add(String name, Object array) {
        ArrayHolder holder = ArrayHolder.of(array, ONE, new int[] {0, Array.getLength(array)});
        if (holder.bytes(0).byteSize() > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "savingSame(\"" + name + "\", …): " + holder.bytes(0).byteSize() + " bytes > " + MOST_BYTES
                            + ": save what is large as each rank's own array");
        }
        if (arrays.putIfAbsent(name, holder) != null) {
            throw new IllegalArgumentException("savingSame(\"" + name + "\", …) for the second time");
        }
    }

    /** Copies, by name. */
    Map<String, byte[]> bytes() {
        var bytes = new HashMap<String, byte[]>();
        arrays.forEach((name, holder) -> bytes.put(name, holder.bytes(0).toArray(ValueLayout.JAVA_BYTE)));
        return bytes;
    }

    void restore(Map<String, byte[]> saved) {
        arrays.forEach((name, holder) -> {
            long expected = holder.bytes(0).byteSize();
            holder.restore(0, MemorySegment.ofArray(bytes(name, expected, saved)));
        });
    }

    private byte[] bytes(String name, long expected, Map<String, byte[]> saved) {
        byte[] bytes = saved.get(name);
        if (bytes == null || bytes.length != expected || saved.size() != arrays.size()) {
            throw new IllegalStateException("the checkpoint has the values " + saved.keySet() + ", the program saves "
                    + arrays.keySet() + " of " + expected + " bytes: it is not the program that wrote it");
        }
        return bytes;
    }
}
