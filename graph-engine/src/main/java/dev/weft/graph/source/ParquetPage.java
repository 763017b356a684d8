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

    private static final int UNCOMPRESSED_BYTES = 2;
    private static final int COMPRESSED_BYTES = 3;
    private static final int DATA = 5;
    private static final int DICTIONARY = 7;
    private static final int DATA_OF_VERSION_2 = 8;

    /** @throws IOException if no header stands at the buffer's position */
    static ParquetPage read(ByteBuffer buffer) throws IOException {
        try {
            return read(new ThriftFields(buffer));
        } catch (BufferUnderflowException | IllegalArgumentException failure) {
            throw new IOException("a page's header is damaged or too long", failure);
        }
    }

    private static ParquetPage read(ThriftFields fields) {
        int start = fields.buffer().position();
        var numbers = new long[DATA_OF_VERSION_2 + 1];
        int field = 0;
        for (int head = fields.head(); head != 0; head = fields.head()) {
            field = fields.next(field, head);
            switch (field) {
                case UNCOMPRESSED_BYTES, COMPRESSED_BYTES -> numbers[field] = fields.number();
                case DATA, DICTIONARY, DATA_OF_VERSION_2 -> numbers[field] = firstNumber(fields);
                default -> fields.skip(head);
            }
        }
        return new ParquetPage(
                fields.buffer().position() - start,
                numbers[UNCOMPRESSED_BYTES],
                numbers[COMPRESSED_BYTES],
                numbers[DATA] + numbers[DATA_OF_VERSION_2],
                numbers[DICTIONARY]);
    }

    /** The field with number 1 of a struct, 0 if it has none. */
    private static long firstNumber(ThriftFields fields) {
        long first = 0;
        int field = 0;
        for (int head = fields.head(); head != 0; head = fields.head()) {
            field = fields.next(field, head);
            if (field == 1) {
                first = fields.number();
            } else {
                fields.skip(head);
            }
        }
        return first;
    }
}
