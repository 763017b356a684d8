package dev.weft.graph.source;

import dev.hardwood.metadata.ColumnChunk;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The pages of one column in a row group, looked through before they are read: hardwood believes what a page's header says of its size
 * and number of values, and reserves that memory.
 *
 * @param rows of the row group, one value each
 */
record ParquetChunk(ParquetInput file, ColumnChunk chunk, String column, long rows) {
    private static final long LONGEST_HEADER = 64 << 10;
    /** Pages of any size are as large as that when decompressed, or grew by no more than the factor. */
    private static final long USUAL_PAGE_BYTES = 64L << 20;

    private static final long LARGEST_GROWTH = 1024;

    /** @throws IOException if the pages do not fill the chunk, or have not a value for each row */
    void check() throws IOException {
        long position = chunk.chunkStartOffset();
        long bytes = chunk.metaData().totalCompressedSize();
        if (position < 0 || bytes < 0 || bytes > file.length() - position) {
            throw wrong("lies outside the file, at byte " + position + " with bytes=" + bytes);
        }
        long end = position + bytes;
        long values = 0;
        while (position < end) {
            ByteBuffer header = file.readRange(position, (int) Math.min(LONGEST_HEADER, end - position));
            ParquetPage page = ParquetPage.read(header);
            position += page.headerBytes();
            requireSane(page, position, end);
            position += page.compressedBytes();
            values += page.dataValues();
        }
        if (values != rows) {
            throw wrong("has values=" + values + " in its pages, and its row group has rows=" + rows);
        }
    }

    private void requireSane(ParquetPage page, long position, long end) throws IOException {
        long compressed = page.compressedBytes();
        long uncompressed = page.uncompressedBytes();
        if (compressed < 0 || compressed > end - position) {
            throw wrong("has a page at byte " + position + " that goes on after its end");
        }
        if (uncompressed < 0 || uncompressed > Math.max(USUAL_PAGE_BYTES, LARGEST_GROWTH * compressed)) {
            throw wrong(
                    "has a page at byte " + position + " with bytes=" + compressed + ", decompressed " + uncompressed);
        }
        if (page.dataValues() < 0 || page.dataValues() > rows) {
            throw wrong("has a page at byte " + position + " with values=" + page.dataValues() + ", more than rows");
        }
        if (page.dictionaryValues() < 0 || page.dictionaryValues() > uncompressed) {
            throw wrong("has a dictionary with values=" + page.dictionaryValues() + " in bytes=" + uncompressed);
        }
    }

    private IOException wrong(String what) {
        return new IOException("the column " + column + " " + what);
    }
}
