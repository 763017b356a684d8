package dev.weft.collectives.flight;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The dumps in a folder.
 *
 * @param unread why the others can't be read, a sentence each that names the file
 */
public record FlightFolder(List<FlightDump> dumps, List<String> unread) {
    public FlightFolder {
        dumps = List.copyOf(dumps);
        unread = List.copyOf(unread);
    }

    public static FlightFolder read(Path folder) throws IOException {
        var dumps = new ArrayList<FlightDump>();
        var unread = new ArrayList<String>();
        for (Path file : files(folder)) {
            try {
                dumps.add(DumpFile.read(file));
            } catch (IOException unreadable) {
                unread.add(String.valueOf(unreadable.getMessage()));
            }
        }
        return new FlightFolder(dumps, unread);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(DumpFile::isNamedAsOne).sorted().toList();
        }
    }
}
