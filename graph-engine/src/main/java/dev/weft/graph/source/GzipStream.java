package dev.weft.graph.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What is in a gzip file (RFC 1952): one member or several. The JDK's stream takes whatever follows a member and is none for the end of
 * the file; here it is an error, since it may be the damaged rest of the data.
 */
final class GzipStream extends InputStream {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int MAGIC = 0x8b1f;
    private static final int DEFLATE = 8;
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;
    private static final int TIME_AND_SYSTEM_BYTES = 6;

    private final InputStream raw;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final CRC32 headerChecksum = new CRC32();
    private int position;
    private int limit;
    private int members;
    private boolean inMember;

    /** @param raw closed with this */
    GzipStream(InputStream raw) {
        this.raw = raw;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (inMember || beginMember()) {
            int count = inflate(into, from, length);
            if (count > 0) {
                checksum.update(into, from, count);
                return count;
            }
            if (inflater.finished()) {
                endMember();
            } else {
                feed();
            }
        }
        return -1;
    }

    private int inflate(byte[] into, int from, int length) throws IOException {
        try {
            return inflater.inflate(into, from, length);
        } catch (DataFormatException wrong) {
            throw new IOException("its compressed data is wrong: " + wrong.getMessage(), wrong);
        }
    }

    private void feed() throws IOException {
        if (inflater.needsDictionary()) {
            throw new IOException("its compressed data needs a dictionary");
        }
        if (!hasMore()) {
            throw new EOFException("it ends in the middle");
        }
        inflater.setInput(buffer, position, limit - position);
        position = limit;
    }

    /** False at the end of the file. */
    private boolean beginMember() throws IOException {
        if (!hasMore() && members > 0) {
            return false;
        }
        headerChecksum.reset();
        if (shortHeader() != MAGIC) {
            throw new IOException(
                    members == 0 ? "it is not in gzip's format" : "it goes on with what is not in gzip's format");
        }
        int method = header();
        int flags = header();
        if (method != DEFLATE || (flags & RESERVED) != 0) {
            throw new IOException("it is compressed in an unknown way: method=" + method + ", flags=" + flags);
        }
        skipHeader(TIME_AND_SYSTEM_BYTES);
        skipOptional(flags);
        inflater.reset();
        checksum.reset();
        members++;
        inMember = true;
        return true;
    }

    private void skipOptional(int flags) throws IOException {
        if ((flags & EXTRA) != 0) {
            skipHeader(shortHeader());
        }
        for (int text = flags & (NAME | COMMENT); text != 0; text &= text - 1) {
            while (header() != 0) {
                // a text ends with a zero
            }
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            int expected = (int) headerChecksum.getValue() & 0xffff;
            if (shortHeader() != expected) {
                throw new IOException("its header has another checksum than it says");
            }
        }
    }

    private void endMember() throws IOException {
        position = limit - inflater.getRemaining();
        long expected = intTrailer();
        long size = intTrailer();
        if (expected != checksum.getValue() || size != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            throw new IOException("its data has another checksum than it says");
        }
        inMember = false;
    }

    private boolean hasMore() throws IOException {
        if (position == limit) {
            position = 0;
            limit = Math.max(0, raw.read(buffer));
        }
        return position < limit;
    }

    private int next() throws IOException {
        if (!hasMore()) {
            throw new EOFException("it ends in the middle");
        }
        return buffer[position++] & 0xff;
    }

    private int header() throws IOException {
        int next = next();
        headerChecksum.update(next);
        return next;
    }

    private int shortHeader() throws IOException {
        int low = header();
        return low | header() << 8;
    }

    private void skipHeader(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            header();
        }
    }

    private long intTrailer() throws IOException {
        long value = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            value |= (long) next() << shift;
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        raw.close();
    }
}
