package dev.weft.graph.algorithms;

import dev.weft.runtime.Rank;
import dev.weft.runtime.UsageException;

/**
 * When an iteration that comes ever nearer to its result ends.
 *
 * @param iterations at most so many
 * @param tolerance ends it once an iteration changes less than this; 0 if that is not measured
 */
record Convergence(long iterations, double tolerance) {
    private static final long DEFAULT_ITERATIONS = 20;
    /** Damping 0.85 comes from 1 to 10^-16 in 227 iterations. */
    private static final long DEFAULT_ITERATIONS_TO_TOLERANCE = 250;

    /** From the arguments {@code iterations} and {@code tolerance}. */
    static Convergence of(Rank rank) {
        double tolerance = rank.arg("tolerance", 0.0);
        if (!(tolerance >= 0)) {
            throw new UsageException("tolerance=" + tolerance + " < 0: give a positive number such as 1e-9");
        }
        long limit = tolerance > 0 ? DEFAULT_ITERATIONS_TO_TOLERANCE : DEFAULT_ITERATIONS;
        return new Convergence(rank.arg("iterations", limit), tolerance);
    }

    boolean measured() {
        return tolerance > 0;
    }
}
