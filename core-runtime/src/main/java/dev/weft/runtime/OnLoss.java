package dev.weft.runtime;

/** How a job goes on that has lost a worker. */
public enum OnLoss {
    /** Another process takes the worker's place: a spare, or a new one. */
    REPLACE,
    /** Without it, and without its ranks: those that are left share all that the job has. */
    SHRINK
}
