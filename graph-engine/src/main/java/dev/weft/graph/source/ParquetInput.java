package dev.weft.graph.source;

import dev.hardwood.InputFile;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A Parquet file for hardwood, which asks for nothing again and again where a page is said to go on after the end of its column: that is
 * refused.
 */
record ParquetInput(InputFile file) implements InputFile {
    /** The footer's length and the magic number. */
    private static final int FOOTER_END_BYTES = 2 * Integer.BYTES;

    /** Held, since its level would be forgotten with it. */
    private static final Logger HARDWOOD = Logger.getLogger("dev.hardwood");

    static {
        if (HARDWOOD.getLevel() == null) {
            HARDWOOD.setLevel(Level.WARNING); // it tells of its choices where a user reads results
        }
    }

    static ParquetInput of(Path file) {
        return new ParquetInput(InputFile.of(file));
    }

    @Override
    public void open() throws IOException {
        file.open();
        requireSaneFooter();
    }

    /** Nothing in the footer is longer than the footer: hardwood would reserve what is promised. */
    private void requireSaneFooter() throws IOException {
        long end = length() - FOOTER_END_BYTES;
        if (end < 0) {
            return; // which hardwood tells
        }
        int footerBytes =
                readRange(end, Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (footerBytes <= 0 || footerBytes > end) {
            throw new IOException("it has bytes=" + length() + " and its footer is said to have bytes=" + footerBytes
                    + ": it is no Parquet file, or damaged");
        }
        try {
            new ThriftFields(readRange(end - footerBytes, footerBytes)).skipStruct();
        } catch (BufferUnderflowException | IllegalArgumentException failure) {
            throw new IOException("its footer is damaged", failure);
        }
    }

    @Override
    public ByteBuffer readRange(long offset, int length) throws IOException {
        if (length <= 0) {
            throw new IOException("at byte " + offset + ", a page goes on after the end of its column");
        }
        return file.readRange(offset, length);
    }

    @Override
    public long length() throws IOException {
        return file.length();
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
