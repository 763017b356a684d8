package dev.weft.launcher;

import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** How help looks. */
final class HelpText {
    private static final int COLUMNS = 100;

    private HelpText() {}

    static CommandSpec root() {
        var root = withHelpOption(CommandSpec.create().name("weft"));
        root.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print the version.")
                .build());
        root.usageMessage()
                .header("Weft runs graph algorithms and other rank programs.", "")
                .customSynopsis("weft COMMAND [OPTION…]")
                .commandListHeading("%nCommands (weft COMMAND --help tells more):%n")
                .footer(
                        "",
                        "For example:",
                        "  weft run pagerank --graph jdk: --ranks 4 --top 10",
                        "  weft run MyProgram.java --graph edges.txt --output results.txt",
                        "  weft run job.yaml --dry-run",
                        "",
                        "Exit codes: 0 done, 1 the program failed, 2 wrong usage, 3 could not start, 65 out of memory,",
                        "66 saved its state and left, as it was told to, 130 interrupted.",
                        "Environment: WEFT_JAVA_HOME names the JDK to use, WEFT_JVM_FLAGS adds flags for the JVM.");
        return root;
    }

    /** Commands with the same first word. */
    static CommandSpec commandGroup(String name) {
        var group = withHelpOption(CommandSpec.create().name(name));
        group.usageMessage()
                .description(name.equals("bench") ? "Measure parts of Weft, beside others that do the same." : "More.")
                .customSynopsis("weft " + name + " COMMAND [OPTION…]")
                .commandListHeading("%nCommands (weft " + name + " COMMAND --help tells more):%n");
        return group;
    }

    static CommandSpec withHelpOption(CommandSpec spec) {
        spec.usageMessage().sortOptions(false);
        return spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Print this help.")
                .build());
    }

    /** An option with a value, whose text is checked when it is read. */
    static OptionSpec option(String name, String label, String... meaning) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(String.class)
                .description(literally(meaning))
                .build();
    }

    static OptionSpec flag(String name, String... meaning) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .arity("0")
                .description(literally(meaning))
                .build();
    }

    /** Options that stand under one heading. */
    static ArgGroupSpec group(String heading, OptionSpec... options) {
        var group = ArgGroupSpec.builder()
                .heading("%n" + heading + ":%n")
                .exclusive(false)
                .validate(false);
        for (OptionSpec option : options) {
            group.addArg(option);
        }
        return group.build();
    }

    /** Text that picocli is to print as it is. */
    static String[] literally(String... lines) {
        var escaped = new String[lines.length];
        for (int i = 0; i < lines.length; i++) {
            escaped[i] = lines[i].replace("%", "%%");
        }
        return escaped;
    }

    static CommandLine layOut(CommandLine line) {
        line.setUsageHelpWidth(COLUMNS);
        line.setUsageHelpLongOptionsMaxWidth(28);
        line.setExpandAtFiles(false);
        line.setOverwrittenOptionsAllowed(true);
        return line;
    }

    static String of(CommandSpec spec) {
        return spec.commandLine().getUsageMessage(Help.Ansi.OFF);
    }
}
