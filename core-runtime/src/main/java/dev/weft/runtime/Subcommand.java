package dev.weft.runtime;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** A command of {@code weft} that a library brings; found by {@link java.util.ServiceLoader}, described as plain records. */
public interface Subcommand {
    /** One word, or two: commands with the same first word are a group. */
    String name();

    String summary();

    List<Parameter> parameters();

    List<Option> options();

    /**
     * Runs the command.
     *
     * @param values by parameter label and option name (without dashes), only those that were given
     * @return the exit code
     * @throws UsageException if a value is wrong, with a sentence that names it and the remedy
     */
    int run(Map<String, String> values, PrintStream out, PrintStream err) throws Exception;

    /** A positional parameter. */
    record Parameter(String label, String meaning) {}

    /**
     * An option with a value, or a flag.
     *
     * @param name with its dashes
     * @param label of its value; empty for a flag, whose value is {@code true} where it was given
     */
    record Option(String name, String label, String meaning, boolean required) {}
}
