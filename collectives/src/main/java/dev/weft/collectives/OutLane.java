package dev.weft.collectives;

import dev.weft.collectives.algorithm.Elements;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The sending end of a lane. Several ranks' threads share it, one at a time: the lock keeps the frames' numbers in
 * order, and the memory mapped until it is written.
 */
final class OutLane {
    private static final int PARTS = 8;
    private static final byte[] NOTHING = {};
    private static final long SMALLEST_PART = 16 << 10;

    private final ExclusivePublication publication;
    private final @Nullable PayloadRing ring;
    private final int token;
    private final LaneMeter meter;
    private final BufferClaim claim = new BufferClaim();
    private long nextSequence;
    private long framesSent;
    private long bytesSent;
    private boolean closed;
    private volatile String fault = "";

    /**
     * @param ring for long frames' elements, or null if they go by the lane
     * @param token of its frames
     */
    OutLane(ExclusivePublication publication, @Nullable PayloadRing ring, int token, LaneMeter meter) {
        this.publication = publication;
        this.token = token;
        this.ring = ring;
        this.meter = meter;
    }

    /**
     * How many bytes of elements a frame carries. Where the receiver reads one frame while the next is written, frames
     * are a part of the message.
     */
    int longestElements(long messageBytes) {
        return ring != null
                ? (int) Math.clamp(messageBytes / PARTS & -SMALLEST_PART, SMALLEST_PART, PayloadRing.LONGEST_BYTES)
                : (publication.maxPayloadLength() - Frame.HEADER_BYTES) & -Long.BYTES;
    }

    boolean isConnected() {
        return publication.isConnected();
    }

    /** Why nothing can be sent any more, or "". */
    String fault() {
        return fault;
    }

    /** The same of a frame without elements. */
    boolean offer(Frame frame) {
        return offer(frame, ElementType.BYTE, NOTHING, 0, 0);
    }

    /** Sends a frame with these elements behind it; false if it has to be tried again later. */
    synchronized boolean offer(Frame frame, ElementType type, Object array, int offset, int count) {
        int elementBytes = (int) type.bytes(count);
        PayloadRing beside = elementBytes < PayloadRing.SHORTEST_BYTES ? null : ring;
        if (closed || (beside != null && !beside.hasRoom(elementBytes))) {
            return false;
        }
        frame.ringBytes = beside == null ? 0 : elementBytes;
        if (!claimed(Frame.HEADER_BYTES + (beside == null ? elementBytes : 0))) {
            return false;
        }
        MutableDirectBuffer buffer = claim.buffer();
        frame.token = token;
        frame.write(buffer, claim.offset());
        if (beside != null) {
            beside.write(type, array, offset, count);
        } else if (count > 0) {
            long at = OffHeap.position(buffer, claim.offset() + Frame.HEADER_BYTES);
            Elements.copyIn(type, array, offset, count, OffHeap.segment(buffer), at);
        }
        claim.reservedValue(nextSequence++);
        claim.commit();
        framesSent++;
        bytesSent += elementBytes;
        return true;
    }

    synchronized long framesSent() {
        return framesSent;
    }

    synchronized long bytesSent() {
        return bytesSent;
    }

    synchronized void close() {
        closed = true;
        publication.close();
        if (ring != null) {
            ring.close();
        }
    }

    private boolean claimed(int length) {
        long result = publication.tryClaim(length, claim);
        while (result == Publication.ADMIN_ACTION) {
            result = publication.tryClaim(length, claim);
        }
        if (result == Publication.BACK_PRESSURED) {
            meter.backPressured.increment();
        } else if (result == Publication.CLOSED) {
            fault = "its lane was closed by the media driver";
        } else if (result == Publication.MAX_POSITION_EXCEEDED) {
            fault = "its lane has reached the last position of its log (MAX_POSITION_EXCEEDED)";
        }
        return result > 0;
    }
}
