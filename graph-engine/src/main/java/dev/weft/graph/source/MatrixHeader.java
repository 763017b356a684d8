package dev.weft.graph.source;

import dev.weft.runtime.UsageException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What stands before the entries of a Matrix Market file: a banner, comments, the size.
 *
 * @param rows as many as columns
 * @param start where the entries begin in the text
 */
record MatrixHeader(int rows, long entries, boolean symmetric, Values values, long start) {
    private static final String BANNER = "%%matrixmarket";
    private static final int LONGEST_LINE = 1 << 16;

    /** What an entry has beside its place. */
    enum Values {
        PATTERN,
        INTEGER,
        REAL
    }

    /** @throws UsageException if it is no header, or that of a matrix that is no graph, with file, line and remedy */
    static MatrixHeader read(Path path) {
        try (InputStream text = new BufferedInputStream(Compression.open(path))) {
            return new Reading(path, text).header();
        } catch (IOException failure) {
            throw new UsageException(
                    path + " can't be read: " + failure.getMessage() + ": it may be damaged or incomplete", failure);
        }
    }

    /** The way through the lines. */
    private static final class Reading {
        private final Path path;
        private final InputStream text;
        private long position;
        private int line;

        Reading(Path path, InputStream text) {
            this.path = path;
            this.text = text;
        }

        MatrixHeader header() throws IOException {
            List<String> banner = words(nextLine().toLowerCase(Locale.ROOT));
            if (banner.size() != 5 || !banner.getFirst().equals(BANNER)) {
                throw wrong(
                        "is no Matrix Market file: it begins with \"%%MatrixMarket matrix coordinate pattern general\""
                                + " or the like");
            }
            requireSparse(banner.get(1), banner.get(2));
            Values values = values(banner.get(3));
            boolean symmetric = symmetric(banner.get(4));
            String size = nextLine();
            while (size.isBlank() || size.startsWith("%")) {
                size = nextLine();
            }
            return sized(words(size), symmetric, values);
        }

        private void requireSparse(String object, String format) {
            if (!object.equals("matrix")) {
                throw wrong("is a " + object + ": only a matrix can be read as a graph");
            }
            if (!format.equals("coordinate")) {
                throw wrong("is in " + format + " format, which lists all entries: write it in coordinate format");
            }
        }

        private Values values(String field) {
            return switch (field) {
                case "pattern" -> Values.PATTERN;
                case "integer" -> Values.INTEGER;
                case "real", "double" -> Values.REAL;
                default ->
                    throw wrong("has " + field + " entries: there are pattern, integer and real ones for a graph");
            };
        }

        private boolean symmetric(String symmetry) {
            return switch (symmetry) {
                case "general" -> false;
                case "symmetric" -> true;
                default -> throw wrong("is " + symmetry + ": a graph's matrix is general or symmetric");
            };
        }

        private MatrixHeader sized(List<String> size, boolean symmetric, Values values) {
            if (size.size() != 3) {
                throw wrong("should hold \"rows columns entries\"");
            }
            long rows = number(size.get(0));
            long columns = number(size.get(1));
            if (rows != columns) {
                throw wrong("has rows=" + rows + " != columns=" + columns + ": a graph's matrix is square");
            }
            Vertices.requireAtMost(Vertices.MOST, rows, path.toString());
            return new MatrixHeader((int) rows, number(size.get(2)), symmetric, values, position);
        }

        private long number(String word) {
            try {
                long number = Long.parseLong(word);
                if (number >= 0) {
                    return number;
                }
            } catch (NumberFormatException _) {
                throw wrong("should hold \"rows columns entries\", and " + word + " is no number");
            }
            throw wrong("should hold \"rows columns entries\", and " + word + " is negative");
        }

        private static List<String> words(String line) {
            return List.of(line.strip().split("\\s+"));
        }

        private String nextLine() throws IOException {
            var bytes = new ByteArrayOutputStream();
            line++;
            int next = text.read();
            while (next >= 0 && next != '\n' && bytes.size() < LONGEST_LINE) {
                bytes.write(next);
                next = text.read();
            }
            if (next != '\n') {
                throw wrong(next < 0 ? "is the last line, before the size of the matrix" : "is too long");
            }
            position += bytes.size() + 1;
            return bytes.toString(StandardCharsets.ISO_8859_1);
        }

        private UsageException wrong(String what) {
            return new UsageException(path + ":" + line + ": " + what);
        }
    }
}
