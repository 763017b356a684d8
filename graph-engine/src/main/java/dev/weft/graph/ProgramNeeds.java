package dev.weft.graph;

import java.util.Map;
import java.util.Optional;

/**
 * What a program takes beside the graph, for {@code weft estimate}.
 *
 * @param arrayBytes of its arrays, for each vertex
 * @param visits how often it looks at each entry of the adjacency
 * @param results arrays that it gives as results
 * @param counted whether the visits follow from the program's arguments; else they are what was seen on skewed graphs
 */
record ProgramNeeds(int arrayBytes, double visits, int results, boolean counted) {
    private static final int USUAL_ITERATIONS = 20;
    /** After a few rounds hardly a label changes, and few vertices look. */
    private static final double CDLP_VISITS = 15;

    /** Of the built-in programs that state it. */
    static Optional<ProgramNeeds> named(String program, Map<String, String> args) {
        double iterations = Optional.ofNullable(args.get("iterations"))
                .map(Double::parseDouble)
                .orElse((double) USUAL_ITERATIONS);
        return switch (program) {
            case "pagerank" ->
                Optional.of(
                        new ProgramNeeds((args.containsKey("tolerance") ? 2 : 1) * Double.BYTES, iterations, 1, true));
            case "bfs" -> Optional.of(new ProgramNeeds(2 * Long.BYTES, 0.4, 2, false));
            case "wcc" -> Optional.of(new ProgramNeeds(Long.BYTES + Integer.BYTES, 0.2, 1, false));
            case "sssp" -> Optional.of(new ProgramNeeds(2 * Double.BYTES, 5.5, 1, false));
            case "cdlp" -> Optional.of(new ProgramNeeds(3 * Long.BYTES, CDLP_VISITS, 1, false));
            default -> Optional.empty();
        };
    }
}
