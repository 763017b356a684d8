package dev.weft.runtime.cluster;

/** Where a job on workers is in its life. */
enum EpochState {
    /** The first workers are coming up, no program has run yet. */
    FORMING,
    /** The programs run. */
    RUNNING,
    /** The epoch has ended; its programs are being stopped on every worker that lives. */
    FENCING,
    /** Lost workers are being replaced, for the next epoch. */
    RESTORING,
    /** All results are there. */
    DONE,
    /** It failed for good, or was cancelled. */
    FAILED
}
