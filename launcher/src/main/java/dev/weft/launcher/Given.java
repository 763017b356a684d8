package dev.weft.launcher;

import dev.weft.launcher.jobfile.JobFile;
import dev.weft.launcher.jobfile.Said;
import dev.weft.runtime.UsageException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * What a command was given, by option name with dashes or position; checked as it is read.
 *
 * @param values of an option in the order in which they were given
 * @param below what counts where this says nothing: a job file under the command line beside it
 */
record Given(Map<String, List<Said>> values, Optional<Given> below) {

    static Given of(ParseResult parsed) {
        var values = new LinkedHashMap<String, List<Said>>();
        for (OptionSpec option : parsed.matchedOptions()) {
            values.put(option.longestName(), said(option));
        }
        int position = 0;
        for (String word : parsed.matchedPositionals().stream()
                .flatMap(parameter -> parameter.stringValues().stream())
                .toList()) {
            values.put(Integer.toString(position), List.of(new Said("", word)));
            position++;
        }
        return new Given(values, Optional.empty());
    }

    private static List<Said> said(OptionSpec option) {
        String name = option.longestName();
        Object value = option.getValue();
        return value instanceof List<?> several
                ? several.stream()
                        .map(each -> new Said(name, String.valueOf(each)))
                        .toList()
                : List.of(new Said(name, String.valueOf(value)));
    }

    /** The same, with what counts where it says nothing. */
    Given over(Map<String, List<Said>> others) {
        return new Given(values, Optional.of(new Given(others, Optional.empty())));
    }

    Given with(String option, Said said) {
        var more = new LinkedHashMap<>(values);
        more.put(option, List.of(said));
        return new Given(more, below);
    }

    boolean has(String option) {
        return !all(option).isEmpty();
    }

    Optional<String> text(String option) {
        return said(option).map(Said::text);
    }

    Optional<Said> said(String option) {
        List<Said> all = all(option);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    List<String> texts(String option) {
        return all(option).stream().map(Said::text).toList();
    }

    List<Said> all(String option) {
        List<Said> own = values.getOrDefault(option, List.of());
        return own.isEmpty() ? below.map(lower -> lower.all(option)).orElse(List.of()) : own;
    }

    /** What an option's value is called where something is wrong with it. */
    String name(String option) {
        return said(option).map(Said::name).orElse(option);
    }

    /** How to give an option that was not given: {@code --workers N}, or the key of a job file that says the same. */
    String wanted(String option, String label) {
        return below.isPresent() ? JobFile.keyOf(option) + ": " + label : option + " " + label;
    }

    /** The job file, where there is one. */
    String file() {
        return text("0").orElse("the job file");
    }

    Optional<String> parameter(int position) {
        return text(Integer.toString(position));
    }

    /** A whole number of at least {@code least}. */
    Optional<Integer> number(String option, int least) {
        return said(option).map(said -> number(said, least));
    }

    private static int number(Said said, int least) {
        String value = said.name() + "=" + said.text();
        try {
            int number = Integer.parseInt(said.text());
            if (number < least) {
                throw new UsageException(value + " < " + least + ": give at least " + least);
            }
            return number;
        } catch (NumberFormatException notANumber) {
            var sentence = value + " is no whole number up to " + Integer.MAX_VALUE + ": give at least " + least;
            throw new UsageException(sentence, notANumber);
        }
    }
}
