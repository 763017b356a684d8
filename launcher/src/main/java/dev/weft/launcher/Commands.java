package dev.weft.launcher;

import dev.weft.runtime.Subcommand;
import dev.weft.runtime.UsageException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** All commands of weft, by name: its own and those that libraries bring. */
record Commands(Map<String, Command> byName) {

    static Commands all() {
        var commands = new LinkedHashMap<String, Command>();
        commands.put("run", new RunCommand());
        for (Subcommand brought : ServiceLoader.load(Subcommand.class)) {
            commands.put(brought.name(), new LibraryCommand(brought));
        }
        commands.put("flight", new FlightCommand());
        commands.put("version", new VersionCommand());
        return new Commands(commands);
    }

    int run(List<String> args, Terminal terminal) throws Exception {
        CommandLine line = HelpText.layOut(new CommandLine(root()));
        ParseResult given = innermost(parse(line, asked(args)));
        Command command = byName.get(given.commandSpec().name());
        if (given.isUsageHelpRequested()) {
            terminal.out().print(HelpText.of(given.commandSpec()));
            return ExitCode.DONE.number;
        }
        if (given.isVersionHelpRequested()) {
            return new VersionCommand().run(new Given(given), terminal);
        }
        if (command == null) {
            terminal.err().print(HelpText.of(line.getCommandSpec()));
            return ExitCode.WRONG_USAGE.number;
        }
        return command.run(new Given(given), terminal);
    }

    private CommandSpec root() {
        CommandSpec root = HelpText.root();
        byName.forEach((name, command) -> root.addSubcommand(name, HelpText.withHelpOption(command.spec())));
        return root;
    }

    /** {@code weft help run} is {@code weft run --help}. */
    private static List<String> asked(List<String> args) {
        if (!args.isEmpty() && args.getFirst().equals("help")) {
            return Stream.concat(args.stream().skip(1).limit(1), Stream.of("--help"))
                    .toList();
        }
        return args;
    }

    private static ParseResult parse(CommandLine line, List<String> args) {
        try {
            return line.parseArgs(args.toArray(String[]::new));
        } catch (ParameterException wrong) {
            throw new UsageException(WrongWord.sentence(wrong), wrong);
        }
    }

    private static ParseResult innermost(ParseResult given) {
        return given.hasSubcommand() ? innermost(given.subcommand()) : given;
    }
}
