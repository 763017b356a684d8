package dev.weft.runtime;

/**
 * The collective step boundary of a program's loop: {@code for (long step : rank.steps(20)) { … }}. Steps count from 0; the boundary of
 * step S comes before its body. Every rank of the job passes it together; cancelling takes effect, messages are delivered
 * ({@link Rank#onMessage}) and progress is told there. {@code break} ends a loop that converged.
 */
public interface Steps extends Iterable<Long> {}
