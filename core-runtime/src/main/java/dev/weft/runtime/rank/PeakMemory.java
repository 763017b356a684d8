package dev.weft.runtime.rank;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The most memory that this process ever held: its resident pages, heap and everything else, as Linux counts them. */
final class PeakMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String FIELD = "VmHWM:";

    private PeakMemory() {}

    /** Empty where the system does not tell. */
    static OptionalLong bytes() {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(FIELD))
                    .mapToLong(line -> kibibytes(line) * 1024)
                    .findFirst();
        } catch (IOException noSuchFile) {
            return OptionalLong.empty();
        }
    }

    /** From a line like {@code "VmHWM:   123456 kB"}. */
    private static long kibibytes(String line) {
        return Long.parseLong(line.substring(FIELD.length()).replace("kB", "").strip());
    }
}
