package dev.weft.runtime.rank;

/** How a rank's program ended. */
public sealed interface RankEnd {
    record Done() implements RankEnd {}

    /**
     * The program's own failure, which ended the attempt.
     *
     * @param step in which it failed, or -1 before the first
     */
    record Failed(long step, Throwable cause) implements RankEnd {}

    /**
     * The program ended because the attempt had.
     *
     * @param cause what ended the attempt
     */
    record Fenced(long step, Throwable cause) implements RankEnd {}
}
