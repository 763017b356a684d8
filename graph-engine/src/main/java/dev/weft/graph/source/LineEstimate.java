package dev.weft.graph.source;

import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.io.InputStream;

/**
 * How many lines with ids some files seem to have, from the length of those in the first 64 KiB of each of a few. Exact for files that
 * are not longer, and few.
 */
final class LineEstimate {
    private static final int SAMPLE_BYTES = 64 << 10;
    private static final int USUAL_LINE_BYTES = 16;
    private static final int SHORTEST_LINE_BYTES = "1 2\n".length();
    private static final int FILES_SAMPLED = 8;
    /** What text often shrinks to; it is not known how much of a compressed file a sample was. */
    private static final int USUAL_COMPRESSION = 4;

    private final byte[] sample;
    private long lines;
    private long lineBytes;
    private long otherBytes;

    private LineEstimate(byte[] sample) {
        this.sample = sample;
    }

    /** The most lines with two ids that so many bytes can hold. */
    static long mostPairs(long bytes) {
        return bytes / SHORTEST_LINE_BYTES + 1;
    }

    static long of(InputFiles files) {
        int sampled = Math.min(files.count(), FILES_SAMPLED);
        long lines = 0;
        long sampledBytes = 0;
        for (int i = 0; i < sampled; i++) {
            int file = (int) ((long) i * files.count() / sampled);
            lines += of(files, file);
            sampledBytes += files.size(file);
        }
        return sampled == files.count() || sampledBytes == 0
                ? lines
                : Math.round((double) lines * files.size() / sampledBytes);
    }

    private static long of(InputFiles files, int file) {
        try (InputStream text = Compression.open(files.path(file))) {
            byte[] sample = text.readNBytes(SAMPLE_BYTES);
            boolean whole = sample.length < SAMPLE_BYTES || text.read() < 0;
            long factor = files.compression(file) == Compression.NONE ? 1 : USUAL_COMPRESSION;
            return new LineEstimate(sample)
                    .forSize(whole ? sample.length : Math.max(sample.length, factor * files.size(file)));
        } catch (IOException failure) {
            throw new UsageException(
                    files.path(file) + " can't be read: " + failure.getMessage() + ": check the file", failure);
        }
    }

    private long forSize(long textBytes) {
        int start = 0;
        for (int at = 0; at < sample.length; at++) {
            if (sample[at] == '\n') {
                count(start, at + 1);
                start = at + 1;
            }
        }
        if (textBytes == sample.length) {
            count(start, sample.length);
            return lines;
        }
        long rest = textBytes - otherBytes;
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
