package dev.weft.runtime;

import java.util.List;
import java.util.Map;

/** What a job's programs named as results, and what the run cost. */
public interface JobResult {
    /** The names of the vertex results, in the order in which the program gave them. */
    List<String> columns();

    /**
     * A vertex result.
     *
     * @throws IllegalArgumentException if there is no such column, naming those that there are
     */
    Column column(String name);

    /**
     * The column's values in ascending order of its ids.
     *
     * @throws IllegalArgumentException if there is no such column, or it holds longs
     */
    double[] doubles(String name);

    /**
     * The column's values in ascending order of its ids.
     *
     * @throws IllegalArgumentException if there is no such column, or it holds doubles
     */
    long[] longs(String name);

    /**
     * The ids of the first column, ascending.
     *
     * @throws IllegalStateException if there is no column
     */
    long[] ids();

    /** The scalar results ({@code Double}, {@code Long} or {@code String}) in the order in which rank 0 gave them. */
    Map<String, Object> scalars();

    JobReport report();
}
