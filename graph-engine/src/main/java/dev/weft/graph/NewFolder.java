package dev.weft.graph;

import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * A folder that appears with all its files or not at all: they are written into one beside it, which then takes its name. What processes
 * left that were killed while they wrote a folder of this name goes first.
 */
final class NewFolder implements AutoCloseable {
    private final Path path;
    private final Path parent;
    private final UnfinishedFolder unfinished;
    private volatile String described = "";

    private NewFolder(Path path, Path parent, UnfinishedFolder unfinished) {
        this.path = path;
        this.parent = parent;
        this.unfinished = unfinished;
    }

    /** @throws UsageException if it can't be made, with path and remedy */
    static NewFolder at(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (path.toString().isEmpty() || parent == null) {
            throw new UsageException("output=" + path + " names no folder: give one, e.g. graph.weft.d");
        }
        if (!Files.isDirectory(parent)) {
            throw new UsageException(
                    path + " can't be written, there is no folder " + parent + ": make it first (mkdir -p)");
        }
        if (Files.exists(path) && !isEmptyFolder(path)) {
            throw new UsageException(path + " is there already: remove it, or name another folder");
        }
        UnfinishedFolder.removeStale(absolute);
        return new NewFolder(path, parent, unfinished(path, absolute));
    }

    private static UnfinishedFolder unfinished(Path path, Path absolute) {
        try {
            return UnfinishedFolder.beside(absolute);
        } catch (IOException e) {
            throw new UsageException(
                    path + " can't be written, no folder can be made in " + absolute.getParent()
                            + ": name one where you may write",
                    e);
        }
    }

    private static boolean isEmptyFolder(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.findAny().isEmpty();
        }
    }

    Path path() {
        return path;
    }

    /** Where its files are written. */
    Path unfinished() {
        return unfinished.path();
    }

    void describe(String content) {
        described = content;
    }

    String described() {
        return described;
    }

    long bytes() throws IOException {
        try (Stream<Path> files = Files.list(unfinished())) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    /** All files are there. */
    void commit() throws IOException {
        force(unfinished());
        try {
            Files.move(unfinished(), path, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            throw new UsageException(path + " was made by someone else meanwhile: name another folder", e);
        }
        force(parent);
    }

    /** The names of a folder's files are on the disk when the folder is. */
    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Leaves nothing behind of a folder that was not committed. */
    @Override
    public void close() throws IOException {
        unfinished.close();
    }
}
