package dev.weft.graph.source;

import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * How many lines with ids some files seem to have, and how large ids seem to get, from a few samples of 64 KiB from the whole length of
 * each of a few files, of a compressed one from its beginning. Exact for files that are not longer, and few.
 */
final class LineEstimate {
    private static final int SAMPLE_BYTES = 64 << 10;
    private static final int USUAL_LINE_BYTES = 16;
    private static final int SHORTEST_LINE_BYTES = "1 2\n".length();
    private static final int FILES_SAMPLED = 8;
    private static final int SAMPLES = 4;
    private static final int IDS = 2;
    private static final int MOST_OF_A_BYTE = 255;
    /** What text often shrinks to; it is not known how much of a compressed file a sample was. */
    private static final int USUAL_COMPRESSION = 4;

    private long lines;
    private long lineBytes;
    private long otherBytes;
    private long largestId;
    private int weightBytes = Byte.BYTES;
    /** Of each column by itself: files may be sorted by one. */
    private final IdRepeats[] repeats = {new IdRepeats(), new IdRepeats()};

    private LineEstimate() {}

    /**
     * What files seem to hold.
     *
     * @param largestId among those in the first two columns; {@link Long#MAX_VALUE} if that can't be told
     * @param repeats the chance that two ids in a column are the same, in the column where it is larger; 0 if that can't be told
     * @param weightBytes that weights in the third column take in memory, if there are any, as far as those seen tell
     */
    record Seen(long lines, long largestId, double repeats, int weightBytes) {
        /** How many different ids the lines have, as far as that can be told. */
        long distinctIds() {
            long most = Math.min(largestId, Long.MAX_VALUE - 1) + 1;
            return repeats == 0 || most == Long.MAX_VALUE
                    ? most
                    : IdRepeats.distinct(most, (double) lines * IDS, repeats);
        }
    }

    /** The most lines with two ids that so many bytes can hold. */
    static long mostPairs(long bytes) {
        return bytes / SHORTEST_LINE_BYTES + 1;
    }

    static Seen of(InputFiles files) {
        int sampled = Math.min(files.count(), FILES_SAMPLED);
        long lines = 0;
        long largest = 0;
        double repeats = 0;
        int weightBytes = Byte.BYTES;
        long sampledBytes = 0;
        for (int i = 0; i < sampled; i++) {
            int file = (int) ((long) i * files.count() / sampled);
            var estimate = new LineEstimate();
            lines += estimate.linesOf(files, file);
            largest = Math.max(largest, estimate.largestId);
            repeats = Math.max(repeats, estimate.chanceOfRepeats());
            weightBytes = Math.max(weightBytes, estimate.weightBytes);
            sampledBytes += files.size(file);
        }
        return sampled == files.count() || sampledBytes == 0
                ? new Seen(lines, largest, repeats, weightBytes)
                : new Seen(Math.round((double) lines * files.size() / sampledBytes), Long.MAX_VALUE, 0, weightBytes);
    }

    private double chanceOfRepeats() {
        return Arrays.stream(repeats).mapToDouble(IdRepeats::chance).max().orElseThrow();
    }

    private long linesOf(InputFiles files, int file) {
        boolean plain = files.compression(file) == Compression.NONE;
        try {
            return plain && files.size(file) > (long) SAMPLES * SAMPLE_BYTES
                    ? fromSamples(TextFile.open(files.path(file).toString()))
                    : fromBeginning(files, file, plain);
        } catch (IOException | UncheckedIOException failure) {
            throw new UsageException(
                    files.path(file) + " can't be read: " + failure.getMessage() + ": check the file", failure);
        }
    }

    /** A line that a sample begins with has begun before it. */
    private long fromSamples(TextFile text) {
        try (text) {
            var sample = new byte[SAMPLE_BYTES];
            long last = text.size() - SAMPLE_BYTES;
            for (int i = 0; i < SAMPLES; i++) {
                text.read(last * i / (SAMPLES - 1), sample, 0, SAMPLE_BYTES);
                int _ = countFrom(i == 0 ? 0 : afterLineFeed(sample), sample, SAMPLE_BYTES);
                for (IdRepeats each : repeats) {
                    each.nextSample();
                }
            }
            return ofBytes(text.size());
        }
    }

    private static int afterLineFeed(byte[] sample) {
        int at = 0;
        while (at < sample.length && sample[at] != '\n') {
            at++;
        }
        return at + 1;
    }

    private long fromBeginning(InputFiles files, int file, boolean plain) throws IOException {
        try (InputStream text = Compression.open(files.path(file))) {
            byte[] sample = text.readNBytes(SAMPLES * SAMPLE_BYTES);
            int start = countFrom(0, sample, sample.length);
            if (sample.length < SAMPLES * SAMPLE_BYTES || text.read() < 0) {
                count(sample, start, sample.length);
                return lines;
            }
            if (!plain) {
                largestId = Long.MAX_VALUE;
            }
            return ofBytes(Math.max(sample.length, (plain ? 1 : USUAL_COMPRESSION) * files.size(file)));
        }
    }

    /** Counts the complete lines; returns where the last one ends. */
    private int countFrom(int from, byte[] sample, int length) {
        int start = from;
        for (int at = from; at < length; at++) {
            if (sample[at] == '\n') {
                count(sample, start, at + 1);
                start = at + 1;
            }
        }
        return start;
    }

    private long ofBytes(long textBytes) {
        long rest = textBytes - otherBytes;
        largestId = lines == 0 ? Long.MAX_VALUE : largestId;
        return lines == 0 ? rest / USUAL_LINE_BYTES : Math.round((double) rest * lines / lineBytes);
    }

    private void count(byte[] sample, int from, int to) {
        int at = from;
        while (at < to && Character.isWhitespace(sample[at])) {
            at++;
        }
        if (at == to || sample[at] == '#' || sample[at] == '%') {
            otherBytes += to - from;
        } else {
            lines++;
            lineBytes += to - from;
            noteIds(sample, at, to);
        }
    }

    private void noteIds(byte[] sample, int from, int to) {
        int at = from;
        for (int column = 0; column < IDS && at < to; column++) {
            long id = 0;
            int start = at;
            while (at < to && sample[at] >= '0' && sample[at] <= '9') {
                id = Math.min(10 * id + sample[at++] - '0', Long.MAX_VALUE / 16);
            }
            repeats[column].note(id);
            largestId = at == start || id == Long.MAX_VALUE / 16 ? Long.MAX_VALUE : Math.max(largestId, id);
            while (at < to && (sample[at] == ' ' || sample[at] == '\t' || sample[at] == ',')) {
                at++;
            }
        }
        weightBytes = Math.max(weightBytes, weightBytes(sample, at, to));
    }

    /** Of a weight that may stand there: as narrow as {@link dev.weft.graph.layout.Weights} holds it. */
    private static int weightBytes(byte[] sample, int from, int to) {
        long weight = 0;
        int at = from;
        while (at < to && sample[at] >= '0' && sample[at] <= '9' && weight <= Integer.MAX_VALUE) {
            weight = 10 * weight + sample[at++] - '0';
        }
        if (at < to && !Character.isWhitespace(sample[at]) || weight > Integer.MAX_VALUE) {
            return Double.BYTES;
        }
        return weight <= MOST_OF_A_BYTE ? Byte.BYTES : Integer.BYTES;
    }
}
