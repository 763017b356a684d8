package dev.weft.collectives;

import java.util.List;

/**
 * One rank's messages to and from single other ranks.
 *
 * <pre>
 *   eager   up to 64 KiB, and everything to oneself: copied, the sender goes on at once
 *   lent    longer, or with 1 MiB from this sender unread: the receiver copies from the sender's array
 * </pre>
 */
final class PointToPoint {
    private static final int EAGER_BYTES = 64 << 10;
    private static final int UNREAD_BYTES = 1 << 20;

    /** What a message takes beside its elements, so that even empty ones are bounded. */
    private static final int MESSAGE_BYTES = 64;

    /** Messages whose buffers are used again. */
    private static final int KEPT_MESSAGES = 16;

    private final MemoryMember mine;
    private final List<MemoryMember> members;
    private final Failure failure;
    private final Waiting waiting;
    private final Meter meter;
    private final FencedCopy copies;
    private final Message lent = new Message();
    private final Message[] kept = new Message[KEPT_MESSAGES];
    private int nextKept;

    PointToPoint(MemoryMember mine, List<MemoryMember> members, Failure failure, Waiting waiting, Meter meter) {
        this.mine = mine;
        this.members = members;
        this.failure = failure;
        this.waiting = waiting;
        this.meter = meter;
        this.copies = new FencedCopy(failure);
        for (int i = 0; i < KEPT_MESSAGES; i++) {
            kept[i] = new Message();
        }
    }

    void send(ElementType type, Object data, int offset, int count, int destination, int tag) {
        Arguments.checkArea("data", data, "offset", offset, count);
        Arguments.checkRank("destination", destination, members.size());
        Arguments.checkTag(tag);
        begin();
        Inbox inbox = members.get(destination).inbox();
        long bytes = type.bytes(count);
        long claim = MESSAGE_BYTES + bytes;
        if (destination == mine.rank()) {
            sendCopy(inbox, type, data, offset, count, tag, 0);
        } else if (bytes <= EAGER_BYTES && inbox.claim(mine.rank(), claim, UNREAD_BYTES)) {
            sendCopy(inbox, type, data, offset, count, tag, claim);
        } else {
            sendLent(inbox, type, data, offset, count, destination, tag);
        }
        mine.countMessage();
    }

    int receive(ElementType type, Object data, int offset, int capacity, int source, int tag) {
        Arguments.checkArea("data", data, "offset", offset, "capacity", capacity);
        Arguments.checkRank("source", source, members.size());
        Arguments.checkTag(tag);
        begin();
        long call = Fingerprint.withPeer(Operation.RECEIVE, type, capacity, source);
        Inbox inbox = mine.inbox();
        Message message = inbox.take(source, tag);
        if (message == null) {
            message = awaitMessage(inbox, call, source, tag);
        }
        checkFits(message, type, capacity, call);
        copyOut(message, data, offset);
        int count = message.count;
        inbox.release(message);
        mine.countMessage();
        return count;
    }

    private void begin() {
        failure.check();
        mine.runsHere();
    }

    private void sendCopy(Inbox inbox, ElementType type, Object data, int offset, int count, int tag, long claim) {
        Message message = type.bytes(count) <= EAGER_BYTES ? keptMessage() : new Message();
        message.address(mine.rank(), tag, type, count);
        message.copyIn(data, offset, claim);
        inbox.put(message);
    }

    private void sendLent(Inbox inbox, ElementType type, Object data, int offset, int count, int destination, int tag) {
        lent.address(mine.rank(), tag, type, count);
        lent.lend(data, offset);
        inbox.put(lent);
        long call = Fingerprint.withPeer(Operation.SEND, type, count, destination);
        waiting.begin(call, tag);
        while (!lent.isTaken()) {
            boolean left = members.get(destination).hasLeft();
            if (left && !lent.isTaken()) {
                throw failure.peerLeft(mine, Fingerprint.describe(call, tag), members.get(destination));
            }
            waiting.turn();
        }
        waiting.end();
    }

    /** A message whose buffer has been used before, if the receivers have given one back. */
    private Message keptMessage() {
        for (int i = 0; i < KEPT_MESSAGES; i++) {
            nextKept = (nextKept + 1) % KEPT_MESSAGES;
            if (kept[nextKept].isTaken()) {
                return kept[nextKept];
            }
        }
        return new Message();
    }

    private Message awaitMessage(Inbox inbox, long call, int source, int tag) {
        if (source == mine.rank()) {
            throw failure.wrongMessage(mine, Fingerprint.describe(call, tag), "it has sent itself no such message");
        }
        MemoryMember sender = members.get(source);
        waiting.begin(call, tag);
        while (true) {
            // Looked at before the inbox: what a rank sent, it sent before it left.
            boolean left = sender.hasLeft();
            Message message = inbox.take(source, tag);
            if (message != null) {
                waiting.end();
                return message;
            }
            if (left) {
                throw failure.peerLeft(mine, Fingerprint.describe(call, tag), sender);
            }
            waiting.turn();
        }
    }

    private void checkFits(Message message, ElementType type, int capacity, long call) {
        if (message.type != type || message.count > capacity) {
            String reason = "rank %d sent %s[%d] with this tag: type and count of a message have to fit its receiver"
                    .formatted(message.source, message.type.keyword(), message.count);
            throw failure.wrongMessage(mine, Fingerprint.describe(call, message.tag), reason);
        }
    }

    private void copyOut(Message message, Object data, int offset) {
        long bytes = message.type.bytes(message.count);
        long start = bytes > EAGER_BYTES ? System.nanoTime() : 0;
        copies.copy(message.type, message.array, message.offset, data, offset, message.count);
        copies.checkRead();
        if (bytes > EAGER_BYTES) {
            meter.workedSince(start);
        }
        if (message.source != mine.rank()) {
            meter.received(bytes);
        }
    }
}
