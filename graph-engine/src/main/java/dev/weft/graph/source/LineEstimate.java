package dev.weft.graph.source;

/** How many lines with ids a file seems to have, from the length of those in its first 64 KiB. Exact for a file that is not longer. */
final class LineEstimate {
    private static final int SAMPLE_BYTES = 64 << 10;
    private static final int USUAL_LINE_BYTES = 16;

    private final byte[] sample;
    private long lines;
    private long lineBytes;
    private long otherBytes;

    private LineEstimate(byte[] sample) {
        this.sample = sample;
    }

    static long of(TextFile file) {
        var sample = new byte[(int) Math.min(SAMPLE_BYTES, file.size())];
        file.read(0, sample, 0, sample.length);
        return new LineEstimate(sample).forSize(file.size());
    }

    private long forSize(long fileBytes) {
        int start = 0;
        for (int at = 0; at < sample.length; at++) {
            if (sample[at] == '\n') {
                count(start, at + 1);
                start = at + 1;
            }
        }
        if (fileBytes == sample.length) {
            count(start, sample.length);
            return lines;
        }
        long rest = fileBytes - otherBytes;
        return lines == 0 ? rest / USUAL_LINE_BYTES : Math.round((double) rest * lines / lineBytes);
    }

    private void count(int from, int to) {
        int at = from;
        while (at < to && Character.isWhitespace(sample[at])) {
            at++;
        }
        if (at == to || sample[at] == '#' || sample[at] == '%') {
            otherBytes += to - from;
        } else {
            lines++;
            lineBytes += to - from;
        }
    }
}
