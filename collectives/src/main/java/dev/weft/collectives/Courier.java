package dev.weft.collectives;

import dev.weft.collectives.algorithm.Elements;
import dev.weft.collectives.algorithm.Folding;
import dev.weft.collectives.algorithm.Wire;
import dev.weft.collectives.recovery.Decision;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * How one rank sends to and receives from single other ranks, in its own process and in others. All that algorithms do
 * with messages is made of this.
 *
 * <p>Whoever waits here polls: that moves this process's part of all that is on its way, and is why nobody waits in a
 * circle. A wait ends with the fence, with the group's end, and with what makes it hopeless: a rank that has left, or
 * one that makes another call.
 */
final class Courier implements Wire {
    static final int CALLS_TAG = -1;
    private static final int COPY_BYTES = 1 << 20;

    private final RankGroup group;
    private final Links links;
    private final Port port;
    private final Failure failure;
    private final CallWatch watch;
    private final CallRecorder recorder;
    private final Waiting waiting;
    private final Meter meter;
    private final int rank;
    private final int size;

    private final Folding folding = new Folding();

    /** One for each rank that calls exchange messages with, made when it is needed. */
    private final @Nullable Receipt[] receipts;

    private final @Nullable Outgoing[] outgoings;
    private final Receipt[] awaited;
    private final Outgoing[] sending;
    private int awaitedCount;
    private int sendingCount;

    private final Receipt mailReceipt = new Receipt();
    private final Outgoing mailOutgoing;

    /** Messages of the rank's own to other processes that are not sent yet. */
    private final Outbox outbox;

    private long call;

    /** Of the rank's collective calls, or of its messages. */
    private long number;

    private long messages;
    private int tag = CALLS_TAG;
    private LineKind kind = LineKind.CALLS;
    private ElementType type = ElementType.BYTE;
    private Op op = Op.SUM;

    /** The rank whose message, or reading, a wait outside of collective calls is for. */
    private int waitsFor;

    Courier(RankGroup group, Port port, Failure failure, Verdict verdict, Waiting waiting, CallRecorder recorder) {
        this.group = group;
        this.links = group.links();
        this.port = port;
        this.failure = failure;
        this.waiting = waiting;
        this.recorder = recorder;
        this.meter = new Meter(waiting);
        this.rank = port.member().rank();
        this.size = group.size();
        this.watch = new CallWatch(group, port, failure, verdict, waiting, this::over);
        this.receipts = new @Nullable Receipt[size];
        this.outgoings = new @Nullable Outgoing[size];
        this.awaited = new Receipt[size];
        this.sending = new Outgoing[size];
        this.mailOutgoing = new Outgoing(group, port);
        this.outbox = new Outbox(size);
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int size() {
        return size;
    }

    Meter meter() {
        return meter;
    }

    CallWatch watch() {
        return watch;
    }

    /** The rank makes its next collective call. */
    void beginCall(long fingerprint, ElementType elements, Op operation, int[] counts) {
        begin(LineKind.CALLS, fingerprint, CALLS_TAG, elements, port.call() + 1);
        op = operation;
        number = port.enters(fingerprint, counts);
    }

    private void begin(LineKind line, long fingerprint, int withTag, ElementType elements, long withNumber) {
        kind = line;
        call = fingerprint;
        tag = withTag;
        number = withNumber;
        check();
        port.member().runsHere();
        type = elements;
        watch.begins();
    }

    /** What a rank gets whose group has ended; the first of a process leaves its recorders' dumps. */
    RuntimeException over() {
        RuntimeException exception = failure.exception(watch.pending(call, shownTag(), number));
        group.options().flight().failed("rank %d: %s".formatted(rank, exception.getMessage()));
        return exception;
    }

    void check() {
        if (failure.isOver()) {
            throw over();
        }
    }

    /**
     * Checks that what was read was still lent: a rank that the fence drove out of its call uses its array again. The
     * barrier keeps the reads before the check.
     */
    void checkRead() {
        VarHandle.acquireFence();
        check();
    }

    long number() {
        return number;
    }

    /** The call is over, as far as this rank has to do with it. */
    void endCall() {
        port.completes();
    }

    /** The call has failed: nothing more is written into its arrays. */
    void abandon() {
        for (int i = 0; i < awaitedCount; i++) {
            withdraw(awaited[i]);
        }
        awaitedCount = 0;
        sendingCount = 0;
    }

    private void withdraw(Receipt receipt) {
        if (!receipt.isDone()) {
            port.line(receipt.line, receipt.source).withdraw(receipt);
        }
    }

    @Override
    public void send(int destination, Object elements, int offset, int count) {
        startSend(destination, elements, offset, count);
        awaitAll();
    }

    @Override
    public void receive(int source, Object elements, int offset, int count) {
        startReceive(source, elements, offset, count);
        awaitAll();
    }

    @Override
    public void exchange(
            int destination,
            Object send,
            int sendOffset,
            int sendCount,
            int source,
            Object receive,
            int receiveOffset,
            int receiveCount) {
        startReceive(source, receive, receiveOffset, receiveCount);
        startSend(destination, send, sendOffset, sendCount);
        awaitAll();
    }

    @Override
    public void startReceive(int source, Object elements, int offset, int count) {
        Receipt receipt = receipts[source];
        if (receipt == null) {
            receipt = new Receipt();
            receipts[source] = receipt;
        }
        receipt.wish(LineKind.CALLS, source, CALLS_TAG, number, call);
        post(receipt, elements, offset, count);
        awaited[awaitedCount++] = receipt;
    }

    @Override
    public void startSend(int destination, Object elements, int offset, int count) {
        Outgoing outgoing = outgoings[destination];
        if (outgoing == null) {
            outgoing = new Outgoing(group, port);
            outgoings[destination] = outgoing;
        }
        outgoing.begin(LineKind.CALLS, destination, CALLS_TAG, number, call, type, elements, offset, count);
        meter.sent(type.bytes(count));
        if (!outgoing.advance()) {
            sending[sendingCount++] = outgoing;
        }
    }

    @Override
    public void awaitAll() {
        if (!isAllDone()) {
            beginWait();
            while (!isAllDone()) {
                turn();
            }
            endWait();
        }
        int received = awaitedCount;
        awaitedCount = 0;
        for (int i = 0; i < received; i++) {
            finishPart(awaited[i]);
        }
        port.member().countMessage();
    }

    private boolean isAllDone() {
        for (int i = 0; i < sendingCount; ) {
            if (sending[i].advance()) {
                sending[i] = sending[--sendingCount];
            } else {
                i++;
            }
        }
        if (sendingCount > 0) {
            return false;
        }
        for (int i = 0; i < awaitedCount; i++) {
            if (!awaited[i].isDone()) {
                return false;
            }
        }
        return true;
    }

    private void finishPart(Receipt receipt) {
        check();
        if (!receipt.fits() || receipt.cameCount != receipt.capacity) {
            throw watch.misfit(receipt, call, number);
        }
        count(receipt);
    }

    private void post(Receipt receipt, Object array, int offset, int capacity) {
        receipt.into(type, array, offset, capacity);
        Line line = port.line(receipt.line, receipt.source);
        line.post(receipt);
        if (!group.roster().isLocal(receipt.source)) {
            group.giveCredit(line, receipt.line, receipt.source, rank);
        }
    }

    private void count(Receipt receipt) {
        long bytes = type.bytes(receipt.cameCount);
        if (!group.roster().isLocal(receipt.source)) {
            meter.receivedOverLanes(bytes);
        } else if (receipt.source != rank) {
            meter.received(bytes);
        }
    }

    /** Sends a message of the rank's own; returns when the array may be used again, for a long one when it was received. */
    void sendMail(ElementType elements, Object array, int offset, int count, int destination, int withTag) {
        checkSend(elements, array, offset, count, destination, withTag);
        beginMail(Fingerprint.withPeer(Operation.SEND, elements, count, destination), withTag, elements, ++messages);
        if (destination == rank) {
            keep(elements, array, offset, count, withTag);
            return;
        }
        recorder.beginsMessage(number, Operation.SEND, elements, count, destination, withTag);
        Outgoing outgoing = mailOutgoing;
        startMail(outgoing, elements, array, offset, count, destination, withTag);
        awaitSent(outgoing);
        recorder.ends();
    }

    private void checkSend(ElementType elements, Object array, int offset, int count, int destination, int withTag) {
        Arguments.checkArea(elements, "data", array, "offset", offset, count);
        Arguments.checkRank("destination", destination, size);
        Arguments.checkTag(withTag);
    }

    private void checkReceive(ElementType elements, Object array, int offset, int capacity, int source, int withTag) {
        Arguments.checkArea(elements, "data", array, "offset", offset, "capacity", capacity);
        Arguments.checkRank("source", source, size);
        Arguments.checkTag(withTag);
    }

    private void keep(ElementType elements, Object array, int offset, int count, int withTag) {
        port.line(LineKind.MAIL, rank).keep(withTag, elements, array, offset, count);
        port.member().countMessage();
    }

    private void startMail(
            Outgoing outgoing, ElementType elements, Object array, int offset, int count, int to, int withTag) {
        outgoing.begin(LineKind.MAIL, to, withTag, 0, 0, elements, array, offset, count);
        if (outgoing.isLocal()) {
            outgoing.advance();
        } else {
            outbox.send(outgoing);
        }
    }

    private void awaitSent(Outgoing outgoing) {
        if (!outgoing.isDone() || !outgoing.isReceived()) {
            waitsFor = outgoing.destination();
            beginWait();
            while (!outgoing.isDone() || !outgoing.isReceived()) {
                checkReads(outgoing);
                turn();
            }
            endWait();
        }
        port.member().countMessage();
    }

    /** A message to a rank that has ended its program is never taken. */
    private void checkReads(Outgoing outgoing) {
        RankView view = group.view(outgoing.destination());
        boolean gone = outgoing.isLocal() ? view.hasLeft() : view.hasGivenItsLastCredit();
        if (gone && !(outgoing.isDone() && outgoing.isReceived())) {
            throw watch.peerLeft(outgoing.destination(), call, shownTag());
        }
    }

    /** The elements of the next message of that source and tag; how many they are. */
    int receiveMail(ElementType elements, Object array, int offset, int capacity, int source, int withTag) {
        checkReceive(elements, array, offset, capacity, source, withTag);
        beginMail(Fingerprint.withPeer(Operation.RECEIVE, elements, capacity, source), withTag, elements, ++messages);
        recorder.beginsMessage(number, Operation.RECEIVE, elements, capacity, source, withTag);
        mailReceipt.wish(LineKind.MAIL, source, withTag, 0, 0);
        post(mailReceipt, array, offset, capacity);
        int count;
        try {
            count = awaitMail(mailReceipt);
        } finally {
            withdraw(mailReceipt);
        }
        recorder.ends();
        return count;
    }

    /** However it ends, nothing is written into the receipt's array afterwards. */
    private int awaitMail(Receipt receipt) {
        try {
            if (!receipt.isDone()) {
                awaitArrival(receipt);
            }
            return finishMail(receipt);
        } finally {
            withdraw(receipt);
        }
    }

    private void awaitArrival(Receipt receipt) {
        if (receipt.source == rank) {
            throw watch.nothingToOneself(call, shownTag());
        }
        waitsFor = receipt.source;
        beginWait();
        while (!receipt.isDone()) {
            checkComes(receipt);
            turn();
        }
        endWait();
    }

    private void checkComes(Receipt receipt) {
        // Looked at before the receipt: what a rank sent, it sent before it left.
        boolean left = group.view(receipt.source).hasLeft();
        if (left
                && !receipt.isDone()
                && !port.line(LineKind.MAIL, receipt.source).isArriving()) {
            throw watch.peerLeft(receipt.source, call, shownTag());
        }
    }

    private int finishMail(Receipt receipt) {
        check();
        if (!receipt.fits()) {
            throw watch.misfit(receipt, call, number);
        }
        type = receipt.type;
        count(receipt);
        port.member().countMessage();
        return receipt.cameCount;
    }

    int exchangeMail(
            ElementType elements,
            Object send,
            int sendOffset,
            int sendCount,
            int destination,
            int sendTag,
            Object receive,
            int receiveOffset,
            int capacity,
            int source,
            int receiveTag) {
        checkReceive(elements, receive, receiveOffset, capacity, source, receiveTag);
        checkSend(elements, send, sendOffset, sendCount, destination, sendTag);
        long fingerprint = Fingerprint.withPeer(Operation.SEND, elements, sendCount, destination);
        beginMail(fingerprint, sendTag, elements, ++messages);
        long mine = number;
        if (destination == rank) {
            keep(elements, send, sendOffset, sendCount, sendTag);
            return receiveMail(elements, receive, receiveOffset, capacity, source, receiveTag);
        }
        startMail(mailOutgoing, elements, send, sendOffset, sendCount, destination, sendTag);
        int received = receiveMail(elements, receive, receiveOffset, capacity, source, receiveTag);
        if (!mailOutgoing.isDone()) {
            awaitAllSent(mailOutgoing, fingerprint, elements, sendCount, sendTag, mine);
        }
        return received;
    }

    Request startSending(ElementType elements, Object array, int offset, int count, int destination, int withTag) {
        checkSend(elements, array, offset, count, destination, withTag);
        long fingerprint = Fingerprint.withPeer(Operation.SEND, elements, count, destination);
        beginMail(fingerprint, withTag, elements, ++messages);
        long mine = number;
        if (destination == rank) {
            keep(elements, array, offset, count, withTag);
            return Request.DONE;
        }
        var outgoing = new Outgoing(group, port);
        startMail(outgoing, elements, array, offset, count, destination, withTag);
        return new Request() {
            @Override
            public boolean test() {
                return progress() || outgoing.isDone();
            }

            @Override
            public int await() {
                if (!outgoing.isDone()) {
                    awaitAllSent(outgoing, fingerprint, elements, count, withTag, mine);
                }
                return 0;
            }
        };
    }

    /** Waits until the array may be used again; the message may not have been received. */
    private void awaitAllSent(
            Outgoing outgoing, long fingerprint, ElementType elements, int count, int withTag, long mine) {
        beginMail(fingerprint, withTag, elements, mine);
        recorder.beginsMessage(mine, Operation.SEND, elements, count, outgoing.destination(), withTag);
        waitsFor = outgoing.destination();
        beginWait();
        while (!outgoing.isDone()) {
            checkReads(outgoing);
            turn();
        }
        endWait();
        recorder.ends();
    }

    Request startReceiving(ElementType elements, Object array, int offset, int capacity, int source, int withTag) {
        checkReceive(elements, array, offset, capacity, source, withTag);
        long fingerprint = Fingerprint.withPeer(Operation.RECEIVE, elements, capacity, source);
        beginMail(fingerprint, withTag, elements, ++messages);
        long mine = number;
        var receipt = new Receipt();
        receipt.wish(LineKind.MAIL, source, withTag, 0, 0);
        post(receipt, array, offset, capacity);
        return new Request() {
            private boolean finished;

            @Override
            public boolean test() {
                return progress() || receipt.isDone();
            }

            @Override
            public int await() {
                if (!finished) {
                    awaitRequested(receipt, fingerprint, mine);
                    finished = true;
                }
                return receipt.cameCount;
            }
        };
    }

    private void awaitRequested(Receipt receipt, long fingerprint, long mine) {
        if (failure.isOver()) {
            withdraw(receipt);
        }
        beginMail(fingerprint, receipt.tag, receipt.type, mine);
        recorder.beginsMessage(mine, Operation.RECEIVE, receipt.type, receipt.capacity, receipt.source, receipt.tag);
        awaitMail(receipt);
        recorder.ends();
    }

    /** Waits for a call that is made in the background, which is told of all that ends the group. */
    void awaitDone(Background.Pending pending) {
        if (!pending.isDone()) {
            port.member().runsHere();
            waiting.begin(pending.fingerprint(), Fingerprint.NO_TAG);
            while (!pending.isDone()) {
                idle();
            }
            endWait();
        }
    }

    /** Waits for what the ranks that are left agree on, whether the group is over or not. */
    Decision awaitDecision(AgreementDesk desk, String method, long agreement) {
        Decision decision = desk.decision(rank, agreement);
        if (decision == null) {
            port.member().runsHere();
            waiting.begin(Fingerprint.of(Operation.AGREE), Fingerprint.NO_TAG);
            while (decision == null) {
                Throwable ended = group.fence().cause();
                if (ended != null) {
                    throw new EpochFencedException(
                            ended,
                            " while rank %d was in %s, agreement %d of communicator %s"
                                    .formatted(rank, method, agreement, group.id()));
                }
                idle();
                decision = desk.decision(rank, agreement);
            }
            endWait();
        }
        return decision;
    }

    private void idle() {
        if (links.poll() > 0) {
            waiting.moved();
        } else {
            waiting.turn();
        }
        advanceMail();
    }

    private void advanceMail() {
        if (!failure.isOver()) {
            outbox.advance();
        }
    }

    /** Moves on what is on its way; true if nothing does any more. */
    boolean progress() {
        links.poll();
        advanceMail();
        return failure.isOver();
    }

    private void beginMail(long fingerprint, int withTag, ElementType elements, long withNumber) {
        begin(LineKind.MAIL, fingerprint, withTag, elements, withNumber);
    }

    void whileWaiting(SideWork work) {
        waiting.use(work);
    }

    void beginWait() {
        waiting.begin(call, shownTag());
    }

    void endWait() {
        boolean wasLong = waiting.isLong();
        waiting.end();
        if (wasLong) {
            wakeMe(null);
            watch.endsMailWait();
        }
    }

    void turn() {
        if (failure.isOver()) {
            throw over();
        }
        if (links.poll() > 0) {
            waiting.moved();
        } else if (!waiting.worked()) {
            waiting.turn();
            if (waiting.isLong()) {
                wakeMe(Thread.currentThread());
            }
            if (waiting.looks()) {
                lookAround();
            }
        }
        outbox.advance();
    }

    private void lookAround() {
        if (kind == LineKind.CALLS) {
            watch.lookAround(call, number);
        } else {
            watch.lookForCircle(call, tag, waitsFor);
        }
    }

    /** Whom to wake as soon as what is awaited has come. */
    private void wakeMe(@Nullable Thread thread) {
        mailReceipt.wakes(thread);
        for (int i = 0; i < awaitedCount; i++) {
            awaited[i].wakes(thread);
        }
    }

    private int shownTag() {
        return kind == LineKind.MAIL ? tag : Fingerprint.NO_TAG;
    }

    @Override
    public Object scratch(int place, int elements) {
        return Scratch.ofThisThread(place).of(type, elements);
    }

    @Override
    public void copy(Object from, int fromOffset, Object into, int intoOffset, int count) {
        int longest = type.countIn(COPY_BYTES);
        for (int done = 0; done < count; ) {
            check();
            int length = Math.min(longest, count - done);
            Elements.copy(type, from, fromOffset + done, into, intoOffset + done, length);
            done += length;
        }
    }

    @Override
    public void fold(Object into, int intoOffset, Object from, int fromOffset, int count) {
        int longest = type.countIn(COPY_BYTES);
        for (int done = 0; done < count; ) {
            check();
            int length = Math.min(longest, count - done);
            folding.fold(type, op, into, intoOffset + done, from, fromOffset + done, length);
            done += length;
        }
    }

    @Override
    public void foldBefore(Object into, int intoOffset, Object from, int fromOffset, int count) {
        int longest = type.countIn(COPY_BYTES);
        for (int done = 0; done < count; ) {
            check();
            int length = Math.min(longest, count - done);
            folding.foldBefore(type, op, into, intoOffset + done, from, fromOffset + done, length);
            done += length;
        }
    }
}
