package dev.weft.collectives;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The messages on their way to one rank. Senders push onto one stack; the receiver takes the whole stack at once, turns
 * it round and sorts it by source, so that messages of one source stay in the order in which they were sent.
 */
final class Inbox {
    private final AtomicReference<@Nullable Message> arrived = new AtomicReference<>();
    private final AtomicLongArray unreadBytes;

    private final @Nullable Message[] first;
    private final @Nullable Message[] last;

    Inbox(int groupSize) {
        unreadBytes = new AtomicLongArray(groupSize);
        first = new @Nullable Message[groupSize];
        last = new @Nullable Message[groupSize];
    }

    /** Claims room for a copy; false if too much of this source lies unread. Called by the source only. */
    boolean claim(int source, long bytes, long limit) {
        if (unreadBytes.get(source) + bytes > limit) {
            return false;
        }
        unreadBytes.addAndGet(source, bytes);
        return true;
    }

    void put(Message message) {
        Message top;
        do {
            top = arrived.get();
            message.next = top;
        } while (!arrived.compareAndSet(top, message));
    }

    /**
     * Takes out the oldest message of this source and tag, or null if there is none. Called by the receiver only, as is
     * the rest.
     */
    @Nullable
    Message take(int source, int tag) {
        sortArrived();
        Message before = null;
        for (Message message = first[source]; message != null; message = message.next) {
            if (message.tag == tag) {
                unlink(source, before, message);
                return message;
            }
            before = message;
        }
        return null;
    }

    void release(Message message) {
        if (message.claimedBytes > 0) {
            unreadBytes.addAndGet(message.source, -message.claimedBytes);
        }
        message.markTaken();
    }

    private void sortArrived() {
        if (arrived.getAcquire() == null) {
            return;
        }
        Message oldest = reversed(arrived.getAndSet(null));
        while (oldest != null) {
            Message next = oldest.next;
            append(oldest);
            oldest = next;
        }
    }

    private static @Nullable Message reversed(@Nullable Message newest) {
        Message done = null;
        Message message = newest;
        while (message != null) {
            Message next = message.next;
            message.next = done;
            done = message;
            message = next;
        }
        return done;
    }

    private void append(Message message) {
        message.next = null;
        Message tail = last[message.source];
        if (tail == null) {
            first[message.source] = message;
        } else {
            tail.next = message;
        }
        last[message.source] = message;
    }

    private void unlink(int source, @Nullable Message before, Message message) {
        if (before == null) {
            first[source] = message.next;
        } else {
            before.next = message.next;
        }
        if (last[source] == message) {
            last[source] = before;
        }
        message.next = null;
    }
}
