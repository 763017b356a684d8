package dev.weft.collectives;

import org.jspecify.annotations.Nullable;

/** A message that a rank sends: frames to another process, of which some may be on their way, or a loan to a rank here. */
final class Outgoing {
    private static final Object NOTHING = new Object();

    private final RankGroup group;
    private final Port port;
    private final Parcel lent = new Parcel();

    /** The message to the same receiver that comes after this one. */
    @Nullable
    Outgoing next;

    private @Nullable Frame frame;

    private int destination;
    private LineKind line = LineKind.MAIL;
    private ElementType type = ElementType.BYTE;
    private Object array = NOTHING;
    private int offset;
    private int count;
    private int sent;
    private boolean isLocal;
    private boolean begun;
    private boolean waitsForCredit;
    private boolean done = true;

    /** Long messages to another process are numbered where they go; 0 if this is none of them. */
    private int longNumber;

    Outgoing(RankGroup group, Port port) {
        this.group = group;
        this.port = port;
    }

    /** Begins a message; {@link #advance} moves it on. */
    void begin(
            LineKind kind,
            int receiver,
            int tag,
            long call,
            long fingerprint,
            ElementType elements,
            Object from,
            int first,
            int length) {
        destination = receiver;
        line = kind;
        type = elements;
        array = from;
        offset = first;
        count = length;
        sent = 0;
        begun = false;
        waitsForCredit = false;
        done = false;
        longNumber = 0;
        isLocal = group.roster().isLocal(receiver);
        if (isLocal) {
            lent.describe(tag, call, fingerprint, elements, length);
            lent.lend(from, first);
            return;
        }
        if (kind == LineKind.MAIL && elements.bytes(length) > Line.EAGER_BYTES) {
            longNumber = window().sentLong();
        }
        describe(tag, longNumber == 0 ? call : longNumber, fingerprint);
    }

    private void describe(int tag, long call, long fingerprint) {
        Frame described = frame;
        if (described == null) {
            described = group.frame(FrameKind.MESSAGE, port.member().rank(), destination);
            frame = described;
        }
        described.kind = FrameKind.MESSAGE;
        described.destination = destination;
        described.line = line;
        described.tag = tag;
        described.call = call;
        described.fingerprint = fingerprint;
        described.type = type;
        described.count = count;
    }

    int destination() {
        return destination;
    }

    boolean isLocal() {
        return isLocal;
    }

    /** True as soon as the array may be used again. */
    boolean isDone() {
        return done || (isLocal && advance());
    }

    /** True if a long message has been received; a short one counts as received when it is sent. */
    boolean isReceived() {
        return longNumber == 0 || window().hasReceived(longNumber);
    }

    /** Sends as much as there is room for; true if all is sent, or taken. */
    boolean advance() {
        if (!done) {
            done = isLocal ? lends() : sendsFrames();
            if (done) {
                array = NOTHING;
            }
        }
        return done;
    }

    private boolean lends() {
        if (!begun) {
            begun = true;
            if (group.port(destination).line(line, port.member().rank()).offer(lent)) {
                return true;
            }
        }
        return lent.isTaken();
    }

    private boolean sendsFrames() {
        OutLane lane = group.links().dataLane(group.roster().worker(destination));
        SendWindow window = window();
        Frame described = frame;
        if (described == null) {
            throw new AssertionError("begin() makes it");
        }
        int longest = type.countIn(window.longestFrame(lane.longestElements(type.bytes(count))));
        while (!begun || sent < count) {
            int elements = Math.min(longest, count - sent);
            if (!hasRoom(window, type.bytes(elements))
                    || !lane.offer(described, type, array, offset + sent, elements)) {
                return false;
            }
            begun = true;
            described.kind = FrameKind.MORE;
            window.spend(type.bytes(elements));
            sent += elements;
        }
        return true;
    }

    private boolean hasRoom(SendWindow window, long bytes) {
        boolean hasRoom = window.hasRoom(bytes);
        if (!hasRoom && !waitsForCredit) {
            group.links().creditWaits();
        }
        waitsForCredit = !hasRoom;
        return hasRoom;
    }

    private SendWindow window() {
        SendWindow window = port.window(line, destination);
        if (window == null) {
            throw new AssertionError("rank " + destination + " lives in this process");
        }
        return window;
    }
}
