package dev.weft.graph.source;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * The way through a struct in Thrift's compact protocol. Nothing is reserved for what a length promises: it is looked for first.
 *
 * @param buffer at the struct's beginning; what goes beyond its end throws {@link BufferUnderflowException}, what can't be understood
 *     {@link IllegalArgumentException}
 */
record ThriftFields(ByteBuffer buffer) {
    private static final int DEEPEST = 16;

    /** The head of the next field; 0 at the struct's end. */
    int head() {
        return buffer.get() & 0xff;
    }

    /** The field's number, after {@code field}. */
    int next(int field, int head) {
        return head >>> 4 != 0 ? field + (head >>> 4) : Math.toIntExact(number() & 0xffff);
    }

    void skipStruct() {
        skipStruct(DEEPEST);
    }

    /** Skips the value of the field with this head. */
    void skip(int head) {
        skip(head & 15, DEEPEST);
    }

    private long unsigned() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = buffer.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number has more than 64 bits");
    }

    /** Zigzag. */
    long number() {
        long value = unsigned();
        return value >>> 1 ^ -(value & 1);
    }

    private void skip(int type, int depth) {
        switch (type) {
            case 1, 2 -> {} // a truth value, which is its own type
            case 3 -> skipBytes(1);
            case 4, 5, 6 -> unsigned();
            case 7 -> skipBytes(Double.BYTES);
            case 8 -> skipBytes(unsigned());
            case 9, 10 -> skipList(depth);
            case 12 -> skipStruct(depth);
            default -> throw new IllegalArgumentException("unknown type " + type);
        }
    }

    private void skipBytes(long count) {
        if (count < 0 || count > buffer.remaining()) {
            throw new BufferUnderflowException();
        }
        buffer.position(buffer.position() + (int) count);
    }

    private void skipList(int depth) {
        int head = buffer.get() & 0xff;
        long size = head >>> 4 == 15 ? unsigned() : head >>> 4;
        int type = head & 15;
        for (long i = 0; i < size; i++) {
            skip(type <= 2 ? 3 : type, inner(depth));
        }
    }

    private void skipStruct(int depth) {
        for (int head = buffer.get() & 0xff; head != 0; head = buffer.get() & 0xff) {
            if (head >>> 4 == 0) {
                unsigned();
            }
            skip(head & 15, inner(depth));
        }
    }

    private static int inner(int depth) {
        if (depth == 0) {
            throw new IllegalArgumentException("structs are nested too deep");
        }
        return depth - 1;
    }
}
