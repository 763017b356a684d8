package dev.weft.graph;

import dev.weft.runtime.Subcommand.Option;
import dev.weft.runtime.UsageException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The options of {@code weft run} that say how a graph is read, for other commands that read one. */
final class GraphArguments {
    private static final List<String> TEXTS = List.of("vertices", "columns", "bad-lines", "duplicates", "self-loops");

    private GraphArguments() {}

    static List<Option> options() {
        return List.of(
                option("vertices", "FILE", "the ids of all vertices, one a line; brings in those without edges"),
                option("directed", "", "an edge leads from its first vertex to its second (default)"),
                option("undirected", "", "an edge leads both ways"),
                option("weighted", "", "edges have weights: a third column of decimal numbers"),
                option(
                        "columns",
                        "COLUMNS",
                        "which columns hold an edge, counted from 0, e.g. source=0,target=2,weight=5"),
                option("bad-lines", "POLICY", "fail at a line that can't be read (default), or skip and count them"),
                option(
                        "duplicates",
                        "POLICY",
                        "keep edges that stand there several times (default), drop all but the"
                                + " lightest, or sum weights"),
                option("self-loops", "POLICY", "keep edges from a vertex to itself (default), or drop them"));
    }

    private static Option option(String name, String label, String meaning) {
        return new Option("--" + name, label, meaning, false);
    }

    /** As ranks read them. */
    static Map<String, Object> of(String graph, Map<String, String> values) {
        var args = new HashMap<String, Object>(Map.of("graph", graph));
        for (String name : TEXTS) {
            String value = values.get(name);
            if (value != null) {
                args.put(name, value);
            }
        }
        if (values.containsKey("weighted")) {
            args.put("weighted", true);
        }
        boolean undirected = values.containsKey("undirected");
        if (undirected && values.containsKey("directed")) {
            throw new UsageException("--directed and --undirected exclude each other: give one of them");
        }
        if (undirected || values.containsKey("directed")) {
            args.put("directed", !undirected);
        }
        return args;
    }
}
