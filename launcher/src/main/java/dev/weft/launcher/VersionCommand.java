package dev.weft.launcher;

import picocli.CommandLine.Model.CommandSpec;

/** {@code weft version}. */
final class VersionCommand implements Command {
    @Override
    public CommandSpec spec() {
        var spec = CommandSpec.create().name("version");
        spec.usageMessage().description("Print the versions of Weft, of the JDK and of the machine's system.");
        return spec;
    }

    @Override
    public int run(Given given, Terminal terminal) {
        terminal.out()
                .printf(
                        "weft %s, JDK %s (%s), %s %s%n",
                        Version.weft(),
                        Runtime.version(),
                        System.getProperty("java.vendor"),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"));
        return ExitCode.DONE.number;
    }
}
