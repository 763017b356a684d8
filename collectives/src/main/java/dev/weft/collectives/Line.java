package dev.weft.collectives;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
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
    private static final byte[] NO_BYTES = {};

    private final Chunks chunks;
    private final FencedCopy copies;
    private final long creditStep;
    private final ArrayDeque<Parcel> unread = new ArrayDeque<>();
    private final UnsafeBuffer view = new UnsafeBuffer(NO_BYTES);
    private @Nullable Receipt posted;
    private @Nullable Parcel arriving;
    private long unreadBytes;
    private long consumedBytes;
    private long creditedBytes;
    private int longsReceived;
    private int longsCredited;
    private boolean closed;

    Line(Chunks chunks, Failure failure, long window) {
        this.chunks = chunks;
        this.copies = new FencedCopy(failure);
        this.creditStep = SendWindow.creditStep(window);
    }

    /** A frame has come from another process; false if it can't belong here. */
    synchronized boolean arrive(Frame frame, DirectBuffer buffer, int at, int elements) {
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
        append(parcel, buffer, at, elements);
        return true;
    }

    /** A rank of this process sends; null if the message is here, else what it lends until that is taken. */
    synchronized @Nullable Parcel offer(
            int tag, long call, long fingerprint, ElementType type, Object array, int offset, int count) {
        Parcel parcel = newParcel(tag, call, fingerprint, type, count);
        parcel.lend(array, offset);
        Receipt receipt = posted;
        if (receipt != null && receipt.wants(parcel)) {
            posted = null;
            hand(parcel, receipt);
            return null;
        }
        long bytes = type.bytes(count) + SendWindow.FRAME_BYTES;
        boolean isShort = type.bytes(count) <= EAGER_BYTES && unreadBytes + bytes <= UNREAD_BYTES;
        if (!closed) {
            unread.add(isShort ? copyOf(parcel) : parcel);
        }
        return isShort ? null : parcel;
    }

    /** A message to oneself, which is never lent. */
    synchronized void keep(int tag, ElementType type, Object array, int offset, int count) {
        Parcel parcel = newParcel(tag, 0, 0, type, count);
        Object copy = type.newArray(count);
        System.arraycopy(array, offset, copy, 0, count);
        parcel.lend(copy, 0);
        unread.add(parcel);
    }

    /** The receiver wants a message: the oldest that fits the wish, or the next to come. */
    synchronized void post(Receipt receipt) {
        for (Iterator<Parcel> oldest = unread.iterator(); oldest.hasNext(); ) {
            Parcel parcel = oldest.next();
            if (receipt.wants(parcel)) {
                oldest.remove();
                hand(parcel, receipt);
                return;
            }
        }
        posted = receipt;
    }

    /** The receiver leaves its call: nothing more is written into its array. */
    synchronized void withdraw(Receipt receipt) {
        posted = null;
        if (arriving != null && arriving.receipt != null) {
            arriving.receipt = null;
        }
        receipt.finish();
    }

    /** True while frames of a message are still to come. */
    synchronized boolean isArriving() {
        return arriving != null;
    }

    /** The receiver has ended: nothing is kept any more. */
    synchronized void close() {
        closed = true;
        unread.clear();
    }

    synchronized boolean isCreditDue() {
        return longsReceived != longsCredited || consumedBytes - creditedBytes >= creditStep;
    }

    /** Fills in how far the sender may go on; false if it needn't be told yet. */
    synchronized boolean creditDue(Frame credit) {
        if (!isCreditDue()) {
            return false;
        }
        longsCredited = longsReceived;
        creditedBytes = consumedBytes;
        credit.call = consumedBytes;
        credit.tag = longsReceived;
        return true;
    }

    /** The fingerprint of an unread message of this call if it is another one than that, else the same. */
    synchronized long fingerprintIn(long call, long otherwise) {
        for (Parcel parcel : unread) {
            if (parcel.call == call && parcel.fingerprint != otherwise) {
                return parcel.fingerprint;
            }
        }
        return otherwise;
    }

    private static Parcel newParcel(int tag, long call, long fingerprint, ElementType type, int count) {
        var parcel = new Parcel();
        parcel.describe(tag, call, fingerprint, type, count);
        return parcel;
    }

    private void begin(Parcel parcel) {
        arriving = parcel;
        Receipt receipt = posted;
        if (receipt != null && receipt.wants(parcel)) {
            posted = null;
            hand(parcel, receipt);
        } else if (!closed) {
            unread.add(parcel);
        }
    }

    private void append(Parcel parcel, DirectBuffer buffer, int at, int elements) {
        parcel.arrived += elements;
        Receipt receipt = parcel.receipt;
        if (receipt != null) {
            place(parcel, receipt, buffer, at, elements);
        } else if (!closed) {
            store(parcel, buffer, at, elements);
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
            copies.copy(parcel.type, parcel.lent(), parcel.lentOffset(), receipt.array, receipt.next(), parcel.count);
            receipt.placed(parcel.count);
            parcel.markTaken();
            receipt.finish();
            return;
        }
        unpack(parcel, receipt);
        if (parcel.isComplete() && (parcel.count > 0 || arriving != parcel)) {
            complete(parcel, receipt);
        } else {
            parcel.receipt = receipt;
        }
    }

    private void complete(Parcel parcel, Receipt receipt) {
        if (parcel.type.bytes(parcel.count) > EAGER_BYTES) {
            longsReceived++;
        }
        receipt.finish();
    }

    private void unpack(Parcel parcel, Receipt receipt) {
        while (!parcel.kept.isEmpty()) {
            byte[] chunk = parcel.kept.remove();
            int elements = parcel.keptCounts.remove();
            view.wrap(chunk);
            long bytes = parcel.type.bytes(elements) + SendWindow.FRAME_BYTES;
            place(parcel, receipt, view, 0, elements);
            unreadBytes -= bytes;
            chunks.giveBack(chunk);
        }
    }

    private void place(Parcel parcel, Receipt receipt, DirectBuffer buffer, int at, int elements) {
        if (elements > 0) {
            OffHeap.copyOut(parcel.type, buffer, at, receipt.array, receipt.next(), elements);
            receipt.placed(elements);
        }
        consumedBytes += parcel.type.bytes(elements) + SendWindow.FRAME_BYTES;
    }

    private void store(Parcel parcel, DirectBuffer buffer, int at, int elements) {
        int bytes = (int) parcel.type.bytes(elements);
        byte[] chunk = chunks.take(bytes);
        buffer.getBytes(at, chunk, 0, bytes);
        parcel.kept.add(chunk);
        parcel.keptCounts.add(elements);
        unreadBytes += bytes + SendWindow.FRAME_BYTES;
    }

    private Parcel copyOf(Parcel lent) {
        Parcel copy = newParcel(lent.tag, lent.call, lent.fingerprint, lent.type, lent.count);
        int bytes = (int) lent.type.bytes(lent.count);
        byte[] chunk = chunks.take(bytes);
        view.wrap(chunk);
        OffHeap.copyIn(lent.type, lent.lent(), lent.lentOffset(), lent.count, view, 0);
        copy.arrived = lent.count;
        copy.kept.add(chunk);
        copy.keptCounts.add(lent.count);
        unreadBytes += bytes + SendWindow.FRAME_BYTES;
        return copy;
    }
}
