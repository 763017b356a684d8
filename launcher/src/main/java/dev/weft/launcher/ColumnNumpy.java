package dev.weft.launcher;

import dev.weft.runtime.Column;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A column's values in NumPy's file format 1.0: magic, version, length of the header, header, values. The header is padded so that the
 * values begin at a multiple of 64 bytes. {@code numpy.load} reads it.
 */
final class ColumnNumpy {
    private static final byte[] MAGIC_AND_VERSION = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int ALIGNMENT = 64;
    private static final int VALUES_BUFFERED = 1 << 13;

    private ColumnNumpy() {}

    static void write(Column column, OutputStream out) throws IOException {
        out.write(header(column instanceof Column.Doubles ? "<f8" : "<i8", column.size()));
        var bytes = new byte[VALUES_BUFFERED * Long.BYTES];
        var values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < column.size(); from += VALUES_BUFFERED) {
            int count = Math.min(VALUES_BUFFERED, column.size() - from);
            switch (column) {
                case Column.Doubles(var _, double[] doubles) ->
                    values.asDoubleBuffer().put(doubles, from, count);
                case Column.Longs(var _, long[] longs) -> values.asLongBuffer().put(longs, from, count);
            }
            out.write(bytes, 0, count * Long.BYTES);
        }
    }

    private static byte[] header(String type, int size) {
        var description = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + size + ",), }";
        int before = MAGIC_AND_VERSION.length + Short.BYTES;
        int bytes = (before + description.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        var padding = " ".repeat(bytes - before - description.length() - 1);
        return ByteBuffer.allocate(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC_AND_VERSION)
                .putShort((short) (bytes - before))
                .put((description + padding + "\n").getBytes(StandardCharsets.US_ASCII))
                .array();
    }
}
