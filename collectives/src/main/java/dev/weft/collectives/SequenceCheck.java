package dev.weft.collectives;

/** A receiver's check that a lane brings every frame once and in order. */
final class SequenceCheck {
    private long expected;
    private boolean broken;

    /** False if a frame is missing, or came twice; the lane is broken then, and brings nothing more. */
    boolean accept(long sequence) {
        if (broken || sequence != expected) {
            broken = true;
            return false;
        }
        expected++;
        return true;
    }

    long expected() {
        return expected;
    }
}
