package dev.weft.collectives;

import org.jspecify.annotations.Nullable;

/**
 * How one rank sends to and receives from single other ranks of a {@link LaneGroup}, in its own process and in others.
 * All that the collective calls over lanes do is made of this.
 *
 * <p>Whoever waits here polls: that moves this process's part of all that is on its way, and is why nobody waits in a
 * circle. A wait ends with the fence, with the group's failure, and with what makes it hopeless: a rank that has left,
 * or one that makes another call.
 */
final class Courier {
    private static final int CALLS_TAG = -1;

    /** A wait of that length asks all ranks of other processes what they do. */
    private static final long PROBE_NANOS = 50_000_000;

    private final LaneGroup group;
    private final Lanes lanes;
    private final Port port;
    private final Failure failure;
    private final Verdict verdict;
    private final Waiting waiting;
    private final Meter meter;
    private final int rank;
    private final Receipt receipt = new Receipt();
    private final Frame frame;

    private long call;
    private int tag = CALLS_TAG;
    private LineKind kind = LineKind.CALLS;
    private ElementType type = ElementType.BYTE;
    private boolean probed;

    Courier(LaneGroup group, Lanes lanes, Port port, Failure failure, Verdict verdict, Waiting waiting) {
        this.group = group;
        this.lanes = lanes;
        this.port = port;
        this.failure = failure;
        this.verdict = verdict;
        this.waiting = waiting;
        this.meter = new Meter(waiting);
        this.rank = port.member().rank();
        this.frame = group.frame(FrameKind.MESSAGE, rank, 0);
    }

    int rank() {
        return rank;
    }

    int size() {
        return group.size();
    }

    /** The rank that is so many ranks further round. */
    int after(int distance) {
        return Math.floorMod(rank + distance, size());
    }

    Traffic traffic() {
        return meter.traffic();
    }

    /** The rank makes its next collective call. */
    void beginCall(long fingerprint, ElementType elements) {
        beginCall(fingerprint, elements, Port.NO_COUNTS);
    }

    void beginCall(long fingerprint, ElementType elements, int[] counts) {
        begin(LineKind.CALLS, fingerprint, CALLS_TAG, elements);
        frame.call = port.enters(fingerprint, counts);
        frame.fingerprint = fingerprint;
    }

    /** The rank sends or receives a message of its own. */
    void beginMail(long fingerprint, int withTag, ElementType elements) {
        begin(LineKind.MAIL, fingerprint, withTag, elements);
        frame.call = 0;
        frame.fingerprint = 0;
    }

    private void begin(LineKind line, long fingerprint, int withTag, ElementType elements) {
        failure.check();
        port.member().runsHere();
        kind = line;
        call = fingerprint;
        tag = withTag;
        type = elements;
        probed = false;
        frame.line = line;
        frame.tag = withTag;
        frame.type = elements;
    }

    /** Looks at the fence in the middle of work that doesn't wait. */
    void check() {
        failure.check();
    }

    void send(int destination, Object array, int offset, int count) {
        Parcel lent = startSend(destination, array, offset, count);
        if (lent != null) {
            awaitTaken(lent, destination);
        }
        port.member().countMessage();
    }

    /** Returns when a long message that was just sent has been received. */
    void awaitReceived(int destination) {
        SendWindow window = port.window(kind, destination);
        if (window == null) {
            return;
        }
        window.sentLong();
        beginWait();
        while (!window.isLongReceived()) {
            boolean gone = group.view(destination).hasGivenItsLastCredit();
            if (gone && !window.isLongReceived()) {
                throw peerLeft(destination);
            }
            turn();
        }
        endWait();
    }

    /** The elements of the next message, which in a collective call must be as many as there is room for. */
    int receive(int source, Object array, int offset, int capacity) {
        Line line = port.line(kind, source);
        try {
            post(line, source, array, offset, capacity);
            if (source == rank && !receipt.isDone()) {
                throw nothingToOneself();
            }
            awaitReceipt(line, source);
        } finally {
            withdraw(line);
        }
        return finish(source, capacity);
    }

    /** Sends and receives at once: neither waits for the other. */
    void exchange(
            int destination,
            Object send,
            int sendOffset,
            int sendCount,
            int source,
            Object receive,
            int receiveOffset,
            int receiveCount) {
        Line line = port.line(kind, source);
        try {
            post(line, source, receive, receiveOffset, receiveCount);
            Parcel lent = startSend(destination, send, sendOffset, sendCount);
            awaitReceipt(line, source);
            if (lent != null) {
                awaitTaken(lent, destination);
            }
        } finally {
            withdraw(line);
        }
        finish(source, receiveCount);
    }

    /** To oneself: a copy, whatever the length. */
    void keep(Object array, int offset, int count) {
        port.line(kind, rank).keep(tag, type, array, offset, count);
        port.member().countMessage();
    }

    private void post(Line line, int source, Object array, int offset, int capacity) {
        receipt.wish(kind, tag, frame.call, frame.fingerprint);
        receipt.into(type, array, offset, capacity);
        line.post(receipt);
        if (!group.isLocal(source)) {
            group.giveCredit(line, kind, source, rank);
        }
    }

    private void withdraw(Line line) {
        if (!receipt.isDone()) {
            line.withdraw(receipt);
        }
    }

    private int finish(int source, int capacity) {
        failure.check();
        boolean complete = kind == LineKind.MAIL || receipt.cameCount == capacity;
        if (!receipt.fits() || !complete) {
            throw misfit(source, capacity);
        }
        count(source);
        port.member().countMessage();
        return receipt.cameCount;
    }

    private void count(int source) {
        long bytes = type.bytes(receipt.cameCount);
        if (!group.isLocal(source)) {
            meter.receivedOverLanes(bytes);
        } else if (source != rank) {
            meter.received(bytes);
        }
    }

    private @Nullable Parcel startSend(int destination, Object array, int offset, int count) {
        if (group.isLocal(destination)) {
            Line line = group.port(destination).line(kind, rank);
            return line.offer(tag, frame.call, frame.fingerprint, type, array, offset, count);
        }
        sendFrames(destination, array, offset, count);
        return null;
    }

    private void sendFrames(int destination, Object array, int offset, int count) {
        OutLane lane = lanes.dataLane(group.placement().worker(destination));
        SendWindow window = windowTo(destination);
        int longest = type.countIn(window.longestFrame(lane.longestElements()));
        frame.kind = FrameKind.MESSAGE;
        frame.destination = destination;
        frame.count = count;
        int sent = 0;
        do {
            int elements = Math.min(longest, count - sent);
            awaitRoom(window, type.bytes(elements), destination);
            awaitOffered(lane, array, offset + sent, elements);
            window.spend(type.bytes(elements));
            sent += elements;
            frame.kind = FrameKind.MORE;
        } while (sent < count);
    }

    private SendWindow windowTo(int destination) {
        SendWindow window = port.window(kind, destination);
        if (window == null) {
            throw new AssertionError("rank " + destination + " lives in this process");
        }
        return window;
    }

    private void awaitRoom(SendWindow window, long bytes, int destination) {
        if (window.hasRoom(bytes)) {
            return;
        }
        lanes.meter().creditWaits.increment();
        beginWait();
        while (!window.hasRoom(bytes)) {
            boolean gone = group.view(destination).hasGivenItsLastCredit();
            if (gone && !window.hasRoom(bytes)) {
                throw peerLeft(destination);
            }
            turn();
        }
        endWait();
    }

    private void awaitOffered(OutLane lane, Object array, int offset, int count) {
        if (lane.offer(frame, type, array, offset, count)) {
            return;
        }
        beginWait();
        while (!lane.offer(frame, type, array, offset, count)) {
            turn();
        }
        endWait();
    }

    private void awaitTaken(Parcel lent, int destination) {
        if (lent.isTaken()) {
            return;
        }
        beginWait();
        while (!lent.isTaken()) {
            boolean left = group.view(destination).hasLeft();
            if (left && !lent.isTaken()) {
                throw peerLeft(destination);
            }
            turn();
        }
        endWait();
    }

    private void awaitReceipt(Line line, int source) {
        if (receipt.isDone()) {
            return;
        }
        beginWait();
        while (!receipt.isDone()) {
            // Looked at before the receipt: what a rank sent, it sent before it left.
            boolean left = group.view(source).hasLeft();
            if (kind == LineKind.MAIL && left && !receipt.isDone() && !line.isArriving()) {
                throw peerLeft(source);
            }
            turn();
        }
        endWait();
    }

    private void beginWait() {
        waiting.begin(call, kind == LineKind.MAIL ? tag : Fingerprint.NO_TAG);
    }

    private void endWait() {
        waiting.end();
        receipt.wakes(null);
    }

    private void turn() {
        if (lanes.poll() > 0) {
            waiting.moved();
            return;
        }
        waiting.turn();
        if (waiting.isLong()) {
            receipt.wakes(Thread.currentThread());
            if (kind == LineKind.CALLS) {
                lookAround();
            }
        }
    }

    /** Finds what makes a collective call hopeless, whichever rank it is that this one waits for. */
    private void lookAround() {
        long number = port.call();
        for (int peer = 0; peer < size(); peer++) {
            long theirs = theirCall(peer, number);
            if (theirs != call) {
                throw differentCalls(peer, theirs);
            }
            if (peer != rank && group.view(peer).leftBefore(number)) {
                throw peerLeft(peer);
            }
        }
        if (!probed && waiting.waitedNanos() >= PROBE_NANOS) {
            probed = true;
            probe();
        }
    }

    private long theirCall(int peer, long number) {
        if (group.isLocal(peer)) {
            Port.Entered theirs = group.port(peer).entered();
            return theirs.call() == number ? theirs.fingerprint() : call;
        }
        long told = group.view(peer).fingerprintIn(number, call);
        return told == call ? port.line(LineKind.CALLS, peer).fingerprintIn(number, call) : told;
    }

    /** Tells the others which call this is: one that waits in another has nothing from this rank to see it by. */
    private void probe() {
        for (int endpoint = 0; endpoint < group.placement().workers(); endpoint++) {
            if (group.isElsewhere(endpoint)) {
                Frame told = group.frame(FrameKind.PROBE, rank, 0);
                told.call = port.call();
                told.fingerprint = call;
                lanes.post(endpoint, LaneKind.CONTROL, Letter.of(told));
            }
        }
    }

    private CollectiveMismatchException peerLeft(int peer) {
        return verdict.reached(failure.peerLeftText(port.member(), myCall(), peer));
    }

    /** What came isn't what the call needs. */
    private CollectiveMismatchException misfit(int source, int capacity) {
        if (kind == LineKind.MAIL) {
            String reason = "rank %d sent %s[%d] with this tag: type and count of a message have to fit its receiver"
                    .formatted(source, receipt.cameType.keyword(), receipt.cameCount);
            return verdict.reached(failure.wrongMessageText(port.member(), myCall(), reason));
        }
        if (receipt.cameFingerprint != call || receipt.cameCall != frame.call) {
            return differentCalls(source, receipt.cameFingerprint);
        }
        String text = Fingerprint.describe(call);
        String mine = "%s with receiveCounts[%d]=%d".formatted(text, source, capacity);
        String theirs = "%s with sendCounts[%d]=%d".formatted(text, rank, receipt.cameCount);
        Port.Site site = verdict.ask(port, source);
        return verdict.reached(failure.differentCallsText(port.member(), mine, source, theirs, site::text));
    }

    private CollectiveMismatchException differentCalls(int peer, long theirs) {
        Port.Site site = verdict.ask(port, peer);
        String mine = Fingerprint.describe(call);
        String text = Fingerprint.describe(theirs);
        int differing = site.differingIndex();
        if (differing >= 0 && Fingerprint.sameOperationAndType(call, theirs)) {
            mine += " with counts[" + differing + "]=" + port.entered().counts()[differing];
            text += " with counts[" + differing + "]=" + site.differingCount();
        }
        return verdict.reached(failure.differentCallsText(port.member(), mine, peer, text, site::text));
    }

    private String myCall() {
        return Fingerprint.describe(call, kind == LineKind.MAIL ? tag : Fingerprint.NO_TAG);
    }

    /** The receiver of a message to oneself can't wait for it. */
    private CollectiveMismatchException nothingToOneself() {
        return verdict.reached(failure.wrongMessageText(port.member(), myCall(), "it has sent itself no such message"));
    }
}
