package dev.weft.launcher.jobfile;

import dev.weft.launcher.spelling.Spelling;
import dev.weft.runtime.UsageException;
import java.util.List;

/**
 * A value that the user gave.
 *
 * @param name what it is called where something is wrong with it: {@code --ranks}, or {@code job.yaml:7:14: ranks}
 */
public record Said(String name, String text) {
    /** What is wrong with it where it is none of some words, at least two. */
    public UsageException unknown(String... words) {
        List<String> known = List.of(words);
        int last = known.size() - 1;
        return new UsageException(name + "=" + text + " is unknown" + Spelling.hint(text, known) + ": give "
                + String.join(", ", known.subList(0, last)) + " or " + known.get(last));
    }
}
