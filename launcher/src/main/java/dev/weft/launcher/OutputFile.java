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
record OutputFile(String option, Path path) {

    static OutputFile named(String option, String name) {
        if (name.contains("://")) {
            throw new UsageException(option + "=" + name + " is no local file: name one");
        }
        if (name.endsWith("/") || Files.isDirectory(Path.of(name))) {
            throw new UsageException(option + "=" + name + " is a folder: name a file in it");
        }
        return new OutputFile(option, Path.of(name));
    }

    /** Asked before the run, so that hours of work are not lost for a folder that can't be written. */
    void checkWritable() {
        AtomicFile.obstacle(path).ifPresent(obstacle -> {
            throw new UsageException(option + ": " + obstacle);
        });
    }

    void write(Column column) throws InterruptedException {
        boolean numpy = path.toString().endsWith(".npy");
        write(out -> {
            if (numpy) {
                ColumnNumpy.write(column, out);
            } else {
                ColumnText.write(column, out);
            }
        });
    }

    void write(String text) throws InterruptedException {
        write(out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void write(AtomicFile.Content content) throws InterruptedException {
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
