package dev.weft.launcher;

import dev.weft.launcher.spelling.Spelling;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one sentence what is wrong with a command line that could not be taken apart. */
final class WrongWord {
    private WrongWord() {}

    static String sentence(ParameterException wrong) {
        CommandLine line = wrong.getCommandLine();
        CommandSpec spec = line.getCommandSpec();
        String what = switch (wrong) {
            case UnmatchedArgumentException unmatched ->
                unmatched(unmatched.getUnmatched().getFirst(), line);
            case MissingParameterException missing -> missing(missing.getMissing());
            default -> lowerCaseFirst(String.valueOf(wrong.getMessage()));
        };
        return what + " (see " + spec.qualifiedName() + " --help)";
    }

    private static String unmatched(String word, CommandLine line) {
        if (word.startsWith("-")) {
            String option = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            return "unknown option " + option + Spelling.hint(option, options(line.getCommandSpec()));
        }
        Set<String> commands = line.getSubcommands().keySet();
        return commands.isEmpty()
                ? "unexpected word '" + word + "'"
                : "unknown command '" + word + "'" + Spelling.hint(word, commands) + commandList(word, commands);
    }

    private static String commandList(String word, Collection<String> commands) {
        return Spelling.nearest(word, commands).isPresent() ? "" : ": there are " + String.join(", ", commands);
    }

    private static Collection<String> options(CommandSpec spec) {
        return spec.optionsMap().keySet();
    }

    private static String missing(List<ArgSpec> missing) {
        ArgSpec first = missing.getFirst();
        if (first.isPositional()) {
            return first.paramLabel() + " is missing";
        }
        String option = first.userObject() == null && first instanceof CommandLine.Model.OptionSpec named
                ? named.longestName()
                : "";
        return option + " needs a value: " + option + " " + first.paramLabel();
    }

    private static String lowerCaseFirst(String sentence) {
        return sentence.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + sentence.substring(1);
    }
}
