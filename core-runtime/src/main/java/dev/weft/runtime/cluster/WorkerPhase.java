package dev.weft.runtime.cluster;

/** How far a worker is in the epoch that it reports. */
enum WorkerPhase {
    /** Up, in no epoch yet. */
    IDLE,
    /** Its lanes are connected, its ranks are made. */
    PREPARED,
    /** Its programs run. */
    RUNNING,
    /** One of its programs has failed. */
    FAILED,
    /** All of its programs have ended well. */
    FINISHED,
    /** Its programs have been stopped. */
    FENCED
}
