package dev.weft.graph.source;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads ids and weights from lines of text, whose columns are separated by blanks, tabs or one comma. Columns that hold none are ignored,
 * and so are empty lines and those that begin with {@code #} or {@code %}.
 *
 * <p>Eight bytes are looked at together: {@code digits} finds how many of them are digits, {@code value} adds these up pairwise (Daniel
 * Lemire, "Quickly parsing eight digits", 2018), so that a number of up to eight digits is read without a branch on its length.
 */
final class LineParser {
    /** So many bytes from the end of the text on are read, though not used; the first of them is a line feed. */
    static final int PADDING = Long.BYTES + 1;

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EIGHT_ZEROS = 0x3030_3030_3030_3030L;
    private static final long TO_SIGN_BIT_FROM_TEN_ON = 0x7676_7676_7676_7676L;
    private static final long SIGN_BITS = 0x8080_8080_8080_8080L;
    private static final long[] POWERS_OF_TEN = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
    };

    private final LineForm form;
    private final boolean pairs;
    private final boolean weighted;
    private final boolean usual;
    private final DecimalParser decimals = new DecimalParser();
    private byte[] bytes = {};
    private int position;
    private int limit;
    private int lastLine;
    private int numberEnd;
    private boolean bad;

    LineParser(LineForm form) {
        this.form = form;
        this.pairs = form.pairs();
        this.weighted = form.weighted();
        this.usual = form.isUsual();
    }

    /** Sets out to read the lines that start at {@code from} or later, but before {@code limit}. */
    void over(byte[] bytes, int from, int limit) {
        this.bytes = bytes;
        this.position = from;
        this.limit = limit;
        this.bad = false;
    }

    /**
     * Reads lines until {@code ids} is full, the text ends or a line can't be read; returns the number of pairs.
     *
     * @param weights one for each pair, if lines have weights
     */
    int read(long[] ids, double[] weights) {
        int count = 0;
        while (position < limit && count < ids.length && !bad) {
            count += usual ? readLine(ids, weights, count) : readColumns(ids, weights, count);
        }
        return count / 2;
    }

    /** Returns the number of ids that the line holds, 2 or 0. */
    private int readLine(long[] ids, double[] weights, int at) {
        byte[] bytes = this.bytes;
        int start = skipBlanks(bytes, position);
        long first = number(bytes, start);
        int end = numberEnd;
        if (end == start) {
            return skipLine(bytes, start);
        }
        long second = first;
        if (pairs) {
            int next = skipSeparator(bytes, end);
            second = number(bytes, next);
            bad = next == end || next == numberEnd;
            end = numberEnd;
        }
        if (weighted && !bad) {
            int next = skipSeparator(bytes, end);
            bad = next == end || !readWeight(bytes, next, weights, at);
            end = numberEnd;
        }
        if (bad || !endsColumn(bytes, end)) {
            bad = true;
            return 0;
        }
        ids[at] = first;
        ids[at + 1] = second;
        lastLine = position;
        position = nextLine(bytes, end);
        return 2;
    }

    /** As {@link #readLine}, for columns anywhere on the line. */
    private int readColumns(long[] ids, double[] weights, int at) {
        byte[] bytes = this.bytes;
        int start = skipBlanks(bytes, position);
        if (isNoEdge(bytes, start)) {
            return skipLine(bytes, start);
        }
        bad = !readId(bytes, columnStart(bytes, start, form.source()), ids, at)
                || !readId(bytes, columnStart(bytes, start, form.target()), ids, at + 1)
                || weighted && !readWeight(bytes, columnStart(bytes, start, form.weight()), weights, at);
        if (bad) {
            return 0;
        }
        lastLine = position;
        position = nextLine(bytes, numberEnd);
        return 2;
    }

    /** Where a column begins; the line's end if there are not so many. */
    private static int columnStart(byte[] bytes, int lineStart, int column) {
        int at = lineStart;
        for (int before = 0; before < column; before++) {
            while (!endsColumn(bytes, at)) {
                at++;
            }
            at = skipSeparator(bytes, at);
        }
        return at;
    }

    private boolean readId(byte[] bytes, int from, long[] ids, int at) {
        ids[at] = number(bytes, from);
        return numberEnd > from && endsColumn(bytes, numberEnd);
    }

    /** @param at twice the weight's place */
    private boolean readWeight(byte[] bytes, int from, double[] weights, int at) {
        numberEnd = decimals.read(bytes, from);
        weights[at / 2] = decimals.value();
        return numberEnd > from && endsColumn(bytes, numberEnd);
    }

    private static boolean isNoEdge(byte[] bytes, int at) {
        return bytes[at] == '#' || bytes[at] == '%' || endsLine(bytes, at);
    }

    private int skipLine(byte[] bytes, int at) {
        if (isNoEdge(bytes, at)) {
            position = nextLine(bytes, at);
        } else {
            bad = true;
        }
        return 0;
    }

    boolean atEnd() {
        return position >= limit;
    }

    /** Whether reading stopped at a line that can't be read; it starts at {@link #position()}. */
    boolean bad() {
        return bad;
    }

    void skipBadLine() {
        position = nextLine(bytes, position);
        bad = false;
    }

    int position() {
        return position;
    }

    /** Where the line of the last pair starts. */
    int lastLine() {
        return lastLine;
    }

    /** Sets {@code numberEnd} to the place behind the number; to {@code from} where no number of 64 bits stands. */
    private long number(byte[] bytes, int from) {
        int start = bytes[from] == '-' ? from + 1 : from;
        long word = (long) EIGHT_BYTES.get(bytes, start) ^ EIGHT_ZEROS;
        int digits = digits(word);
        if (digits == 0) {
            numberEnd = from;
            return 0;
        }
        long value = value(word, digits);
        int end = start + digits;
        while (digits == Long.BYTES) {
            word = (long) EIGHT_BYTES.get(bytes, end) ^ EIGHT_ZEROS;
            digits = digits(word);
            if (digits > 0) {
                value = value * POWERS_OF_TEN[digits] + value(word, digits);
                end += digits;
            }
        }
        boolean negative = start > from;
        numberEnd = end - start <= 18 || fits(bytes, start, end, value, negative) ? end : from;
        return negative ? -value : value;
    }

    private static int digits(long word) {
        long others = (word + TO_SIGN_BIT_FROM_TEN_ON | word) & SIGN_BITS;
        return Long.numberOfTrailingZeros(others) >>> 3;
    }

    /** @param digits from 1 to 8 */
    private static long value(long word, int digits) {
        long aligned = word << (Long.BYTES - digits) * Byte.SIZE;
        long twos = (aligned * (1 + (10 << 8)) >>> 8) & 0x00ff_00ff_00ff_00ffL;
        long fours = (twos * (1 + (100 << 16)) >>> 16) & 0x0000_ffff_0000_ffffL;
        return fours * (1 + (10_000L << 32)) >>> 32;
    }

    /** Whether a number of at least 19 digits is one of 64 bits; its magnitude then stands in {@code value}. */
    private static boolean fits(byte[] bytes, int start, int end, long value, boolean negative) {
        int significant = start;
        while (significant < end && bytes[significant] == '0') {
            significant++;
        }
        return end - significant <= 19 && (value >= 0 || negative && value == Long.MIN_VALUE);
    }

    private static int skipBlanks(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] == ' ' || bytes[at] == '\t') {
            at++;
        }
        return at;
    }

    private static int skipSeparator(byte[] bytes, int from) {
        int at = skipBlanks(bytes, from);
        return bytes[at] == ',' ? skipBlanks(bytes, at + 1) : at;
    }

    private static boolean endsColumn(byte[] bytes, int at) {
        byte c = bytes[at];
        return c == ' ' || c == '\t' || c == ',' || endsLine(bytes, at);
    }

    private static boolean endsLine(byte[] bytes, int at) {
        return bytes[at] == '\n' || bytes[at] == '\r' && bytes[at + 1] == '\n';
    }

    private static int nextLine(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] != '\n') {
            at++;
        }
        return at + 1;
    }
}
