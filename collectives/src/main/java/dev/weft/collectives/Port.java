package dev.weft.collectives;

import org.jspecify.annotations.Nullable;

/** A rank of this process: what others send it, and how much it may send them. */
final class Port {
    static final int[] NO_COUNTS = {};

    /** What a process answers that was asked for a call's site. */
    record Site(String text, int differingIndex, int differingCount) {}

    private final Member member;
    private final Line[] mail;
    private final Line[] calls;
    private final @Nullable SendWindow[] mailWindows;
    private final @Nullable SendWindow[] callWindows;
    private volatile @Nullable Site site;
    private int[] counts = NO_COUNTS;
    private volatile long call;
    private volatile long fingerprint;

    Port(Member member, Placement placement, Chunks chunks, Failure failure) {
        this.member = member;
        int ranks = placement.ranks();
        long window = SendWindow.bytes(placement, member.rank());
        mail = new Line[ranks];
        calls = new Line[ranks];
        mailWindows = new @Nullable SendWindow[ranks];
        callWindows = new @Nullable SendWindow[ranks];
        for (int rank = 0; rank < ranks; rank++) {
            mail[rank] = new Line(chunks, failure, window);
            calls[rank] = new Line(chunks, failure, window);
            if (placement.worker(rank) != placement.worker(member.rank())) {
                long theirWindow = SendWindow.bytes(placement, rank);
                mailWindows[rank] = new SendWindow(theirWindow);
                callWindows[rank] = new SendWindow(theirWindow);
            }
        }
    }

    Member member() {
        return member;
    }

    Line line(LineKind kind, int source) {
        return kind == LineKind.MAIL ? mail[source] : calls[source];
    }

    /** Null for a rank of this process, which needs none. */
    @Nullable
    SendWindow window(LineKind kind, int destination) {
        return kind == LineKind.MAIL ? mailWindows[destination] : callWindows[destination];
    }

    /** The rank makes its next collective call. */
    long enters(long withFingerprint, int[] withCounts) {
        counts = withCounts;
        fingerprint = withFingerprint;
        long next = call + 1;
        call = next;
        return next;
    }

    /** How many collective calls the rank has entered. */
    long call() {
        return call;
    }

    long fingerprint() {
        return fingerprint;
    }

    int[] counts() {
        return counts;
    }

    void answered(Site answer) {
        site = answer;
    }

    @Nullable
    Site site() {
        return site;
    }

    void close() {
        for (int rank = 0; rank < mail.length; rank++) {
            mail[rank].close();
            calls[rank].close();
        }
    }
}
