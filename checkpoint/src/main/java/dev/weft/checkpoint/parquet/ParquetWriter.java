package dev.weft.checkpoint.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Writes a Parquet file (Apache Parquet, format version 1) of required columns of numbers, neither encoded nor compressed: row groups of
 * 2^20 rows, in each one chunk for each column, of pages of 2^16 values with a checksum. Whatever reads Parquet reads it.
 */
public final class ParquetWriter {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final String CREATED_BY = "weft";
    private static final int ROWS_A_GROUP = 1 << 20;
    private static final int ROWS_A_PAGE = 1 << 16;
    private static final int FORMAT_VERSION = 1;
    private static final int REQUIRED = 0;
    private static final int DATA_PAGE = 0;
    private static final int PLAIN = 0;
    private static final int LEVELS = 3;
    private static final int UNCOMPRESSED = 0;

    private final OutputStream out;
    private final List<ParquetColumn> columns;
    private final byte[] pageBytes = new byte[ROWS_A_PAGE * Long.BYTES];
    private final ByteBuffer page = ByteBuffer.wrap(pageBytes).order(ByteOrder.LITTLE_ENDIAN);
    private long position;

    private ParquetWriter(OutputStream out, List<ParquetColumn> columns) {
        this.out = out;
        this.columns = columns;
    }

    /** Writes all rows; the stream is neither flushed nor closed. */
    public static void write(OutputStream out, int rows, List<ParquetColumn> columns) throws IOException {
        new ParquetWriter(out, columns).write(rows);
    }

    private void write(int rows) throws IOException {
        put(MAGIC);
        var groups = new ArrayList<ThriftStruct>();
        for (long from = 0; from < rows; from += ROWS_A_GROUP) {
            groups.add(group((int) from, (int) Math.min(rows, from + ROWS_A_GROUP)));
        }
        byte[] footer = new ThriftStruct()
                .putInt(1, FORMAT_VERSION)
                .putAll(2, schema())
                .putLong(3, rows)
                .putAll(4, groups)
                .put(6, CREATED_BY)
                .toBytes();
        put(footer);
        put(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(footer.length)
                .array());
        put(MAGIC);
    }

    private List<ThriftStruct> schema() {
        var schema = new ArrayList<ThriftStruct>();
        schema.add(new ThriftStruct().put(4, "schema").putInt(5, columns.size()));
        for (ParquetColumn column : columns) {
            schema.add(new ThriftStruct()
                    .putInt(1, column.type())
                    .putInt(3, REQUIRED)
                    .put(4, column.name()));
        }
        return schema;
    }

    private ThriftStruct group(int from, int to) throws IOException {
        long start = position;
        var chunks = new ArrayList<ThriftStruct>();
        for (ParquetColumn column : columns) {
            chunks.add(chunk(column, from, to));
        }
        return new ThriftStruct().putAll(1, chunks).putLong(2, position - start).putLong(3, to - from);
    }

    private ThriftStruct chunk(ParquetColumn column, int from, int to) throws IOException {
        long start = position;
        for (int row = from; row < to; row += ROWS_A_PAGE) {
            putPage(column, row, Math.min(to, row + ROWS_A_PAGE));
        }
        var metadata = new ThriftStruct()
                .putInt(1, column.type())
                .putInts(2, List.of(PLAIN))
                .putTexts(3, List.of(column.name()))
                .putInt(4, UNCOMPRESSED)
                .putLong(5, to - from)
                .putLong(6, position - start)
                .putLong(7, position - start)
                .putLong(9, start);
        return new ThriftStruct().putLong(2, start).put(3, metadata);
    }

    private void putPage(ParquetColumn column, int from, int to) throws IOException {
        column.put(from, to, page.clear());
        var checksum = new CRC32();
        checksum.update(pageBytes, 0, page.position());
        var values = new ThriftStruct()
                .putInt(1, to - from)
                .putInt(2, PLAIN)
                .putInt(3, LEVELS)
                .putInt(4, LEVELS);
        put(new ThriftStruct()
                .putInt(1, DATA_PAGE)
                .putInt(2, page.position())
                .putInt(3, page.position())
                .putInt(4, (int) checksum.getValue())
                .put(5, values)
                .toBytes());
        put(pageBytes, page.position());
    }

    private void put(byte[] bytes) throws IOException {
        put(bytes, bytes.length);
    }

    private void put(byte[] bytes, int count) throws IOException {
        out.write(bytes, 0, count);
        position += count;
    }
}
