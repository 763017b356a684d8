package dev.weft.collectives;

import java.util.function.Supplier;

/**
 * Finds what makes a rank's wait hopeless: ranks that have ended their programs, or make other calls. What is found ends
 * the group in the same words everywhere.
 */
final class CallWatch {
    /** A wait of that length asks all ranks of other processes what they do. */
    private static final long PROBE_NANOS = 50_000_000;

    /** Of a wait for a message, this often is told for whom it is. */
    private static final long TICK_NANOS = 1_000_000_000;

    private final RankGroup group;
    private final Port port;
    private final Failure failure;
    private final Verdict verdict;
    private final Waiting waiting;
    private final Supplier<RuntimeException> over;
    private final int rank;
    private boolean probed;
    private long mailWaits;
    private boolean waitsForMail;
    private long nextTickNanos;
    private boolean ticked;

    /** @param over what the rank gets when the group is over */
    CallWatch(
            RankGroup group,
            Port port,
            Failure failure,
            Verdict verdict,
            Waiting waiting,
            Supplier<RuntimeException> over) {
        this.group = group;
        this.port = port;
        this.failure = failure;
        this.verdict = verdict;
        this.waiting = waiting;
        this.over = over;
        this.rank = port.member().rank();
    }

    void begins() {
        probed = false;
    }

    /** What the rank is in, as the end of a sentence: messages and calls are numbered apart. */
    String pending(long call, int tag, long number) {
        return " while rank %d was in %s, %s %d%s of communicator %s"
                .formatted(
                        rank,
                        Fingerprint.describe(call, tag),
                        tag == Fingerprint.NO_TAG ? "call" : "message",
                        number,
                        group.isInBackground() ? " in the background" : "",
                        group.id());
    }

    /** Finds what makes a collective call hopeless, whichever rank it is that this one waits for. */
    void lookAround(long call, long number) {
        for (int peer = 0; peer < group.size(); peer++) {
            long theirs = theirCall(peer, call, number);
            if (theirs != call) {
                throw differentCalls(peer, theirs, call, number);
            }
            if (peer != rank && group.hasLeftBefore(peer, number)) {
                throw peerLeft(peer, call, Fingerprint.NO_TAG);
            }
        }
        if (!probed && waiting.waitedNanos() >= PROBE_NANOS) {
            probed = true;
            probe(call);
        }
    }

    /** Finds ranks that wait for each other's messages in a circle. */
    void lookForCircle(long call, int tag, int forRank) {
        long now = System.nanoTime();
        if (!waitsForMail) {
            waitsForMail = true;
            mailWaits++;
            nextTickNanos = now + TICK_NANOS;
        } else if (now - nextTickNanos >= 0) {
            nextTickNanos = now + TICK_NANOS;
            ticked = true;
            String text = "%s at %s".formatted(Fingerprint.describe(call, tag), failure.site(port.member()));
            group.cycles().waits(rank, forRank, mailWaits, text);
        }
    }

    void endsMailWait() {
        waitsForMail = false;
        if (ticked) {
            ticked = false;
            group.cycles().waitsNoMore(rank);
        }
    }

    private long theirCall(int peer, long call, long number) {
        if (group.roster().isLocal(peer)) {
            return group.port(peer).fingerprintIn(number, call);
        }
        long told = group.view(peer).fingerprintIn(number, call);
        return told == call ? port.line(LineKind.CALLS, peer).fingerprintIn(number, call) : told;
    }

    /** Tells the others which call this is: one that waits in another has nothing from this rank to see it by. */
    private void probe(long call) {
        for (int endpoint = 0; endpoint < group.roster().endpoints(); endpoint++) {
            if (group.isElsewhere(endpoint)) {
                Frame told = group.frame(FrameKind.PROBE, rank, 0);
                told.call = port.call();
                told.fingerprint = call;
                group.links().post(endpoint, LaneKind.CONTROL, Letter.of(told));
            }
        }
    }

    /** The group ends by the mistake, or has ended by what came before it: a raised fence, a lost rank. */
    private RuntimeException reached(String text) {
        verdict.reached(text);
        return over.get();
    }

    RuntimeException peerLeft(int peer, long call, int tag) {
        return reached(failure.peerLeftText(port.member(), Fingerprint.describe(call, tag), peer));
    }

    /** The receiver of a message to oneself can't wait for it. */
    RuntimeException nothingToOneself(long call, int tag) {
        return reached(failure.wrongMessageText(
                port.member(), Fingerprint.describe(call, tag), "it has sent itself no such message"));
    }

    /** What came isn't what the call needs. */
    RuntimeException misfit(Receipt came, long call, long number) {
        if (came.line == LineKind.MAIL) {
            String reason = "rank %d sent %s[%d] with this tag: type and count of a message have to fit its receiver"
                    .formatted(came.source, came.cameType.keyword(), came.cameCount);
            return reached(failure.wrongMessageText(port.member(), Fingerprint.describe(call, came.tag), reason));
        }
        if (came.cameFingerprint != call || came.cameCall != number) {
            long mine = port.fingerprintIn(came.cameCall, call);
            return mine == came.cameFingerprint
                    ? differentCalls(came.source, came.cameFingerprint, call, number)
                    : differentCalls(came.source, came.cameFingerprint, mine, came.cameCall);
        }
        return countsDiffer(came.source, came.capacity, came.cameCount, call);
    }

    RuntimeException countsDiffer(int peer, int expected, int sent, long call) {
        String text = Fingerprint.describe(call);
        String mine = "%s with receiveCounts[%d]=%d".formatted(text, peer, expected);
        String theirs = "%s with sendCounts[%d]=%d".formatted(text, rank, sent);
        Port.Site site = verdict.ask(port, peer, port.call());
        return reached(failure.differentCallsText(port.member(), mine, peer, theirs, site::text));
    }

    RuntimeException differentCalls(int peer, long theirs, long call, long number) {
        Port.Site site = verdict.ask(port, peer, number);
        String mine = Fingerprint.describe(call);
        String text = Fingerprint.describe(theirs);
        int differing = site.differingIndex();
        if (differing >= 0 && Fingerprint.sameOperationAndType(call, theirs)) {
            mine += " with counts[" + differing + "]=" + port.countsIn(number)[differing];
            text += " with counts[" + differing + "]=" + site.differingCount();
        }
        return reached(failure.differentCallsText(port.member(), mine, peer, text, site::text));
    }
}
