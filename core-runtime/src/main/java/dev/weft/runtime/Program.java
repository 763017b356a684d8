package dev.weft.runtime;

/**
 * What every rank of a job runs: ordinary sequential code that calls Weft for what concerns all ranks. A new object is made for each
 * rank and each attempt, so fields are the rank's own.
 */
@FunctionalInterface
public interface Program {
    /** Runs on the rank's own thread; returning ends the rank, throwing fails the job with the thrown exception as its cause. */
    void run(Rank rank) throws Exception;
}
