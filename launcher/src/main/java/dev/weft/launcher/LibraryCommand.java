package dev.weft.launcher;

import dev.weft.runtime.Subcommand;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A command that a library brings, in picocli's words. */
record LibraryCommand(Subcommand brought) implements Command {

    @Override
    public CommandSpec spec() {
        var spec = CommandSpec.create().name(brought.name());
        int position = 0;
        for (Subcommand.Parameter parameter : brought.parameters()) {
            spec.addPositional(PositionalParamSpec.builder()
                    .index(Integer.toString(position++))
                    .paramLabel(parameter.label())
                    .type(String.class)
                    .required(true)
                    .description(HelpText.literally(parameter.meaning()))
                    .build());
        }
        for (Subcommand.Option option : brought.options()) {
            spec.addOption(isFlag(option) ? HelpText.flag(option.name(), option.meaning()) : valued(option));
        }
        spec.usageMessage().description(HelpText.literally(brought.summary()));
        return spec;
    }

    @Override
    public int run(Given given, Terminal terminal) throws Exception {
        return brought.run(values(given), terminal.out(), terminal.err());
    }

    private Map<String, String> values(Given given) {
        var values = new HashMap<String, String>();
        for (int i = 0; i < brought.parameters().size(); i++) {
            String label = brought.parameters().get(i).label();
            given.parameter(i).ifPresent(value -> values.put(label, value));
        }
        for (Subcommand.Option option : brought.options()) {
            text(option, given).ifPresent(value -> values.put(withoutDashes(option.name()), value));
        }
        return values;
    }

    private static boolean isFlag(Subcommand.Option option) {
        return option.label().isEmpty();
    }

    private static OptionSpec valued(Subcommand.Option option) {
        return HelpText.option(option.name(), option.label(), option.meaning()).toBuilder()
                .required(option.required())
                .build();
    }

    private static Optional<String> text(Subcommand.Option option, Given given) {
        if (isFlag(option)) {
            return given.has(option.name()) ? Optional.of(Boolean.toString(true)) : Optional.empty();
        }
        return given.text(option.name());
    }

    private static String withoutDashes(String option) {
        return option.replaceFirst("^-+", "");
    }
}
