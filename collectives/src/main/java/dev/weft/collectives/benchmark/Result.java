package dev.weft.collectives.benchmark;

/** What a rank's receive buffer has after a call. */
enum Result {
    /** What it had before, changed by the call: it gets what is sent before each call. */
    IN_PLACE,
    ONE_BLOCK,
    A_BLOCK_FROM_EACH;

    int blocks(int ranks) {
        return this == A_BLOCK_FROM_EACH ? ranks : 1;
    }
}
