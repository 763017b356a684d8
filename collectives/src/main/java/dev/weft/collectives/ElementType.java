package dev.weft.collectives;

/**
 * The primitive types that communication carries. Elements travel as an {@code Object} with one of these beside it: a
 * primitive array, or a {@link java.lang.foreign.MemorySegment} of elements in the machine's own byte order.
 */
public enum ElementType {
    DOUBLE("double", Double.BYTES),
    LONG("long", Long.BYTES),
    INT("int", Integer.BYTES),
    BYTE("byte", Byte.BYTES),
    FLOAT("float", Float.BYTES),
    SHORT("short", Short.BYTES);

    private final String keyword;
    private final int elementBytes;

    ElementType(String keyword, int elementBytes) {
        this.keyword = keyword;
        this.elementBytes = elementBytes;
    }

    public Object newArray(int length) {
        return switch (this) {
            case DOUBLE -> new double[length];
            case LONG -> new long[length];
            case INT -> new int[length];
            case BYTE -> new byte[length];
            case FLOAT -> new float[length];
            case SHORT -> new short[length];
        };
    }

    /** True for the types whose sums depend on the order in which they are made. */
    public boolean isFloating() {
        return this == DOUBLE || this == FLOAT;
    }

    public long bytes(long count) {
        return count * elementBytes;
    }

    /** How many elements fill that many bytes. */
    public int countIn(int bytes) {
        return bytes / elementBytes;
    }

    /** As Java source spells it. */
    public String keyword() {
        return keyword;
    }
}
