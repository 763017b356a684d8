package org.example.programs;

import dev.weft.runtime.Subcommand;
import dev.weft.runtime.UsageException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A library's command: prints what it was given. */
public final class Echo implements Subcommand {
    @Override
    public String name() {
        return "echo";
    }

    @Override
    public String summary() {
        return "Print 100 % of what was given.";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(new Parameter("WORD", "What to say."));
    }

    @Override
    public List<Option> options() {
        return List.of(
                new Option("--output", "FILE", "Where to say it.", true),
                new Option("--times", "N", "How often.", false),
                new Option("--loud", "", "Whether to shout.", false));
    }

    @Override
    public int run(Map<String, String> values, PrintStream out, PrintStream err) {
        if ("-1".equals(values.get("times"))) {
            throw new UsageException("--times=-1 < 0: give at least 0");
        }
        out.println(new TreeMap<>(values));
        return 7;
    }
}
