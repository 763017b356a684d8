package dev.weft.launcher;

import dev.weft.runtime.UsageException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/** What a command line gave, by option name with dashes or parameter label; checked as it is read. */
record Given(ParseResult parsed) {

    boolean has(String option) {
        return parsed.hasMatchedOption(option);
    }

    Optional<String> text(String option) {
        return Optional.ofNullable(parsed.matchedOptionValue(option, null));
    }

    List<String> texts(String option) {
        return parsed.matchedOptionValue(option, List.of());
    }

    Optional<String> parameter(int position) {
        return Optional.ofNullable(parsed.matchedPositionalValue(position, null));
    }

    /** A whole number of at least {@code least}. */
    Optional<Integer> number(String option, int least) {
        return text(option).map(value -> number(option, value, least));
    }

    private static int number(String option, String value, int least) {
        try {
            int number = Integer.parseInt(value);
            if (number < least) {
                throw new UsageException(option + "=" + number + " < " + least + ": give at least " + least);
            }
            return number;
        } catch (NumberFormatException notANumber) {
            var sentence = option + "=" + value + " is no whole number up to " + Integer.MAX_VALUE + ": give at least "
                    + least;
            throw new UsageException(sentence, notANumber);
        }
    }
}
