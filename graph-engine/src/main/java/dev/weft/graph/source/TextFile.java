package dev.weft.graph.source;

import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.LongAdder;

/** A file that is read at many places at once. */
final class TextFile implements AutoCloseable {
    private final String name;
    private final FileChannel channel;
    private final long size;
    private final LongAdder bytesRead = new LongAdder();

    private TextFile(String name, FileChannel channel) throws IOException {
        this.name = name;
        this.channel = channel;
        this.size = channel.size();
    }

    /** @throws UsageException if it can't be opened */
    static TextFile open(String name) {
        Path path = Path.of(name);
        try {
            return new TextFile(name, FileChannel.open(path, StandardOpenOption.READ));
        } catch (IOException failure) {
            throw new UsageException(name + " can't be opened: " + failure.getMessage(), failure);
        }
    }

    String name() {
        return name;
    }

    long size() {
        return size;
    }

    /** By all threads so far. */
    long bytesRead() {
        return bytesRead.sum();
    }

    /** Reads {@code count} bytes from {@code position} on, all of them inside the file. */
    void read(long position, byte[] into, int at, int count) {
        var buffer = ByteBuffer.wrap(into, at, count);
        try {
            while (buffer.hasRemaining()) {
                int read = channel.read(buffer, position + buffer.position() - at);
                if (read < 0) {
                    throw new UsageException(name + " became shorter while it was read: load it when it is complete");
                }
            }
            bytesRead.add(count);
        } catch (IOException failure) {
            throw new UncheckedIOException(name + " can't be read: " + failure.getMessage(), failure);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
