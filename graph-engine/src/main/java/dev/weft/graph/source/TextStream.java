package dev.weft.graph.source;

import dev.weft.runtime.UsageException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A compressed file of text, which can only be read from its beginning on: one thread after the other takes the next piece of whole
 * lines from it. Of a line that is longer than a piece there is the beginning only.
 */
final class TextStream implements AutoCloseable {
    private final int file;
    private final Path path;
    private final Share share;
    private final Counted raw;
    private final InputStream text;
    private byte[] rest = {};
    private int restLength;
    private long position;
    private long pieces;
    private long told;
    private boolean inLongLine;
    private boolean ended;

    /** Whole lines, as they stand in the text. */
    static final class Piece {
        private final int capacity;
        byte[] bytes = {};
        int from;
        int limit;
        long base;

        /** @param capacity in bytes */
        Piece(int capacity) {
            this.capacity = capacity;
        }

        private void clear(long position) {
            if (bytes.length == 0) {
                bytes = new byte[capacity + 1 + LineParser.PADDING];
            }
            base = position;
        }

        private void end(int limit) {
            this.limit = limit;
            bytes[limit] = '\n';
        }

        /** The last line ends with a byte that is no part of a number, lest the first half of one be taken for the whole. */
        private void cut(int limit) {
            this.limit = limit;
            bytes[limit] = 0;
            bytes[limit + 1] = '\n';
        }
    }

    /**
     * Opens the file.
     *
     * @param file its number
     * @param start bytes of text to skip
     * @param share which of the pieces are wanted: every {@code count}-th
     * @throws UsageException if it can't be opened
     */
    TextStream(InputFiles files, int file, long start, Share share) {
        this.file = file;
        this.path = files.path(file);
        this.share = share;
        try {
            this.raw = new Counted(Files.newInputStream(path));
        } catch (IOException failure) {
            throw new UsageException(path + " can't be opened: " + failure.getMessage(), failure);
        }
        try {
            this.text = files.compression(file).decompressed(raw);
            text.skipNBytes(start);
            this.position = start;
        } catch (IOException failure) {
            raw.closeQuietly();
            throw damaged(failure);
        } catch (Throwable failure) {
            raw.closeQuietly();
            throw failure;
        }
    }

    int file() {
        return file;
    }

    synchronized boolean ended() {
        return ended;
    }

    /** Bytes of the compressed file that were read since the last call. */
    synchronized long newBytesRead() {
        long bytes = raw.count - told;
        told = raw.count;
        return bytes;
    }

    /** Where the next piece begins. */
    synchronized TextPlace place() {
        return new TextPlace(file, position);
    }

    /** Fills the piece with the next lines that are wanted, none perhaps; false at the end. */
    synchronized boolean next(Piece piece) {
        while (!ended) {
            fill(piece);
            if (pieces++ % share.count() == share.index()) {
                return true;
            }
        }
        return false;
    }

    private void fill(Piece piece) {
        piece.clear(position);
        System.arraycopy(rest, 0, piece.bytes, 0, restLength);
        int length = restLength + read(piece.bytes, restLength, piece.capacity - restLength);
        restLength = 0;
        ended = length < piece.capacity;
        piece.from = firstLine(piece.bytes, length);
        if (ended || inLongLine) {
            piece.end(length);
        } else {
            endWithALine(piece, length);
        }
        position += piece.limit;
    }

    /** What follows the last line feed is kept for the next piece. */
    private void endWithALine(Piece piece, int length) {
        int end = length;
        while (end > piece.from && piece.bytes[end - 1] != '\n') {
            end--;
        }
        inLongLine = end == 0;
        if (inLongLine) {
            piece.cut(length);
        } else {
            restLength = length - end;
            rest = Arrays.copyOfRange(piece.bytes, end, length);
            piece.end(end);
        }
    }

    /** Where the first line starts; {@code length} if none does. */
    private int firstLine(byte[] bytes, int length) {
        if (!inLongLine) {
            return position == 0 ? TextWindow.afterByteOrderMark(bytes, length) : 0;
        }
        int at = 0;
        while (at < length && bytes[at] != '\n') {
            at++;
        }
        inLongLine = at == length;
        return Math.min(length, at + 1);
    }

    private int read(byte[] into, int from, int count) {
        try {
            return text.readNBytes(into, from, count);
        } catch (IOException failure) {
            ended = true;
            throw damaged(failure);
        }
    }

    private UsageException damaged(IOException failure) {
        return new UsageException(
                path + " can't be decompressed, after " + position + " bytes of text: " + failure.getMessage()
                        + ": it is damaged or incomplete, make it again",
                failure);
    }

    @Override
    public synchronized void close() {
        ended = true;
        try {
            text.close();
        } catch (IOException failure) {
            raw.closeQuietly();
        }
    }

    /** Knows how many bytes it gave. */
    private static final class Counted extends FilterInputStream {
        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            count += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = in.read(into, from, length);
            count += Math.max(0, read);
            return read;
        }

        void closeQuietly() {
            try {
                close();
            } catch (IOException _) {
                // it was only read
            }
        }
    }
}
