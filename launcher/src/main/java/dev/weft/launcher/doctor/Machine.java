package dev.weft.launcher.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The system as its files and environment show it.
 *
 * @param root that all paths are below: {@code /}, or a folder that tests made
 */
public record Machine(Path root, Map<String, String> environment) {
    private static final int MOST_BYTES = 1 << 18;

    public static Machine here() {
        return new Machine(Path.of("/"), System.getenv());
    }

    Path at(String path) {
        return root.resolve(path.substring(1));
    }

    Optional<String> text(String path) {
        return read(at(path));
    }

    /** In large reads: files below {@code /proc/sys} give all at the first and nothing at a second. */
    private static Optional<String> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            var buffer = new byte[MOST_BYTES];
            int length = 0;
            int read = in.read(buffer);
            while (read > 0) {
                length += read;
                read = in.read(buffer, length, MOST_BYTES - length);
            }
            return Optional.of(new String(buffer, 0, length, StandardCharsets.UTF_8).strip());
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    /** The file's only number. */
    OptionalLong number(String path) {
        return text(path)
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /** The names in a folder, ascending; none if there is no such folder. */
    List<String> names(String folder) {
        try (Stream<Path> files = Files.list(at(folder))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException notThere) {
            return List.of();
        }
    }

    boolean exists(String path) {
        return Files.exists(at(path));
    }

    /** Where on the PATH a program is. */
    Optional<Path> program(String name) {
        return Stream.of(environment.getOrDefault("PATH", "").split(":", -1))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> at(folder).resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The options of what is mounted there, if something is. */
    Optional<List<String>> mountOptions(String folder) {
        return text("/proc/mounts").stream()
                .flatMap(String::lines)
                .map(line -> line.split(" ", -1))
                .filter(words -> words.length > 3 && words[1].equals(folder))
                .map(words -> List.of(words[3].split(",", -1)))
                .reduce((_, last) -> last);
    }
}
