package dev.weft.graph;

/**
 * About how long loading and running take, in seconds: counted work by measured speed, and where a step was not measured by an assumed one.
 *
 * @param startSeconds of a job until it reads
 */
record TimeEstimate(double startSeconds, double readSeconds, double layOutSeconds, double runSeconds) {
    /** A thread parses text, or draws random edges, at about this speed on machines of 2020 and later. */
    static final double TEXT_BYTES_PER_SECOND = 430e6;

    static final double DRAWN_EDGES_PER_SECOND = 12e6;
    /** Sorting a neighbour list, for each entry. */
    static final double SORT_NANOS = 8;

    /** What a weight adds for each entry, which is placed and sorted with it (fitted to Kronecker 22 from text). */
    private static final double WEIGHT_NANOS = 18;

    /** Classes, threads and actors of a job that has nothing to do (measured: a graph of three vertices); most of it before the graph is read. */
    private static final double START_SECONDS = 0.1;

    private static final double FINISH_SECONDS = 0.015;

    /** Code that the JVM has not compiled yet takes so many times as long, */
    private static final double COLD_FACTOR = 10;
    /** until the compiler, which has much to do while a graph is loaded, is through after so long. */
    private static final double COMPILING_READER_SECONDS = 0.2;

    private static final double COMPILING_PROGRAM_SECONDS = 0.1;

    /**
     * What a vertex takes in a round, in visits as calibrated: it gives a message, sums, and updates (fitted to PageRank on Kronecker 20 and
     * 22 from text and as a binary graph, where it took 2.2 to 3.6).
     */
    private static final double VISITS_A_ROUND = 2.7;

    private static final double NANOS = 1e9;

    /** Where the edges come from: what is read or drawn before they are laid out. */
    sealed interface Input {
        record Binary(long bytes) implements Input {}

        record Text(long bytes) implements Input {}

        record Drawn() implements Input {}
    }

    /**
     * What a worker does.
     *
     * @param threads of all its ranks
     */
    static TimeEstimate of(
            GraphShape graph,
            Input input,
            ProgramNeeds program,
            MemoryEstimate memory,
            Calibration speed,
            int threads,
            int workers) {
        double entries = (double) graph.entries() / workers;
        double read = read(graph, input, memory, speed, threads, workers);
        double layOut = input instanceof Input.Binary ? 0 : layOut(graph, entries, memory, speed, threads);
        double vertices = (double) graph.vertices() / workers;
        double round = (entries * speed.gatherNanos() + vertices * VISITS_A_ROUND * speed.visitNanos()) / NANOS;
        double run = round * program.visits() + fresh(memory.program() + memory.results(), speed);
        return new TimeEstimate(
                START_SECONDS,
                cold(read, COMPILING_READER_SECONDS),
                cold(layOut, COMPILING_READER_SECONDS),
                FINISH_SECONDS + cold(run, COMPILING_PROGRAM_SECONDS));
    }

    /** Edges of text and drawn ones wait in memory from the system; a binary graph is copied into its place, and each number looked at. */
    private static double read(
            GraphShape graph, Input input, MemoryEstimate memory, Calibration speed, int threads, int workers) {
        return switch (input) {
            case Input.Binary(long bytes) ->
                2.0 * bytes / workers / speed.copyBytesPerSecond() + fresh(memory.adjacency() + memory.tables(), speed);
            case Input.Text(long bytes) ->
                (double) bytes / workers / (TEXT_BYTES_PER_SECOND * threads) + fresh(memory.bag(), speed);
            case Input.Drawn() ->
                (double) graph.edges() / workers / (DRAWN_EDGES_PER_SECOND * threads) + fresh(memory.bag(), speed);
        };
    }

    /** Each end is counted at its vertex, looked up among the internal ids, put into a bucket, and from there into its list, which is sorted. */
    private static double layOut(
            GraphShape graph, double entries, MemoryEstimate memory, Calibration speed, int threads) {
        double sort = SORT_NANOS + (graph.weightBytes() > 0 ? WEIGHT_NANOS : 0);
        double nanos = speed.gatherNanos() + 3 * speed.placeNanos() + sort / threads;
        return entries * nanos / NANOS + fresh(memory.adjacency() + memory.tables(), speed);
    }

    private static double fresh(long bytes, Calibration speed) {
        return bytes / speed.freshBytesPerSecond();
    }

    /** @param warm how long it takes with compiled code */
    private static double cold(double warm, double compiling) {
        return warm + Math.min(compiling, (COLD_FACTOR - 1) * warm);
    }
}
