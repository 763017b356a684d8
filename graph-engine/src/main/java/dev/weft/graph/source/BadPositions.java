package dev.weft.graph.source;

import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/** Where lines of files that can't be used start: how many there are, and the first few. Threads add to it at the same time. */
final class BadPositions {
    private final TreeSet<TextPlace> first = new TreeSet<>();
    private long count;

    synchronized void add(TextPlace place) {
        count++;
        first.add(place);
        if (first.size() > SkippedLines.MOST_TOLD) {
            first.removeLast();
        }
    }

    /** Called when nothing is added any more. */
    synchronized SkippedLines lines(InputFiles files, Function<BadLine, String> complaint) {
        List<String> told =
                BadLine.at(files, List.copyOf(first)).stream().map(complaint).toList();
        return new SkippedLines(count, told);
    }
}
