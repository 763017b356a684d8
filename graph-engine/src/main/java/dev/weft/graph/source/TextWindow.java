package dev.weft.graph.source;

import java.util.Arrays;

/**
 * One thread's view of a stretch of a text file: the lines that start in it. The last one is followed beyond the stretch to its end,
 * though not for ever.
 */
final class TextWindow {
    private static final int LONGEST_TAIL = 64 << 10;
    private static final int FIRST_TAIL = 128;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final TextFile file;
    private byte[] bytes = {};
    private long base;
    private int length;
    private int firstLine;
    private int limit;

    TextWindow(TextFile file) {
        this.file = file;
    }

    /** Reads the stretch; false if no line starts in it. */
    boolean load(long start, int size) {
        base = Math.max(0, start - 1);
        length = 0;
        append((int) (Math.min(start + size, file.size()) - base));
        limit = length;
        firstLine = start == 0 ? afterByteOrderMark(bytes, length) : lineFeed(0) + 1;
        if (firstLine >= limit) {
            return false;
        }
        completeLastLine();
        return true;
    }

    private void append(int count) {
        if (bytes.length < length + count + LineParser.PADDING) {
            bytes = Arrays.copyOf(bytes, length + count + LineParser.PADDING);
        }
        file.read(base + length, bytes, length, count);
        length += count;
    }

    /** Where the text begins; 0 unless a byte order mark stands there. */
    static int afterByteOrderMark(byte[] bytes, int length) {
        int mark = BYTE_ORDER_MARK.length;
        return length >= mark && Arrays.equals(bytes, 0, mark, BYTE_ORDER_MARK, 0, mark) ? mark : 0;
    }

    /** Where the next line feed stands; {@code length} if there is none. */
    private int lineFeed(int from) {
        int at = from;
        while (at < length && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    private void completeLastLine() {
        int looked = length - 1;
        int tail = FIRST_TAIL;
        while (lineFeed(looked) == length && base + length < file.size()) {
            if (length - limit >= LONGEST_TAIL) {
                cutLastLine();
                break;
            }
            looked = length;
            append((int) Math.min(tail, file.size() - base - length));
            tail *= 4;
        }
        bytes[length] = '\n';
    }

    /** Ends the line with a byte that is no part of a number, lest the first half of one be taken for the whole. */
    private void cutLastLine() {
        bytes[length++] = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where the first line starts in {@link #bytes()}. */
    int firstLine() {
        return firstLine;
    }

    /** All lines start before this place; a line feed ends the last one. */
    int limit() {
        return limit;
    }

    long filePosition(int at) {
        return base + at;
    }
}
