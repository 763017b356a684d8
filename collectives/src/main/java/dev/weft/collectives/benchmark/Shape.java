package dev.weft.collectives.benchmark;

/** What of a rank's send buffer goes where, and whose time counts. */
enum Shape {
    /** There is none. Calls follow each other at once. */
    EMPTY,
    /** All of it from rank 0 to rank 1 and back; the time is half of what rank 0 waits. Calls follow each other at once. */
    MESSAGE,
    /** It is one block. All ranks start together; the time is that of the slowest. */
    WHOLE,
    /** It has a block for each rank. All ranks start together; the time is that of the slowest. */
    BLOCKS;

    /** How many doubles a block has; 0 if the buffer is too short for one. */
    int blockLength(int bytes, int ranks) {
        int doubles = bytes / Double.BYTES;
        return switch (this) {
            case EMPTY -> 0;
            case MESSAGE, WHOLE -> doubles;
            case BLOCKS -> doubles / ranks;
        };
    }

    int sentBlocks(int ranks) {
        return this == BLOCKS ? ranks : 1;
    }

    boolean startsTogether() {
        return this == WHOLE || this == BLOCKS;
    }
}
