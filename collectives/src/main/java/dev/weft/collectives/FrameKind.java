package dev.weft.collectives;

/** What a frame is for. Its place in this list is its number on the wire. */
enum FrameKind {
    /** The first frame of a message; its elements follow the header. */
    MESSAGE,
    /** More elements of the message that this rank pair's line is in. */
    MORE,
    /** The source rank has ended its program, after its {@code call}-th collective call. Tag: 1 if its group was over. */
    LEAVE,
    /** The destination of a line has consumed {@code call} bytes since the line began. */
    CREDIT,
    /** The source rank waits in its {@code call}-th collective call. */
    PROBE,
    /** From which line does the destination rank make its {@code call}-th call? Elements: the counts of one's own. */
    ASK,
    /** The answer; tag and count: where the counts differ first, and how. */
    SITE,
    /** A mistake that a rank found, told to the group's first process, whose verdict is everybody's. */
    CLAIM,
    /** The mistake by which the group ends. */
    VERDICT,
    /** The source rank has revoked the communicator. */
    REVOKE,
    /** A message of the {@code call}-th agreement from the source to the destination rank; elements: longs. */
    AGREE,
    /** Who waits for whom, for the destination rank; elements: bytes. */
    CYCLE,
    /** A circle of ranks that wait for each other, by which the group ends. Elements: text. */
    DEADLOCK,
    /** The sending process closes its lanes. */
    BYE;

    private static final FrameKind[] KINDS = values();

    static boolean isNumber(int number) {
        return number < KINDS.length;
    }

    static FrameKind numbered(int number) {
        return KINDS[number];
    }
}
