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

/**
 * All commands of weft, by name: its own and those that libraries bring. Commands whose names have two words with the same
 * first word, as {@code bench collectives}, are a group.
 */
record Commands(Map<String, Command> byName) {

    static Commands all() {
        var commands = new LinkedHashMap<String, Command>();
        commands.put("run", new RunCommand());
        commands.put("new", new NewCommand());
        commands.put("plan", new PlanCommand());
        commands.put("bench collectives", new BenchCollectivesCommand());
        commands.put("bench checkpoints", new BenchCheckpointsCommand());
        for (Subcommand brought : ServiceLoader.load(Subcommand.class)) {
            commands.put(brought.name(), new LibraryCommand(brought));
        }
        commands.put("doctor", new DoctorCommand());
        commands.put("verify", new VerifyCommand());
        commands.put("drain", new DrainCommand());
        commands.put("flight", new FlightCommand());
        commands.put("version", new VersionCommand());
        return new Commands(commands);
    }

    int run(List<String> args, Terminal terminal) throws Exception {
        CommandLine line = HelpText.layOut(new CommandLine(root()));
        ParseResult given = innermost(parse(line, asked(args)));
        Command command = byName.get(nameOf(given.commandSpec()));
        if (given.isUsageHelpRequested()) {
            terminal.out().print(HelpText.of(given.commandSpec()));
            return ExitCode.DONE.number;
        }
        if (given.isVersionHelpRequested()) {
            return new VersionCommand().run(Given.of(given), terminal);
        }
        if (command == null) {
            terminal.err().print(HelpText.of(given.commandSpec()));
            return ExitCode.WRONG_USAGE.number;
        }
        return command.run(Given.of(given), terminal);
    }

    /** What a command line gives its command. */
    Given given(List<String> args) {
        return Given.of(innermost(parse(HelpText.layOut(new CommandLine(root())), args)));
    }

    private CommandSpec root() {
        CommandSpec root = HelpText.root();
        byName.forEach((name, command) -> {
            CommandSpec spec = HelpText.withHelpOption(command.spec());
            int blank = name.indexOf(' ');
            CommandSpec parent = blank < 0 ? root : groupIn(root, name.substring(0, blank));
            parent.addSubcommand(name.substring(blank + 1), spec.name(name.substring(blank + 1)));
        });
        return root;
    }

    private static CommandSpec groupIn(CommandSpec root, String name) {
        CommandLine group = root.subcommands().get(name);
        if (group != null) {
            return group.getCommandSpec();
        }
        CommandSpec made = HelpText.commandGroup(name);
        root.addSubcommand(name, made);
        return made;
    }

    private static String nameOf(CommandSpec spec) {
        return spec.qualifiedName().substring(spec.root().name().length()).strip();
    }

    /** {@code weft help bench collectives} is {@code weft bench collectives --help}. */
    private static List<String> asked(List<String> args) {
        if (!args.isEmpty() && args.getFirst().equals("help")) {
            return Stream.concat(args.stream().skip(1), Stream.of("--help")).toList();
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
