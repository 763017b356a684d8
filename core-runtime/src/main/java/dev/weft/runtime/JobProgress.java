package dev.weft.runtime;

/**
 * Where a job is, for people who watch.
 *
 * @param phase what the job's first rank is doing, e.g. {@code "reading edges"} or {@code "step"}
 * @param done of the phase, 0 to 1, or a negative number where it is not known
 * @param step the step that the job is in, or -1 before the first
 * @param stepLimit the number of steps at most, or {@link Long#MAX_VALUE}
 */
public record JobProgress(String phase, double done, long step, long stepLimit) {}
