package dev.weft.checkpoint.store;

import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.StoreException.Kind;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Says what a file system's error means for a store. */
final class FileTroubles {
    private FileTroubles() {}

    static StoreException of(StoreCall call, Path root, IOException e) {
        if (e instanceof StoreException known) {
            return known;
        }
        String at = call.failedAt(root) + ": ";
        if (e instanceof ClosedByInterruptException) {
            return StoreException.of(Kind.INTERRUPTED, at + "interrupted", e);
        }
        String reason = reason(e);
        String lower = reason.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left")) {
            return StoreException.of(Kind.FULL, at + "the disk is full: make room, or name another folder", e);
        }
        if (lower.contains("quota exceeded")) {
            return StoreException.of(Kind.FULL, at + "the quota is used up: make room, or name another folder", e);
        }
        if (lower.contains("read-only")) {
            return StoreException.of(
                    Kind.READ_ONLY, at + "the file system is read-only: name a folder that can be written", e);
        }
        if (e instanceof AccessDeniedException || lower.contains("operation not permitted")) {
            return StoreException.of(
                    Kind.DENIED, at + "permission denied: name a folder that this user may write to", e);
        }
        if (e instanceof NoSuchFileException) {
            return StoreException.of(Kind.DENIED, at + "no file can be made there: name another folder", e);
        }
        if (lower.contains("stale")) {
            return StoreException.undecided(Kind.UNREACHABLE, at + reason, e);
        }
        return StoreException.undecided(Kind.FAILED, at + reason, e);
    }

    private static String reason(IOException e) {
        String reason = e instanceof FileSystemException inFile ? inFile.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }
}
