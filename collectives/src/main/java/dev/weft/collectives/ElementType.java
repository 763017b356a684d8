package dev.weft.collectives;

/**
 * The primitive types that communication carries. An array travels as {@code Object} with one of these beside it,
 * because {@link System#arraycopy} takes every kind of array; only {@code Kernels} looks inside. Dumps of flight
 * recorders hold the ordinals.
 */
public enum ElementType {
    DOUBLE("double", Double.BYTES),
    LONG("long", Long.BYTES),
    INT("int", Integer.BYTES),
    BYTE("byte", Byte.BYTES);

    private final String keyword;
    private final int elementBytes;

    ElementType(String keyword, int elementBytes) {
        this.keyword = keyword;
        this.elementBytes = elementBytes;
    }

    Object newArray(int length) {
        return switch (this) {
            case DOUBLE -> new double[length];
            case LONG -> new long[length];
            case INT -> new int[length];
            case BYTE -> new byte[length];
        };
    }

    long bytes(long count) {
        return count * elementBytes;
    }

    /** How many elements fill that many bytes. */
    int countIn(int bytes) {
        return bytes / elementBytes;
    }

    /** As Java source spells it. */
    public String keyword() {
        return keyword;
    }
}
