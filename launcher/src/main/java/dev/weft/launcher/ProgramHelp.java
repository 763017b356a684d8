package dev.weft.launcher;

import dev.weft.runtime.ProgramProvider;
import dev.weft.runtime.ProgramProvider.ProgramOption;
import java.util.ArrayList;
import java.util.List;

/** The programs and what they take, for {@code weft run --help}. */
final class ProgramHelp {
    private static final String ENTRY = "  %-12s %s";

    private ProgramHelp() {}

    static String[] lines(Programs programs) {
        var lines = new ArrayList<String>(
                List.of("", "Programs, and what they take (--set NAME=VALUE, some also as an option above):"));
        for (ProgramProvider program : programs.all()) {
            lines.add(ENTRY.formatted(program.name(), program.summary()));
            for (ProgramOption option : program.options()) {
                lines.add(ENTRY.formatted("", option.name() + ": " + option.meaning()));
            }
        }
        return HelpText.literally(lines.toArray(String[]::new));
    }
}
