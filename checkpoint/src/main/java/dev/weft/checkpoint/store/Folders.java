package dev.weft.checkpoint.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Folders that come and go while others use them, and that are on the disk when a call returns. */
final class Folders {
    /** How often a folder may vanish while something is put into it. */
    static final int MOST_ATTEMPTS = 100;

    private Folders() {}

    static void make(Path folder) throws IOException {
        Path above = folder.getParent();
        for (int attempt = 1; !Files.isDirectory(folder); attempt++) {
            if (above != null) {
                make(above);
            }
            try {
                Files.createDirectory(folder);
                if (above != null) {
                    force(above);
                }
            } catch (FileAlreadyExistsException e) {
                if (Files.exists(folder) && !Files.isDirectory(folder)) {
                    throw e;
                }
            } catch (NoSuchFileException e) {
                // The one above has just been removed, so that it is to be made again; or it takes no folders.
                if (attempt == MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Names in a folder are on the disk when the folder is. One that is gone needs nothing. */
    static void force(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (NoSuchFileException e) {
            // Emptied and removed by another.
        }
    }

    /** Removes the folder, and those above it as far as the root, that are empty. */
    static void removeEmpty(Path folder, Path root) throws IOException {
        Path at = folder;
        while (at != null && !at.equals(root) && at.startsWith(root)) {
            try {
                Files.deleteIfExists(at);
            } catch (DirectoryNotEmptyException e) {
                return;
            }
            at = at.getParent();
        }
    }
}
