package dev.weft.runtime;

import dev.weft.checkpoint.Holder;

/**
 * The collective step boundary of a program's loop: {@code for (long step : rank.steps(20)) { … }}. Steps count from 0; the boundary of
 * step S comes before its body. Every rank of the job passes it together; cancelling takes effect, messages are delivered
 * ({@link Rank#onMessage}) and progress is told there. {@code break} ends a loop that converged.
 *
 * <p>What a loop is {@code saving} is what its steps change: with {@code --checkpoint} it is saved at boundaries, and after a failure the loop goes on at the
 * boundary that was saved last, with everything put back as it was there. A loop that saves nothing is done again from its first step. What is saved is
 * filled, never swapped for another object.
 */
public interface Steps extends Iterable<Long> {
    /**
     * Saves an array of this rank, of any length: the job can then be taken up by the same number of ranks only. A graph's own steps
     * save arrays of vertices for any number.
     *
     * @param array a {@code double[]}, {@code long[]}, {@code int[]}, {@code float[]} or {@code byte[]}
     */
    Steps saving(String name, Object array);

    /** Saves something of another kind. */
    Steps saving(String name, Holder holder);

    /**
     * Saves a few values that are the same on every rank: counters, a phase.
     *
     * @param array as for {@link #saving}, of at most 64 KiB
     */
    Steps savingSame(String name, Object array);
}
