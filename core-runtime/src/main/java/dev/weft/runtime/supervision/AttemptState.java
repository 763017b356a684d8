package dev.weft.runtime.supervision;

/** Where an attempt is in its life. */
enum AttemptState {
    /** The actors of its ranks are being made; no program runs. */
    FORMING,
    /** The programs run; some may have ended well. */
    RUNNING,
    /** It has failed or was cancelled, and waits for the programs that still run. */
    ENDING,
    /** Every program ended well. */
    DONE,
    /** A program failed. */
    FAILED,
    /** It was cancelled before its end. */
    CANCELLED
}
