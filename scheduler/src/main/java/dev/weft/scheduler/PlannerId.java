package dev.weft.scheduler;

/**
 * A planner's life, as the cell's writer knows it.
 *
 * @param life grows each time that a planner of this name begins; what comes from an earlier life is refused
 */
public record PlannerId(String name, long life) {}
