package dev.weft.graph;

/**
 * About how long loading and running take, in seconds: counted work by measured speed, and where a step was not measured by an assumed one.
 */
record TimeEstimate(double readSeconds, double layOutSeconds, double runSeconds) {
    /** A thread parses text, or draws random edges, at about this speed on machines of 2020 and later. */
    static final double TEXT_BYTES_PER_SECOND = 250e6;

    static final double DRAWN_EDGES_PER_SECOND = 12e6;
    /** Sorting a neighbour list, for each entry. */
    static final double SORT_NANOS = 15;

    private static final double NANOS = 1e9;

    /** Where the edges come from: what is read or drawn before they are laid out. */
    sealed interface Input {
        record Binary(long bytes) implements Input {}

        record Text(long bytes) implements Input {}

        record Drawn() implements Input {}
    }

    /** @param threads of all ranks of a worker */
    static TimeEstimate of(
            GraphShape graph, Input input, ProgramNeeds program, Calibration speed, int threads, int workers) {
        double own = (double) graph.entries() / workers;
        double read = switch (input) {
            case Input.Binary(long bytes) -> (double) bytes / workers / speed.copyBytesPerSecond();
            case Input.Text(long bytes) -> (double) bytes / workers / (TEXT_BYTES_PER_SECOND * threads);
            case Input.Drawn() -> (double) graph.edges() / (DRAWN_EDGES_PER_SECOND * threads);
        };
        double layOut =
                input instanceof Input.Binary ? 0 : own * (2 * speed.placeNanos() + SORT_NANOS / threads) / NANOS;
        return new TimeEstimate(read, layOut, own * program.visits() * speed.gatherNanos() / NANOS);
    }
}
