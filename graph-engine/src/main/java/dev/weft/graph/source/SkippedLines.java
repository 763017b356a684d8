package dev.weft.graph.source;

import dev.weft.collectives.Communicator;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Lines of files that were left out because they can't be used.
 *
 * @param first the first {@value #MOST_TOLD} of them, in their order
 */
public record SkippedLines(long count, List<Line> first) {
    static final int MOST_TOLD = 10;

    public static final SkippedLines NONE = new SkippedLines(0, List.of());

    /**
     * A line that was left out. Lines of the vertices come before those of edges.
     *
     * @param file its number among those of the list
     * @param position where it starts, in bytes of text
     * @param complaint what is wrong with it, with its file and number
     */
    public record Line(boolean ofEdges, int file, long position, String complaint) implements Comparable<Line> {
        private static final Comparator<Line> ORDER =
                Comparator.comparing(Line::ofEdges).thenComparingInt(Line::file).thenComparingLong(Line::position);

        @Override
        public int compareTo(Line other) {
            return ORDER.compare(this, other);
        }
    }

    /** What is wrong with the first ones. */
    public List<String> complaints() {
        return first.stream().map(Line::complaint).toList();
    }

    /** These and others. */
    SkippedLines plus(SkippedLines others) {
        List<Line> told = Stream.concat(first.stream(), others.first.stream())
                .sorted()
                .limit(MOST_TOLD)
                .toList();
        return new SkippedLines(count + others.count, told);
    }

    /** Those of all workers' shares, of each the same. Collective. */
    public SkippedLines ofAll(Communicator leaders) {
        byte[] mine = SkippedLinesForm.bytes(this);
        var lengths = new long[leaders.size()];
        leaders.allGather(new long[] {mine.length}, 0, 1, lengths, 0);
        var counts = new int[lengths.length];
        var starts = new int[lengths.length];
        int total = 0;
        for (int worker = 0; worker < counts.length; worker++) {
            counts[worker] = Math.toIntExact(lengths[worker]);
            starts[worker] = total;
            total += counts[worker];
        }
        var all = new byte[total];
        leaders.allGatherV(mine, 0, counts, all, starts);
        return IntStream.range(0, counts.length)
                .mapToObj(worker -> SkippedLinesForm.of(all, starts[worker], counts[worker]))
                .reduce(NONE, SkippedLines::plus);
    }
}
