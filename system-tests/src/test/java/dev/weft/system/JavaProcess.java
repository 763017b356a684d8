package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Java processes that run to their end.
 *
 * @param folder for their state and what they print
 * @param directory where they run
 */
record JavaProcess(Path folder, Path directory) {
    private static final int MOST_SECONDS = 60;

    /**
     * What a process prints that ends with exit code 0.
     *
     * @param classPath begins as {@link Distribution#classPath} does
     */
    String run(String classPath, List<String> words) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Duser.language=en",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath));
        command.addAll(1, Distribution.startFlags());
        command.addAll(words);
        Path out = Files.createTempFile(folder, "stdout", "");
        Path err = Files.createTempFile(folder, "stderr", "");
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("XDG_STATE_HOME", folder.toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS))
                    .as(String.join(" ", words) + " ends")
                    .isTrue();
            assertThat(process.exitValue()).as(Files.readString(err)).isZero();
            return Files.readString(out);
        } finally {
            process.destroyForcibly();
        }
    }
}
