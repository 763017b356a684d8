package dev.weft.graph.source;

import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

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

    /**
     * Called when nothing is added any more.
     *
     * @param ofEdges whether the files list edges, or vertices
     */
    synchronized SkippedLines lines(InputFiles files, boolean ofEdges, Function<BadLine, String> complaint) {
        List<TextPlace> places = List.copyOf(first);
        List<BadLine> lines = BadLine.at(files, places);
        List<SkippedLines.Line> told = IntStream.range(0, places.size())
                .mapToObj(i -> new SkippedLines.Line(
                        ofEdges, places.get(i).file(), places.get(i).position(), complaint.apply(lines.get(i))))
                .toList();
        return new SkippedLines(count, told);
    }
}
