package dev.weft.launcher;

import dev.weft.checkpoint.AtomicFile;
import dev.weft.runtime.Column;
import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder that an option names for results: lines in parts of 2^20 ids, {@code part-00000} and so on in ascending order, then an empty
 * {@code _SUCCESS}, which tells that all of them are there.
 *
 * @param option that names it
 */
record OutputFolder(String option, Path path) implements ColumnOutput {
    private static final int LINES_A_PART = 1 << 20;
    private static final String DONE = "_SUCCESS";

    static OutputFolder named(String option, String name) {
        OutputFile.requireLocal(option, name);
        return new OutputFolder(option, Path.of(name));
    }

    @Override
    public void checkWritable() {
        if (Files.isDirectory(path)) {
            refuseIfFilled();
        }
        Path probe = Files.isDirectory(path) ? path.resolve(DONE) : path;
        AtomicFile.obstacle(probe).ifPresent(obstacle -> {
            throw new UsageException(option + ": " + obstacle);
        });
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new UsageException(option + "=" + path + " is a file: leave the slash out, or name a new folder");
        }
    }

    private void refuseIfFilled() {
        try (Stream<Path> entries = Files.list(path)) {
            Optional<Path> first = entries.sorted().findFirst();
            if (first.isPresent()) {
                throw new UsageException(option + "=" + path + " is not empty, it has "
                        + first.get().getFileName() + ": name a new folder, or empty this one");
            }
        } catch (IOException failed) {
            throw new UsageException(option + "=" + path + " can't be listed: " + failed.getMessage(), failed);
        }
    }

    @Override
    public void write(Column column) throws InterruptedException {
        try {
            Files.createDirectories(path);
        } catch (IOException failed) {
            throw new CommandFailedException(
                    ExitCode.PROGRAM_FAILED, option + ": can't make " + path + ": " + failed.getMessage(), failed);
        }
        int part = 0;
        for (long from = 0; from < column.size(); from += LINES_A_PART) {
            int first = (int) from;
            int end = (int) Math.min(column.size(), from + LINES_A_PART);
            file(String.format(Locale.ROOT, "part-%05d", part++))
                    .write(out -> ColumnText.write(column, first, end, out));
        }
        file(DONE).write(_ -> {});
    }

    private OutputFile file(String name) {
        return new OutputFile(option, path.resolve(name));
    }
}
