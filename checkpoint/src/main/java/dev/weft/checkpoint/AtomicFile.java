package dev.weft.checkpoint;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes a file so that it appears whole or not at all: into a temporary file beside it, which is forced to the disk and then takes
 * its name. What stood there before stays until then.
 */
public final class AtomicFile {
    private static final int BUFFER_BYTES = 1 << 16;

    /** Writes a file's bytes. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private AtomicFile() {}

    /**
     * Writes the file; a symbolic link to a file is followed.
     *
     * @throws IOException if it can't be written, naming the path; then the folder is as it was
     * @throws ClosedByInterruptException if the thread is interrupted, with the same consequence
     */
    public static void write(Path target, Content content) throws IOException {
        Optional<String> obstacle = obstacle(target);
        if (obstacle.isPresent()) {
            throw new IOException(obstacle.get());
        }
        Path file = followed(target);
        Path temporary = temporaryBeside(file);
        try {
            fill(temporary, content);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            force(folderOf(file));
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException("can't write " + target + ": " + reason(e), e);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * What keeps the file from being written, to be asked before a long run: a sentence that names the path and the remedy. It is
     * found by trying: a temporary file comes and goes.
     */
    public static Optional<String> obstacle(Path target) {
        Path folder = folderOf(target);
        if (Files.isDirectory(target)) {
            return Optional.of(target + " is a folder: name a file in it");
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            return Optional.of(target + " is not a regular file: name a file that may be replaced");
        }
        if (!Files.exists(folder)) {
            return Optional.of(
                    target + " can't be written, there is no folder " + folder + ": make it first (mkdir -p)");
        }
        if (!Files.isDirectory(folder)) {
            return Optional.of(target + " can't be written, " + folder + " is not a folder: name a file in a folder");
        }
        return obstacleIn(folder, target);
    }

    private static Optional<String> obstacleIn(Path folder, Path target) {
        try {
            Path probe = temporaryBeside(followed(target));
            Files.createFile(probe);
            Files.delete(probe);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(target + " can't be written, no file can be made in " + folder + " (" + reason(e)
                    + "): name a file in a folder that you may write to");
        }
    }

    private static void fill(Path temporary, Content content) throws IOException {
        try (var channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }

    /** The name is on the disk when the folder is. */
    private static void force(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path followed(Path target) throws IOException {
        return Files.exists(target) ? target.toRealPath() : target;
    }

    private static Path temporaryBeside(Path file) {
        return folderOf(file).resolve(".weft-" + UUID.randomUUID() + ".tmp");
    }

    private static Path folderOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    private static String reason(IOException e) {
        String reason = e instanceof FileSystemException inFile ? inFile.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }
}
