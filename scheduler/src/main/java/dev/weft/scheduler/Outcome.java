package dev.weft.scheduler;

/** What came of planning a gang: a {@link Plan}, or why there is none. */
public sealed interface Outcome permits Plan, NoFit {}
