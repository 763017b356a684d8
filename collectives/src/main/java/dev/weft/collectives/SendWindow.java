package dev.weft.collectives;

/** How much a rank may have on its way to a rank of another process: what the receiver has not yet consumed is bounded. */
final class SendWindow {
    /** What a frame takes beside its elements, so that empty ones are bounded too. */
    static final int FRAME_BYTES = 64;

    private static final long LARGEST = 2 << 20;
    private static final long SMALLEST = 16 << 10;
    private static final long ALL_OF_A_PROCESS = 64 << 20;

    private final long bytes;
    private long sent;
    private volatile long consumed;
    private int longSent;
    private volatile int longReceived;

    SendWindow(long bytes) {
        this.bytes = bytes;
    }

    /** The window between two ranks, the same at both ends; it shrinks as the receiving process gets more of them. */
    static long bytes(Roster roster, int receiver) {
        int worker = roster.worker(receiver);
        long pairs = (long) roster.ranks(worker) * (roster.ranks() - roster.ranks(worker));
        return Math.clamp(ALL_OF_A_PROCESS / Math.max(1, pairs), SMALLEST, LARGEST);
    }

    /** At most a quarter: one frame fills while others, and the credit for earlier ones, are on their way. */
    int longestFrame(int longestOfLane) {
        return (int) Math.min(longestOfLane, bytes / 4 - FRAME_BYTES) & -Long.BYTES;
    }

    /** So much has to be consumed until the sender is told. */
    static long creditStep(long window) {
        return window / 4;
    }

    boolean hasRoom(long elementBytes) {
        return sent + elementBytes + FRAME_BYTES - consumed <= bytes;
    }

    void spend(long elementBytes) {
        sent += elementBytes + FRAME_BYTES;
    }

    /** A message was sent whose sender waits until it was received; the number by which to ask for it. */
    int sentLong() {
        return ++longSent;
    }

    boolean hasReceived(int longNumber) {
        return longReceived - longNumber >= 0;
    }

    /** Told by the receiver, in ascending order. */
    void consumed(long totalBytes, int longMessages) {
        if (totalBytes > consumed) {
            consumed = totalBytes;
        }
        if (longMessages > longReceived) {
            longReceived = longMessages;
        }
    }
}
