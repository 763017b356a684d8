package dev.weft.launcher;

import dev.weft.runtime.Column;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A column as lines {@code id value}. Lines are put together in one buffer: no object a line. */
final class ColumnText {
    private static final int BUFFERED_CHARS = 1 << 16;
    private static final int LINE_CHARS = 64;

    private ColumnText() {}

    /** Writes the lines {@code from} to before {@code end}. */
    static void write(Column column, int from, int end, OutputStream out) throws IOException {
        var lines = new StringBuilder(BUFFERED_CHARS + LINE_CHARS);
        for (int i = from; i < end; i++) {
            lines.append(column.ids().id(i)).append(' ');
            appendValue(column, i, lines);
            lines.append('\n');
            if (lines.length() >= BUFFERED_CHARS) {
                flush(lines, out);
            }
        }
        flush(lines, out);
    }

    private static void appendValue(Column column, int index, StringBuilder lines) {
        switch (column) {
            case Column.Longs(var _, long[] values) -> lines.append(values[index]);
            case Column.Doubles(var _, double[] values)
            when Double.isFinite(values[index]) -> lines.append(values[index]);
            case Column.Doubles _ -> lines.append(column.text(index));
        }
    }

    private static void flush(StringBuilder lines, OutputStream out) throws IOException {
        out.write(lines.toString().getBytes(StandardCharsets.ISO_8859_1));
        lines.setLength(0);
    }
}
