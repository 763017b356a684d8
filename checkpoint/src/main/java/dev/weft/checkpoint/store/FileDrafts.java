package dev.weft.checkpoint.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The folder of files that have no name yet. */
final class FileDrafts {
    static final String FOLDER = ".tmp";

    private final Path folder;

    FileDrafts(Path root) {
        this.folder = root.resolve(FOLDER);
    }

    Path next() {
        return folder.resolve(UUID.randomUUID().toString());
    }

    FileChannel open(Path draft) throws IOException {
        Folders.make(folder);
        return FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** What can't be removed is left to {@link #sweep}; the write itself has an outcome of its own. */
    void discard(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            // Left over.
        }
    }

    int sweep(Instant before) throws IOException {
        int swept = 0;
        for (Path draft : drafts()) {
            if (isOlder(draft, before) && Files.deleteIfExists(draft)) {
                swept++;
            }
        }
        return swept;
    }

    private List<Path> drafts() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isOlder(Path draft, Instant before) throws IOException {
        try {
            return Files.getLastModifiedTime(draft).toInstant().isBefore(before);
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
