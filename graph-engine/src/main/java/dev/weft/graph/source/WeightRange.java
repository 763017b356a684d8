package dev.weft.graph.source;

import dev.weft.runtime.UsageException;
import java.util.regex.Pattern;

/** Whole weights that a generator draws from, each as likely as any other: from {@code least} to {@code most}. */
record WeightRange(int least, int most) {
    private static final Pattern TEXT = Pattern.compile("(-?\\d{1,10})\\.\\.(-?\\d{1,10})");

    /** @throws UsageException if the text is no range, with what to write */
    static WeightRange parse(String text) {
        var range = TEXT.matcher(text);
        if (!range.matches()) {
            throw new UsageException("weights=" + text + " is no range: write for instance weights=1..255");
        }
        long least = Long.parseLong(range.group(1));
        long most = Long.parseLong(range.group(2));
        if (least > most || least < Integer.MIN_VALUE || most > Integer.MAX_VALUE) {
            throw new UsageException("weights=" + text + " is empty or too wide: it goes from a smaller to a larger"
                    + " number, both of 32 bits");
        }
        return new WeightRange((int) least, (int) most);
    }

    /** The weight that a random number of 64 bits means. */
    double draw(long random) {
        return least + ((random >>> Integer.SIZE) * ((long) most - least + 1) >>> Integer.SIZE);
    }

    /** Bytes that the widest weight takes in memory. */
    int bytes() {
        return least >= 0 && most < 1 << Byte.SIZE ? Byte.BYTES : Integer.BYTES;
    }

    @Override
    public String toString() {
        return least + ".." + most;
    }
}
