package dev.weft.launcher.doctor;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where jobs keep their logs and events. */
record StateFolderCheck(Path folder) implements Check {
    private static final String NAME = "state";

    @Override
    public Finding run() {
        try {
            Files.createDirectories(folder);
            Path file = Files.createTempFile(folder, ".doctor-", "");
            Files.delete(file);
            return free(Files.getFileStore(folder).getUsableSpace());
        } catch (IOException e) {
            return Finding.fail(
                    NAME,
                    folder + " can't be written (" + reason(e) + "): jobs keep logs there, and can't start without",
                    "make it writable, or name another folder in XDG_STATE_HOME");
        }
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException inFile && inFile.getReason() != null
                ? inFile.getReason()
                : e.getClass().getSimpleName();
    }

    private Finding free(long bytes) {
        String found = folder + ", " + Amounts.bytes(bytes) + " free";
        if (bytes < 64 * Amounts.MIB) {
            return Finding.fail(
                    NAME, found + ": the disk is full", "make room, or name another folder in XDG_STATE_HOME");
        }
        return bytes < Amounts.GIB
                ? Finding.warn(NAME, found + ": little for logs", "make room, or name another folder in XDG_STATE_HOME")
                : Finding.ok(NAME, found);
    }
}
