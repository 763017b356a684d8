package dev.weft.graph.source;

import dev.weft.runtime.UsageException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which columns of a table hold an edge, e.g. {@code source=0,target=2,weight=5}: numbers from 0, or names where the format has names.
 *
 * @param weight if one was named
 */
public record Columns(String source, String target, Optional<String> weight) {
    /** The first two, and the third if edges have weights. */
    public static final Columns USUAL = new Columns("0", "1", Optional.empty());

    private static final String SOURCE = "source";
    private static final String TARGET = "target";
    private static final String WEIGHT = "weight";
    private static final List<String> KEYS = List.of(SOURCE, TARGET, WEIGHT);
    private static final String EXAMPLE = "write for instance --columns source=0,target=1,weight=2";
    private static final String USUAL_WEIGHT = "2";
    private static final int MOST_COLUMNS = 10_000;

    /** @throws UsageException if the text names no columns, with what to write */
    public static Columns parse(String text) {
        var values = new LinkedHashMap<String, String>();
        for (String setting : text.split(",", -1)) {
            int equals = setting.indexOf('=');
            if (equals < 0 || setting.substring(equals + 1).isBlank()) {
                throw new UsageException("--columns=" + text + ": \"" + setting + "\" is not key=column: " + EXAMPLE);
            }
            String key = setting.substring(0, equals).strip();
            if (!KEYS.contains(key)) {
                throw new UsageException("--columns=" + text + " has the unknown key \"" + key + "\": did you mean "
                        + Nearest.of(key, KEYS) + "? There are " + String.join(", ", KEYS));
            }
            if (values.put(key, setting.substring(equals + 1).strip()) != null) {
                throw new UsageException("--columns=" + text + " has " + key + " twice: leave one out");
            }
        }
        return of(values);
    }

    private static Columns of(Map<String, String> values) {
        return new Columns(
                values.getOrDefault(SOURCE, USUAL.source),
                values.getOrDefault(TARGET, USUAL.target),
                Optional.ofNullable(values.get(WEIGHT)));
    }

    /** The form of the lines of a text file, whose columns have numbers. */
    LineForm lines(boolean weighted) {
        return LineForm.edges(
                number(SOURCE, source),
                number(TARGET, target),
                weighted ? number(WEIGHT, weight.orElse(USUAL_WEIGHT)) : LineForm.NONE);
    }

    private static int number(String key, String column) {
        try {
            int number = Integer.parseInt(column);
            if (number >= 0 && number < MOST_COLUMNS) {
                return number;
            }
            throw new UsageException("--columns " + key + "=" + column + " is out of range: columns of text are counted"
                    + " from 0 to " + (MOST_COLUMNS - 1));
        } catch (NumberFormatException _) {
            throw new UsageException(
                    "--columns " + key + "=" + column + " is no number: columns of text are counted from 0");
        }
    }
}
