package dev.weft.collectives.benchmark;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;

/** Messages to and from one other JVM, cut into as few frames as Aeron takes, and copied out of each. */
final class AeronMessages {
    /** Shorter than any message, and so a frame of its own. */
    private static final byte[] END = new byte[1];

    private static final int FRAMES_AT_ONCE = 8;

    private final ExclusivePublication out;
    private final Subscription in;
    private final BufferClaim claim = new BufferClaim();
    private final FragmentHandler copyOut = this::copyOut;
    private byte[] into = END;
    private int received;

    AeronMessages(ExclusivePublication out, Subscription in) {
        this.out = out;
        this.in = in;
    }

    void send(byte[] data) {
        int longest = out.maxPayloadLength();
        int sent = 0;
        while (sent < data.length) {
            int length = Math.min(longest, data.length - sent);
            if (isClaimed(length)) {
                claim.buffer().putBytes(claim.offset(), data, sent, length);
                claim.commit();
                sent += length;
            } else {
                Thread.onSpinWait();
            }
        }
    }

    void sendEnd() {
        send(END);
    }

    /** Waits for a message of that length; false if the end came. */
    boolean receive(byte[] data) {
        into = data;
        received = 0;
        while (received < data.length && received != END.length) {
            if (in.poll(copyOut, FRAMES_AT_ONCE) == 0) {
                Thread.onSpinWait();
            }
        }
        return received == data.length;
    }

    private void copyOut(DirectBuffer buffer, int offset, int length, Header header) {
        buffer.getBytes(offset, into, received, length);
        received += length;
    }

    private boolean isClaimed(int length) {
        long result = out.tryClaim(length, claim);
        if (result == Publication.CLOSED
                || result == Publication.NOT_CONNECTED
                || result == Publication.MAX_POSITION_EXCEEDED) {
            throw new IllegalStateException("Aeron's publication is at its end: " + Publication.errorString(result));
        }
        return result > 0;
    }
}
