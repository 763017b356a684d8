package dev.weft.graph.source;

import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.LongStream;

/** Where lines of a file that can't be used start: how many there are, and the first few. Threads add to it at the same time. */
final class BadPositions {
    private final TreeSet<Long> first = new TreeSet<>();
    private long count;

    synchronized void add(long position) {
        count++;
        first.add(position);
        if (first.size() > SkippedLines.MOST_TOLD) {
            first.removeLast();
        }
    }

    /** Called when nothing is added any more. */
    synchronized SkippedLines lines(TextFile file, Function<BadLine, String> complaint) {
        LongStream positions = first.stream().mapToLong(Long::longValue);
        List<String> told =
                BadLine.at(file, positions.toArray()).stream().map(complaint).toList();
        return new SkippedLines(count, told);
    }
}
