package dev.weft.graph.source;

import java.util.List;
import java.util.stream.Stream;

/**
 * Lines of files that were left out because they can't be used.
 *
 * @param first what is wrong with the first {@value #MOST_TOLD} of them, each with its file and line
 */
public record SkippedLines(long count, List<String> first) {
    static final int MOST_TOLD = 10;

    public static final SkippedLines NONE = new SkippedLines(0, List.of());

    /** These, then those of another file. */
    SkippedLines plus(SkippedLines others) {
        List<String> told = Stream.concat(first.stream(), others.first.stream())
                .limit(MOST_TOLD)
                .toList();
        return new SkippedLines(count + others.count, told);
    }
}
