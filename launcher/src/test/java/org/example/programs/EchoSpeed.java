package org.example.programs;

import dev.weft.runtime.Subcommand;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** A library's command that joins a group. */
public final class EchoSpeed implements Subcommand {
    @Override
    public String name() {
        return "bench echo";
    }

    @Override
    public String summary() {
        return "Measure an echo.";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(new Parameter("WORD", "What to say."));
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public int run(Map<String, String> values, PrintStream out, PrintStream err) {
        out.println(values + " took no time");
        return 0;
    }
}
