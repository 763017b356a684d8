package dev.weft.collectives;

import org.jspecify.annotations.Nullable;

/**
 * A rank's messages to ranks of other processes that are not all sent: for each receiver in order, since the frames of
 * one message follow each other. Used by the rank's thread.
 */
final class Outbox {
    private final @Nullable Outgoing[] oldest;
    private final @Nullable Outgoing[] newest;

    /** Those for whom there is something. */
    private final int[] receivers;

    private int receiverCount;

    Outbox(int ranks) {
        oldest = new @Nullable Outgoing[ranks];
        newest = new @Nullable Outgoing[ranks];
        receivers = new int[ranks];
    }

    /** Sends as much of the message as there is room for, and the rest later. */
    void send(Outgoing outgoing) {
        int receiver = outgoing.destination();
        Outgoing before = newest[receiver];
        if (before != null) {
            before.next = outgoing;
            newest[receiver] = outgoing;
        } else if (!outgoing.advance()) {
            oldest[receiver] = outgoing;
            newest[receiver] = outgoing;
            receivers[receiverCount++] = receiver;
        }
    }

    void advance() {
        for (int i = 0; i < receiverCount; ) {
            int receiver = receivers[i];
            if (advance(receiver)) {
                receivers[i] = receivers[--receiverCount];
            } else {
                i++;
            }
        }
    }

    /** True if nothing is left for that receiver. */
    private boolean advance(int receiver) {
        Outgoing first = oldest[receiver];
        while (first != null && first.advance()) {
            Outgoing next = first.next;
            first.next = null;
            first = next;
        }
        oldest[receiver] = first;
        if (first == null) {
            newest[receiver] = null;
        }
        return first == null;
    }
}
