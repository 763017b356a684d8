package dev.weft.collectives;

import dev.weft.collectives.algorithm.Elements;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What one rank sends another, where the receiver is. Messages keep their order. Elements go straight into the
 * receiver's array if it waits for them, else they are kept: those from other processes frame by frame, as far as the
 * sender's window goes; those from this process as a copy if they are short, else in the sender's own array.
 *
 * <p>Guarded by its monitor: the thread that polls, the receiving rank and a sending rank of this process meet here.
 */
final class Line {
    /** Messages within a process up to this length are copied, so that the sender goes on at once. */
    static final int EAGER_BYTES = 64 << 10;

    private static final long UNREAD_BYTES = 1 << 20;
    private static final int COPY_BYTES = 1 << 20;

    private final Chunks chunks;
    private final Failure failure;
    private final long creditStep;
    private @Nullable Parcel oldestUnread;
    private @Nullable Parcel newestUnread;
    private @Nullable Receipt oldestPosted;
    private @Nullable Receipt newestPosted;
    private @Nullable Parcel arriving;
    private @Nullable Parcel spare;
    private long unreadBytes;
    private long consumedBytes;
    private long creditedBytes;
    private int longsReceived;
    private int longsCredited;
    private boolean creditIsDue;
    private boolean closed;

    /** Used again for each credit, unless it waits for room. */
    private @Nullable Frame credit;

    Line(Chunks chunks, Failure failure, long window) {
        this.chunks = chunks;
        this.failure = failure;
        this.creditStep = SendWindow.creditStep(window);
    }

    /** A frame has come from another process; false if it can't belong here. */
    synchronized boolean arrive(Frame frame, MemorySegment bytes, long at, int elements) {
        if (frame.kind == FrameKind.MESSAGE) {
            if (arriving != null) {
                return false;
            }
            begin(newParcel(frame.tag, frame.call, frame.fingerprint, frame.type, frame.count));
        }
        Parcel parcel = arriving;
        if (parcel == null || elements > parcel.count - parcel.arrived || frame.type != parcel.type) {
            return false;
        }
        append(parcel, bytes, at, elements);
        return true;
    }

    /**
     * A rank of this process sends what it has described in the parcel, and lends; true if the message is here, else it
     * lends until that is taken.
     */
    synchronized boolean offer(Parcel lent) {
        Receipt receipt = firstPosted(lent);
        if (receipt != null) {
            hand(lent, receipt);
            return true;
        }
        long bytes = lent.type.bytes(lent.count) + SendWindow.FRAME_BYTES;
        boolean isShort = lent.type.bytes(lent.count) <= EAGER_BYTES && unreadBytes + bytes <= UNREAD_BYTES;
        if (!closed) {
            add(isShort ? copyOf(lent) : lent);
        }
        return isShort;
    }

    /** A message to oneself, which is never lent. */
    synchronized void keep(int tag, ElementType type, Object array, int offset, int count) {
        Parcel parcel = newParcel(tag, 0, 0, type, count);
        if (type.bytes(count) <= EAGER_BYTES) {
            keepCopy(parcel, array, offset);
        } else {
            Object copy = type.newArray(count);
            Elements.copy(type, array, offset, copy, 0, count);
            parcel.lend(copy, 0);
        }
        Receipt receipt = firstPosted(parcel);
        if (receipt != null) {
            hand(parcel, receipt);
        } else {
            add(parcel);
        }
    }

    /** The receiver wants a message: the oldest that fits the wish, or the next to come. */
    synchronized void post(Receipt receipt) {
        Parcel before = null;
        for (Parcel parcel = oldestUnread; parcel != null; parcel = parcel.next) {
            if (receipt.wants(parcel)) {
                remove(parcel, before);
                hand(parcel, receipt);
                return;
            }
            before = parcel;
        }
        Receipt newest = newestPosted;
        if (newest == null) {
            oldestPosted = receipt;
        } else {
            newest.next = receipt;
        }
        newestPosted = receipt;
        passOver();
    }

    /**
     * The receiver waits for a message behind others that it doesn't want yet: these are kept beyond the window, or what
     * it waits for would never come.
     */
    private void passOver() {
        for (Parcel parcel = oldestUnread; parcel != null; parcel = parcel.next) {
            for (Chunk chunk = parcel.firstChunk; chunk != null; chunk = chunk.next) {
                credit(parcel, chunk);
            }
        }
    }

    private void credit(Parcel parcel, Chunk chunk) {
        if (!chunk.credited) {
            chunk.credited = true;
            consumed(parcel, chunk.elements);
        }
    }

    private void consumed(Parcel parcel, int elements) {
        consumedBytes += parcel.type.bytes(elements) + SendWindow.FRAME_BYTES;
        countCredit();
    }

    /** The receiver gives a wish up: nothing more is written into its array. */
    synchronized void withdraw(Receipt receipt) {
        unpost(receipt);
        Parcel coming = arriving;
        if (coming != null && coming.receipt == receipt) {
            coming.receipt = null;
        }
        receipt.finish();
    }

    /** What is kept from other processes, with what its frames take. */
    synchronized long unreadBytes() {
        return unreadBytes;
    }

    /** True while frames of a message are still to come. */
    synchronized boolean isArriving() {
        return arriving != null;
    }

    /** The receiver has ended: nothing is kept any more. */
    synchronized void close() {
        closed = true;
        oldestUnread = null;
        newestUnread = null;
    }

    /** A look without the monitor, for the thread that has just brought or taken something. */
    boolean isCreditDue() {
        return creditIsDue;
    }

    private void countCredit() {
        creditIsDue = longsReceived != longsCredited || consumedBytes - creditedBytes >= creditStep;
    }

    /** Tells the sender how far it may go on, if that is due: at once if its lane has room, else as soon as it has. */
    synchronized void giveCredit(RankGroup group, LineKind kind, int source, int receiver) {
        if (!creditIsDue) {
            return;
        }
        creditIsDue = false;
        longsCredited = longsReceived;
        creditedBytes = consumedBytes;
        Frame told = credit;
        if (told == null) {
            told = group.frame(FrameKind.CREDIT, receiver, source);
            told.line = kind;
        }
        told.call = consumedBytes;
        told.tag = longsReceived;
        boolean isSent =
                group.links().controlLane(group.roster().worker(source)).offer(told);
        credit = isSent ? told : null;
        if (!isSent) {
            group.links().post(group.roster().worker(source), LaneKind.CONTROL, Letter.of(told));
        }
    }

    /** The fingerprint of an unread message of this call if it is another one than that, else the same. */
    synchronized long fingerprintIn(long call, long otherwise) {
        for (Parcel parcel = oldestUnread; parcel != null; parcel = parcel.next) {
            if (parcel.call == call && parcel.fingerprint != otherwise) {
                return parcel.fingerprint;
            }
        }
        return otherwise;
    }

    private Parcel newParcel(int tag, long call, long fingerprint, ElementType type, int count) {
        Parcel parcel = spare;
        if (parcel == null) {
            parcel = new Parcel();
        } else {
            spare = parcel.next;
        }
        parcel.describe(tag, call, fingerprint, type, count);
        return parcel;
    }

    /** A parcel of this line's own that nobody looks at any more. */
    private void release(Parcel parcel) {
        parcel.receipt = null;
        parcel.next = spare;
        spare = parcel;
    }

    private void add(Parcel parcel) {
        Parcel newest = newestUnread;
        if (newest == null) {
            oldestUnread = parcel;
        } else {
            newest.next = parcel;
        }
        newestUnread = parcel;
    }

    private void remove(Parcel parcel, @Nullable Parcel before) {
        if (before == null) {
            oldestUnread = parcel.next;
        } else {
            before.next = parcel.next;
        }
        if (parcel == newestUnread) {
            newestUnread = before;
        }
        parcel.next = null;
    }

    /** Takes the first wish that this message meets. */
    private @Nullable Receipt firstPosted(Parcel parcel) {
        for (Receipt receipt = oldestPosted; receipt != null; receipt = receipt.next) {
            if (receipt.wants(parcel)) {
                unpost(receipt);
                return receipt;
            }
        }
        return null;
    }

    private void unpost(Receipt receipt) {
        Receipt before = null;
        for (Receipt each = oldestPosted; each != null; each = each.next) {
            if (each == receipt) {
                if (before == null) {
                    oldestPosted = each.next;
                } else {
                    before.next = each.next;
                }
                if (each == newestPosted) {
                    newestPosted = before;
                }
                each.next = null;
                return;
            }
            before = each;
        }
    }

    private void begin(Parcel parcel) {
        arriving = parcel;
        Receipt receipt = firstPosted(parcel);
        if (receipt != null) {
            hand(parcel, receipt);
        } else if (!closed) {
            add(parcel);
        }
    }

    private void append(Parcel parcel, MemorySegment bytes, long at, int elements) {
        parcel.arrived += elements;
        Receipt receipt = parcel.receipt;
        if (receipt != null) {
            place(parcel, receipt, bytes, at, elements);
            consumed(parcel, elements);
        } else if (!closed) {
            store(parcel, bytes, at, elements);
        }
        if (parcel.isComplete()) {
            arriving = null;
            if (receipt != null) {
                complete(parcel, receipt);
            }
        }
    }

    /** From now on the parcel's elements go into the receipt's array, those that are here at once. */
    private void hand(Parcel parcel, Receipt receipt) {
        if (!receipt.accept(parcel)) {
            parcel.markTaken();
            receipt.finish();
            return;
        }
        if (parcel.isLent()) {
            takeLent(parcel, receipt);
            return;
        }
        unpack(parcel, receipt);
        if (parcel.isComplete() && (parcel.count > 0 || arriving != parcel)) {
            complete(parcel, receipt);
        } else {
            parcel.receipt = receipt;
        }
    }

    /** Looks at the fence between two stretches, and at the end: a sender that it drove out uses its array again. */
    private void takeLent(Parcel parcel, Receipt receipt) {
        int longest = parcel.type.countIn(COPY_BYTES);
        for (int done = 0; done < parcel.count && !failure.isOver(); ) {
            int length = Math.min(longest, parcel.count - done);
            Elements.copy(
                    parcel.type, parcel.lent(), parcel.lentOffset() + done, receipt.array, receipt.place(), length);
            receipt.placed(length);
            done += length;
        }
        VarHandle.acquireFence();
        parcel.markTaken();
        receipt.finish();
    }

    private void complete(Parcel parcel, Receipt receipt) {
        if (receipt.line == LineKind.MAIL && parcel.type.bytes(parcel.count) > EAGER_BYTES) {
            // Who waits for one has sent nothing behind it: only the latest matters.
            longsReceived = Math.max(longsReceived, (int) parcel.call);
            countCredit();
        }
        receipt.finish();
        release(parcel);
    }

    private void unpack(Parcel parcel, Receipt receipt) {
        for (Chunk chunk = parcel.unkeep(); chunk != null; chunk = parcel.unkeep()) {
            place(parcel, receipt, chunk.bytes, 0, chunk.elements);
            credit(parcel, chunk);
            unreadBytes -= parcel.type.bytes(chunk.elements) + SendWindow.FRAME_BYTES;
            chunks.giveBack(chunk);
        }
    }

    private static void place(Parcel parcel, Receipt receipt, MemorySegment bytes, long at, int elements) {
        if (elements > 0) {
            Elements.copyOut(parcel.type, bytes, at, receipt.array, receipt.place(), elements);
            receipt.placed(elements);
        }
    }

    private void store(Parcel parcel, MemorySegment bytes, long at, int elements) {
        int length = (int) parcel.type.bytes(elements);
        Chunk chunk = chunks.take(length);
        MemorySegment.copy(bytes, at, chunk.bytes, 0, length);
        keep(parcel, chunk, elements, length);
        if (oldestPosted != null) {
            credit(parcel, chunk);
        }
    }

    private void keep(Parcel parcel, Chunk chunk, int elements, int length) {
        chunk.elements = elements;
        chunk.credited = false;
        parcel.keep(chunk);
        unreadBytes += length + SendWindow.FRAME_BYTES;
    }

    private Parcel copyOf(Parcel lent) {
        Parcel copy = newParcel(lent.tag, lent.call, lent.fingerprint, lent.type, lent.count);
        keepCopy(copy, lent.lent(), lent.lentOffset());
        return copy;
    }

    private void keepCopy(Parcel parcel, Object array, int offset) {
        int length = (int) parcel.type.bytes(parcel.count);
        Chunk chunk = chunks.take(length);
        Elements.copyIn(parcel.type, array, offset, parcel.count, chunk.bytes, 0);
        parcel.arrived = parcel.count;
        keep(parcel, chunk, parcel.count, length);
    }
}
