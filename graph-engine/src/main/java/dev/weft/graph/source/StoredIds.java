package dev.weft.graph.source;

import dev.weft.runtime.Ids;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Ids as a file holds them, for those who did not read the source: all that is known of them in one of three forms. */
public sealed interface StoredIds {
    /** The ids from {@code first} on. */
    record Contiguous(long first) implements StoredIds {}

    /** Any ids, ascending. */
    @SuppressWarnings("ArrayRecordComponent")
    record Listed(long[] ids) implements StoredIds {}

    /** Names in ascending order, each as its length (4 bytes, little-endian) and UTF-8; ids are their places. */
    @SuppressWarnings("ArrayRecordComponent")
    record Named(byte[] texts) implements StoredIds {}

    static StoredIds of(Ids ids) {
        return switch (ids) {
            case ContiguousIds contiguous -> new Contiguous(contiguous.first());
            case ClassNames(String[] names) -> new Named(texts(names));
            default -> {
                var listed = new long[ids.size()];
                for (int i = 0; i < listed.length; i++) {
                    listed[i] = ids.id(i);
                }
                yield new Listed(listed);
            }
        };
    }

    /** The ids of so many vertices; empty if these are not such ids. */
    default Optional<Ids> ids(int vertices) {
        return switch (this) {
            case Contiguous(long first) -> Optional.of(new ContiguousIds(first, vertices));
            case Listed(long[] ids) -> Optional.of(new SortedIds(ids));
            case Named(byte[] texts) -> names(texts, vertices);
        };
    }

    private static byte[] texts(String[] names) {
        var utf8 = new byte[names.length][];
        int size = 0;
        for (int i = 0; i < names.length; i++) {
            utf8[i] = names[i].getBytes(StandardCharsets.UTF_8);
            size = Math.addExact(size, Integer.BYTES + utf8[i].length);
        }
        ByteBuffer texts = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        for (byte[] name : utf8) {
            texts.putInt(name.length).put(name);
        }
        return texts.array();
    }

    private static Optional<Ids> names(byte[] texts, int vertices) {
        ByteBuffer from = ByteBuffer.wrap(texts).order(ByteOrder.LITTLE_ENDIAN);
        if ((long) vertices * Integer.BYTES > texts.length) {
            return Optional.empty();
        }
        var names = new String[vertices];
        try {
            for (int i = 0; i < vertices; i++) {
                int length = from.getInt();
                if (length < 0 || length > from.remaining()) {
                    return Optional.empty();
                }
                names[i] = new String(texts, from.position(), length, StandardCharsets.UTF_8);
                from.position(from.position() + length);
            }
        } catch (BufferUnderflowException _) {
            return Optional.empty();
        }
        return from.hasRemaining() ? Optional.empty() : Optional.of(new ClassNames(names));
    }
}
