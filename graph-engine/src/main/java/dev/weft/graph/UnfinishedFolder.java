package dev.weft.graph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A hidden folder beside a path, for what will take that path's place. Its lock file, beside it and locked as long as this process lives,
 * is there before the folder and goes after it, so that {@link #removeStale} knows what a killed process has left.
 */
final class UnfinishedFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UnfinishedFolder.class);
    private static final String LOCK = ".lock";
    /** Those of this process: opening one of them here, and closing it, would give up the lock (POSIX). */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final Path lockFile;
    private final FileChannel lock;

    private UnfinishedFolder(Path path, Path lockFile) throws IOException {
        this.path = path;
        this.lockFile = lockFile;
        this.lock = FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** @param target absolute */
    static UnfinishedFolder beside(Path target) throws IOException {
        while (true) {
            String number =
                    HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
            Path path = target.resolveSibling(prefix(target) + number);
            if (OWN.add(lockFile(path))) {
                UnfinishedFolder folder = open(path);
                if (folder.claims()) {
                    return folder;
                }
                folder.close();
            }
        }
    }

    private static UnfinishedFolder open(Path path) throws IOException {
        try {
            return new UnfinishedFolder(path, lockFile(path));
        } catch (IOException e) {
            OWN.remove(lockFile(path));
            throw e;
        }
    }

    private boolean claims() throws IOException {
        try {
            return isClaimed();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private static String prefix(Path target) {
        return "." + target.getFileName() + ".unfinished-";
    }

    private static Path lockFile(Path folder) {
        return folder.resolveSibling(folder.getFileName() + LOCK);
    }

    /** Makes the folder; false if somebody took the new lock file for a stale one before it was locked. */
    private boolean isClaimed() throws IOException {
        try {
            if (!isLocked(lock) || !Files.exists(lockFile)) {
                return false;
            }
        } catch (IOException _) {
            Files.delete(lockFile); // there are no locks in this file system: nobody must think that it is stale
        }
        Files.createDirectory(path);
        return true;
    }

    @SuppressWarnings("resource")
    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException _) {
            return false; // another thread of this process is at it
        }
    }

    /**
     * Removes what processes have left that were killed while they wrote what was to take the place of {@code target}. What can't be
     * removed, somebody else's say, stays.
     */
    static void removeStale(Path target) throws IOException {
        String pattern = prefix(target).replaceAll("[\\\\*?\\[\\]{}]", "\\\\$0") + "*" + LOCK;
        try (DirectoryStream<Path> lockFiles = Files.newDirectoryStream(target.getParent(), pattern)) {
            for (Path lockFile : lockFiles) {
                if (!OWN.contains(lockFile)) {
                    removeIfStale(lockFile);
                }
            }
        }
    }

    private static void removeIfStale(Path lockFile) {
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
            if (isLocked(channel)) {
                String name = lockFile.getFileName().toString();
                delete(lockFile.resolveSibling(name.substring(0, name.length() - LOCK.length())));
                Files.deleteIfExists(lockFile);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("{} and its folder stay", lockFile, e);
        }
    }

    Path path() {
        return path;
    }

    /** Leaves nothing behind. */
    @Override
    public void close() throws IOException {
        try (lock) {
            delete(path);
            Files.deleteIfExists(lockFile);
        } finally {
            OWN.remove(lockFile);
        }
    }

    /** With all that is in it; nothing, if it isn't there. */
    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
