package dev.weft.launcher;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code weft new}: a project to begin with. */
final class NewCommand implements Command {
    @Override
    public CommandSpec spec() {
        var spec = CommandSpec.create().name("new");
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("NAME")
                .type(String.class)
                .required(true)
                .description("The project's name, and the folder to make.")
                .build());
        spec.addOption(HelpText.option(
                "--package", "PACKAGE", "The Java package of the program (default: the name in small letters)."));
        spec.usageMessage().description("Write a small Maven project: a program and a test that runs it.");
        return spec;
    }

    @Override
    public int run(Given given, Terminal terminal) throws Exception {
        Path folder = Path.of(given.parameter(0).orElseThrow());
        var project = NewProject.named(folder, given.text("--package"));
        project.write();
        terminal.out().print("""
                %s holds a program, a test of it, and a pom.xml. Go on with:

                  cd %s
                  mvn test
                  weft run %s --graph kronecker:scale=10 --source 1 --top 5
                """.formatted(folder, folder, project.source()));
        return ExitCode.DONE.number;
    }
}
