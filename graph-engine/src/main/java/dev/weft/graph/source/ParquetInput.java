package dev.weft.graph.source;

import dev.hardwood.InputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A Parquet file for hardwood, which asks for nothing again and again where a page is said to go on after the end of its column: that is
 * refused.
 */
record ParquetInput(InputFile file) implements InputFile {
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
