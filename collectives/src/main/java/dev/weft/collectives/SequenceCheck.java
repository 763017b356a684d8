package dev.weft.collectives;

/** A receiver's check that a lane brings every frame once and in order. */
final class SequenceCheck {
    private long expected;

    /** False if a frame is missing, or came twice; the lane is broken then. */
    boolean accept(long sequence) {
        if (sequence != expected) {
            return false;
        }
        expected++;
        return true;
    }

    long expected() {
        return expected;
    }
}
