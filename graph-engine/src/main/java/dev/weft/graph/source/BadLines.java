package dev.weft.graph.source;

import dev.weft.runtime.UsageException;

/** What becomes of lines that can't be used. */
public enum BadLines {
    /** The first one ends the job. */
    FAIL,
    /** They are left out and counted. */
    SKIP;

    /** @throws UsageException if there is no such policy */
    public static BadLines named(String name) {
        return switch (name) {
            case "fail" -> FAIL;
            case "skip" -> SKIP;
            default -> throw new UsageException("bad-lines=" + name + " is unknown: give fail or skip");
        };
    }
}
