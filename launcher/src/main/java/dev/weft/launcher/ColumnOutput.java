package dev.weft.launcher;

import dev.weft.runtime.Column;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a column goes. */
sealed interface ColumnOutput permits OutputFile, OutputFolder {
    /** @throws dev.weft.runtime.UsageException if it can't be written there, with the remedy */
    void checkWritable();

    void write(Column column) throws InterruptedException;

    /** What {@code --output} names: a folder if it ends with a slash or is one, else a file. */
    static ColumnOutput named(String option, String name) {
        return name.endsWith("/") || Files.isDirectory(Path.of(name))
                ? OutputFolder.named(option, name)
                : OutputFile.named(option, name);
    }
}
