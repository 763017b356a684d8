package dev.weft.graph.source;

import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The files that a name means, in the order of their names: a file; all of a folder; or those that match a pattern such as
 * {@code data/part-*.csv}. Of a folder and by a pattern, names that begin with a dot or an underscore are left out: {@code .part-0.crc},
 * {@code _SUCCESS}.
 */
record InputFiles(String name, List<Path> paths) {
    private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

    /** @throws UsageException if there is no such file, or a folder among them, or one that can't be read */
    static InputFiles of(String name) {
        Path path = path(name);
        List<Path> paths = paths(name, path);
        if (paths.isEmpty()) {
            throw new UsageException(
                    Files.isDirectory(path)
                            ? name + " is a folder without files: name one with the graph's files"
                            : "no file matches " + name + ": check the pattern, seen from " + here());
        }
        paths.forEach(InputFiles::requireReadable);
        return new InputFiles(name, paths);
    }

    /** Whether the name ends so, or that of a file in the folder or by the pattern that it means. */
    static boolean anyEndsWith(String name, String ending) {
        Path path = path(name);
        return Files.isRegularFile(path)
                ? name.endsWith(ending)
                : paths(name, path).stream().anyMatch(file -> file.toString().endsWith(ending));
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException wrong) {
            throw new UsageException("\"" + name + "\" can't be the name of a file: " + wrong.getReason(), wrong);
        }
    }

    private static List<Path> paths(String name, Path path) {
        if (Files.isDirectory(path)) {
            return entries(path, "*");
        }
        boolean pattern = WILDCARD.matcher(name).find() && !Files.exists(path);
        return pattern ? matching(path) : List.of(path);
    }

    /** Each part of the path is a pattern or a name. */
    private static List<Path> matching(Path pattern) {
        List<Path> found = List.of(pattern.isAbsolute() ? pattern.getRoot() : Path.of(""));
        for (Path part : pattern) {
            var next = new ArrayList<Path>();
            for (Path folder : found) {
                if (!WILDCARD.matcher(part.toString()).find()) {
                    next.add(folder.resolve(part));
                } else if (Files.isDirectory(folder)) {
                    next.addAll(entries(folder, part.toString()));
                }
            }
            found = next;
        }
        return found.stream().filter(Files::exists).toList();
    }

    private static List<Path> entries(Path folder, String pattern) {
        var entries = new ArrayList<Path>();
        try (DirectoryStream<Path> matching = Files.newDirectoryStream(folder, pattern)) {
            matching.forEach(entries::add);
        } catch (PatternSyntaxException wrong) {
            throw new UsageException(pattern + " is no pattern of files: " + wrong.getDescription(), wrong);
        } catch (DirectoryIteratorException | IOException failure) {
            throw new UsageException(folder + " can't be listed: " + failure.getMessage(), failure);
        }
        entries.removeIf(InputFiles::isHidden);
        entries.sort(null);
        return entries;
    }

    private static boolean isHidden(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.startsWith(".") || name.startsWith("_");
    }

    private static void requireReadable(Path path) {
        if (!Files.exists(path)) {
            throw new UsageException("there is no file " + path + ": check the path, seen from " + here());
        }
        if (!Files.isRegularFile(path)) {
            throw new UsageException(path + (Files.isDirectory(path) ? " is a folder" : " is not a regular file")
                    + ": name a file, a folder of files alone, or a pattern such as part-*.csv");
        }
        if (!Files.isReadable(path)) {
            throw new UsageException(path + " may not be read by this user: change its permissions");
        }
    }

    private static Path here() {
        return Path.of("").toAbsolutePath();
    }

    int count() {
        return paths.size();
    }

    Path path(int file) {
        return paths.get(file);
    }

    Compression compression(int file) {
        return Compression.of(paths.get(file));
    }

    long size(int file) {
        try {
            return Files.size(paths.get(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(paths.get(file) + " can't be read: " + failure.getMessage(), failure);
        }
    }

    /** Of all files. */
    long size() {
        long size = 0;
        for (int file = 0; file < count(); file++) {
            size += size(file);
        }
        return size;
    }
}
