package dev.weft.graph.source;

import dev.weft.runtime.UsageException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings in a specification such as {@code kronecker:scale=20,degree=16}, checked as they are read.
 *
 * @param text the whole specification
 * @param prefix what stands before the settings, with its colon
 * @param example of a specification that is right
 */
record SpecSettings(String text, String prefix, String example, Map<String, String> values) {

    /** @throws UsageException if a key is unknown, stands twice or has no value, naming it and the remedy */
    static SpecSettings parse(String text, String example, String... keys) {
        String prefix = example.substring(0, example.indexOf(':') + 1);
        var settings = new SpecSettings(text, prefix, example, new LinkedHashMap<>());
        for (String setting : text.substring(prefix.length()).split(",", -1)) {
            settings.add(setting, List.of(keys));
        }
        return settings;
    }

    private void add(String setting, List<String> keys) {
        int equals = setting.indexOf('=');
        if (equals < 0) {
            throw new UsageException(
                    "\"" + setting + "\" in " + text + " is not key=value: write for instance " + example);
        }
        String key = setting.substring(0, equals).strip();
        if (!keys.contains(key)) {
            throw new UsageException("unknown key \"" + key + "\" in " + text + ": did you mean "
                    + Nearest.of(key, keys) + "? There are " + String.join(", ", keys));
        }
        if (values.put(key, setting.substring(equals + 1).strip()) != null) {
            throw new UsageException(key + " stands twice in " + text + ": leave one out");
        }
    }

    /** The value of a key that must be there. */
    int whole(String key, int least, int most) {
        return (int) number(required(key), key, least, most);
    }

    int whole(String key, int least, int most, int otherwise) {
        String value = values.get(key);
        return value == null ? otherwise : (int) number(value, key, least, most);
    }

    long seed() {
        String value = values.get("seed");
        return value == null ? 1 : number(value, "seed", Long.MIN_VALUE, Long.MAX_VALUE);
    }

    DrawnWeights weights() {
        return new DrawnWeights(
                Optional.ofNullable(values.get(DrawnWeights.KEY)).map(WeightRange::parse), seed());
    }

    /** A probability. */
    double fraction(String key) {
        String value = required(key);
        try {
            double fraction = Double.parseDouble(value);
            if (fraction >= 0 && fraction <= 1) {
                return fraction;
            }
        } catch (NumberFormatException _) {
            throw refused(key, value, "is not a number: it goes from 0 to 1");
        }
        throw refused(key, value, "is out of range: it goes from 0 to 1");
    }

    /** What to say of a value that can't be used. */
    UsageException refused(String key, Object value, String reason) {
        return new UsageException(prefix + " " + key + "=" + value + " " + reason);
    }

    private String required(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new UsageException(text + " has no " + key + ": write for instance " + example);
        }
        return value;
    }

    private long number(String value, String key, long least, long most) {
        String range = "it goes from " + least + " to " + most;
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            throw refused(key, value, "is not a whole number: " + range);
        }
        throw refused(key, value, "is out of range: " + range);
    }
}
