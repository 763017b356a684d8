package dev.weft.graph.source;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * What the header of a Parquet page says, in Thrift's compact protocol, as far as it tells how much memory the page will take.
 *
 * @param headerBytes length of the header itself
 * @param dataValues in the page; 0 of a dictionary
 */
record ParquetPage(
        int headerBytes, long uncompressedBytes, long compressedBytes, long dataValues, long dictionaryValues) {

    /** @throws IOException if no header stands at the buffer's position */
    static ParquetPage read(ByteBuffer buffer) throws IOException {
        try {
            return new Fields(buffer).page();
        } catch (BufferUnderflowException | IllegalArgumentException failure) {
            throw new IOException("a page's header is damaged or too long", failure);
        }
    }

    /** The way through a struct's fields. */
    private static final class Fields {
        private static final int UNCOMPRESSED_BYTES = 2;
        private static final int COMPRESSED_BYTES = 3;
        private static final int DATA = 5;
        private static final int DICTIONARY = 7;
        private static final int DATA_OF_VERSION_2 = 8;
        private static final int DEEPEST = 16;

        private final ByteBuffer buffer;

        Fields(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        ParquetPage page() {
            int start = buffer.position();
            var numbers = new long[DATA_OF_VERSION_2 + 1];
            int field = 0;
            for (int head = buffer.get() & 0xff; head != 0; head = buffer.get() & 0xff) {
                field = next(field, head);
                switch (field) {
                    case UNCOMPRESSED_BYTES, COMPRESSED_BYTES -> numbers[field] = number();
                    case DATA, DICTIONARY, DATA_OF_VERSION_2 -> numbers[field] = firstNumber();
                    default -> skip(head & 15, DEEPEST);
                }
            }
            return new ParquetPage(
                    buffer.position() - start,
                    numbers[UNCOMPRESSED_BYTES],
                    numbers[COMPRESSED_BYTES],
                    numbers[DATA] + numbers[DATA_OF_VERSION_2],
                    numbers[DICTIONARY]);
        }

        private int next(int field, int head) {
            return head >>> 4 != 0 ? field + (head >>> 4) : Math.toIntExact(number() & 0xffff);
        }

        /** The field with number 1 of a struct, 0 if it has none. */
        private long firstNumber() {
            long first = 0;
            int field = 0;
            for (int head = buffer.get() & 0xff; head != 0; head = buffer.get() & 0xff) {
                field = next(field, head);
                if (field == 1) {
                    first = number();
                } else {
                    skip(head & 15, DEEPEST);
                }
            }
            return first;
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
        private long number() {
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
}
