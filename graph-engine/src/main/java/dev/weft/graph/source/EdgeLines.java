package dev.weft.graph.source;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes {@code source target} or {@code source target weight} lines through a buffer of its own, without an object for each. */
final class EdgeLines {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int LONGEST_LINE = 3 * 25;
    private static final double WHOLE_BELOW = 1L << 53;

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final byte[] digits = new byte[20];
    private int used;

    EdgeLines(OutputStream out) {
        this.out = out;
    }

    void write(long source, long target) throws IOException {
        ends(source, target);
        buffer[used++] = '\n';
    }

    void write(long source, long target, double weight) throws IOException {
        ends(source, target);
        buffer[used++] = ' ';
        decimal(weight);
        buffer[used++] = '\n';
    }

    private void ends(long source, long target) throws IOException {
        if (used > BUFFER_BYTES - LONGEST_LINE) {
            flush();
        }
        number(source);
        buffer[used++] = ' ';
        number(target);
    }

    /** The shortest number that reads back the same; a whole one has no point. */
    private void decimal(double value) {
        if (value == Math.rint(value) && Math.abs(value) < WHOLE_BELOW) {
            number((long) value);
            return;
        }
        byte[] text = Double.toString(value).replace(".0E", "E").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, buffer, used, text.length);
        used += text.length;
    }

    /** Works on negative numbers, since the lowest one has no positive counterpart. */
    private void number(long value) {
        long rest = value;
        if (value < 0) {
            buffer[used++] = '-';
        } else {
            rest = -value;
        }
        int count = 0;
        do {
            digits[count++] = (byte) ('0' - rest % 10);
            rest /= 10;
        } while (rest != 0);
        while (count > 0) {
            buffer[used++] = digits[--count];
        }
    }

    void flush() throws IOException {
        out.write(buffer, 0, used);
        used = 0;
    }
}
