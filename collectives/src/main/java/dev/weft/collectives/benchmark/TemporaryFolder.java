package dev.weft.collectives.benchmark;

import dev.weft.collectives.process.FolderTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that is gone after {@link #close}, with all that is in it. Only its owner may read it. */
record TemporaryFolder(Path path) implements AutoCloseable {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final String PREFIX = "weft-bench-";

    static TemporaryFolder onDisk() {
        try {
            return new TemporaryFolder(Files.createTempDirectory(PREFIX));
        } catch (IOException e) {
            throw BenchmarkFailedException.notStarted("a temporary folder can't be made: " + e, e);
        }
    }

    /** On disk where the system has no such file system. */
    static TemporaryFolder inSharedMemory() {
        if (!Files.isWritable(SHARED_MEMORY)) {
            return onDisk();
        }
        try {
            return new TemporaryFolder(Files.createTempDirectory(SHARED_MEMORY, PREFIX));
        } catch (IOException e) {
            throw BenchmarkFailedException.notStarted(
                    "a folder can't be made in %s: %s".formatted(SHARED_MEMORY, e), e);
        }
    }

    @Override
    public void close() {
        try {
            FolderTree.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(path + " can't be removed: " + e, e);
        }
    }
}
