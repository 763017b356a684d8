package dev.weft.checkpoint.store;

import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.ObjectStore.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One page of a folder's objects, in the order of their keys. Since "a-b" comes before "a/b", a folder sorts as its name with the slash. Folders that can't
 * have a key of the page are not opened.
 */
final class FileListing {
    private final Path root;
    private final String prefix;
    private final String after;
    private final int limit;
    private final List<Entry> entries = new ArrayList<>();

    FileListing(Path root, String prefix, String after, int limit) {
        if (limit < 1 || limit > ObjectStore.PAGE) {
            throw new IllegalArgumentException("limit=" + limit + " is not from 1 to " + ObjectStore.PAGE);
        }
        this.root = root;
        this.prefix = prefix;
        this.after = after;
        this.limit = limit;
    }

    List<Entry> entries() throws IOException {
        int slash = prefix.lastIndexOf('/');
        if (slash < 0) {
            walk(root, "");
        } else if (Keys.isKey(prefix.substring(0, slash))) {
            walk(root.resolve(prefix.substring(0, slash)), prefix.substring(0, slash + 1));
        }
        return List.copyOf(entries);
    }

    private void walk(Path folder, String base) throws IOException {
        for (String name : names(folder)) {
            if (entries.size() == limit) {
                return;
            }
            String key = base + name;
            if (key.endsWith("/")) {
                if (mayHold(key)) {
                    walk(root.resolve(key), key);
                }
            } else if (key.startsWith(prefix) && key.compareTo(after) > 0) {
                add(key);
            }
        }
    }

    /** Whether a key that begins so can be on the page. */
    private boolean mayHold(String base) {
        return (base.startsWith(prefix) || prefix.startsWith(base))
                && (base.compareTo(after) > 0 || after.startsWith(base));
    }

    private void add(String key) throws IOException {
        try {
            entries.add(new Entry(key, Files.size(root.resolve(key))));
        } catch (NoSuchFileException e) {
            // Deleted meanwhile.
        }
    }

    /** What may be part of a key, folders with a slash at the end, sorted. */
    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            var names = new ArrayList<String>();
            for (Path file : (Iterable<Path>) files::iterator) {
                addName(file, names);
            }
            names.sort(null);
            return names;
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void addName(Path file, List<String> names) throws IOException {
        String name = String.valueOf(file.getFileName());
        if (!Keys.isKey(name)) {
            return;
        }
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                names.add(name + "/");
            } else if (attributes.isRegularFile()) {
                names.add(name);
            }
        } catch (NoSuchFileException e) {
            // Deleted meanwhile.
        }
    }
}
