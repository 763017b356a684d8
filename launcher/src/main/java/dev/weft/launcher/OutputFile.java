package dev.weft.launcher;

import dev.weft.checkpoint.AtomicFile;
import dev.weft.runtime.Column;
import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that an option names for results. It appears when all of it is written, or not at all.
 *
 * @param option that names it
 */
record OutputFile(String option, Path path) implements ColumnOutput {

    static OutputFile named(String option, String name) {
        requireLocal(option, name);
        if (name.endsWith("/") || Files.isDirectory(Path.of(name))) {
            throw new UsageException(option + "=" + name + " is a folder: name a file in it");
        }
        return new OutputFile(option, Path.of(name));
    }

    static void requireLocal(String option, String name) {
        if (name.contains("://")) {
            throw new UsageException(option + "=" + name + " is no local file: name one");
        }
    }

    /** Asked before the run, so that hours of work are not lost for a folder that can't be written. */
    @Override
    public void checkWritable() {
        AtomicFile.obstacle(path).ifPresent(obstacle -> {
            throw new UsageException(option + ": " + obstacle);
        });
    }

    @Override
    public void write(Column column) throws InterruptedException {
        String name = path.toString();
        if (name.endsWith(".npy")) {
            write(out -> ColumnNumpy.write(column, out));
        } else if (name.endsWith(".parquet")) {
            write(out -> ColumnParquet.write(column, out));
        } else {
            write(out -> ColumnText.write(column, 0, column.size(), out));
        }
    }

    void write(String text) throws InterruptedException {
        write(out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    void write(AtomicFile.Content content) throws InterruptedException {
        try {
            AtomicFile.write(path, content);
        } catch (IOException failed) {
            if (Thread.interrupted()) {
                throw new InterruptedException("while writing " + path);
            }
            throw new CommandFailedException(ExitCode.PROGRAM_FAILED, option + ": " + failed.getMessage(), failed);
        }
    }
}
