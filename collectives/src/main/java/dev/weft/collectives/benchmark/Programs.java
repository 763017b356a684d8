package dev.weft.collectives.benchmark;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What the shell would find. */
final class Programs {
    private Programs() {}

    static boolean isOnPath(String program) {
        String folders = System.getenv("PATH");
        return folders != null
                && Arrays.stream(folders.split(File.pathSeparator, -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
