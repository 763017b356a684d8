package dev.weft.graph.store;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** What the elements of a column are, and by which number a header names that. */
public enum ColumnType {
    INT32(1),
    INT64(2),
    UINT8(3),
    FLOAT64(4),
    /** Texts one after the other, each as its length (INT32) and so many bytes of UTF-8. */
    TEXT(5);

    final int code;

    ColumnType(int code) {
        this.code = code;
    }

    ValueLayout layout() {
        ValueLayout layout = switch (this) {
            case INT32 -> ValueLayout.JAVA_INT_UNALIGNED;
            case INT64 -> ValueLayout.JAVA_LONG_UNALIGNED;
            case FLOAT64 -> ValueLayout.JAVA_DOUBLE_UNALIGNED;
            case UINT8, TEXT -> ValueLayout.JAVA_BYTE;
        };
        return layout.withOrder(ByteOrder.LITTLE_ENDIAN);
    }

    /** Bytes of an element; of a text, of a piece of it. */
    public int width() {
        return (int) layout().byteSize();
    }

    static Optional<ColumnType> ofCode(int code) {
        return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
    }
}
