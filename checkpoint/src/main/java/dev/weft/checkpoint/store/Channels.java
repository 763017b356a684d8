package dev.weft.checkpoint.store;

import dev.weft.checkpoint.Body;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;

/** Memory to files and back, in pieces: no call is long, and the JDK's own buffers (heap memory needs one) stay small. */
final class Channels {
    private static final long PIECE_BYTES = 1 << 20;

    private Channels() {}

    static void write(FileChannel channel, long offset, Body body, Deadline deadline) throws IOException {
        long at = offset;
        for (var piece : body.pieces()) {
            at = write(channel, at, piece, deadline);
        }
    }

    private static long write(FileChannel channel, long offset, MemorySegment from, Deadline deadline)
            throws IOException {
        long done = 0;
        while (done < from.byteSize()) {
            deadline.check();
            long size = Math.min(PIECE_BYTES, from.byteSize() - done);
            done += channel.write(from.asSlice(done, size).asByteBuffer(), offset + done);
        }
        return offset + done;
    }

    /** Throws {@link EOFException} if the file ends before. */
    static void read(FileChannel channel, long offset, MemorySegment into, Deadline deadline) throws IOException {
        long done = 0;
        while (done < into.byteSize()) {
            deadline.check();
            long size = Math.min(PIECE_BYTES, into.byteSize() - done);
            int got = channel.read(into.asSlice(done, size).asByteBuffer(), offset + done);
            if (got < 0) {
                throw new EOFException("ends after " + channel.size() + " bytes");
            }
            done += got;
        }
    }
}
