package dev.weft.collectives;

import org.jspecify.annotations.Nullable;

/** A rank of this process: what others send it, and how much it may send them. */
final class Port {
    static final int[] NO_COUNTS = {};

    /** The collective call that a rank has made last: its number from 1, what it is, and its counts if they matter. */
    record Entered(long call, long fingerprint, int[] counts) {}

    /** What a process answers that was asked for a call's site. */
    record Site(String text, int differingIndex, int differingCount) {}

    private final Member member;
    private final Line[] mail;
    private final Line[] calls;
    private final @Nullable SendWindow[] mailWindows;
    private final @Nullable SendWindow[] callWindows;
    private volatile @Nullable Site site;
    private volatile Entered entered = new Entered(0, 0, NO_COUNTS);

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

    /** The rank makes its next collective call; the others see all of it at once. */
    long enters(long fingerprint, int[] counts) {
        long call = entered.call() + 1;
        entered = new Entered(call, fingerprint, counts);
        return call;
    }

    Entered entered() {
        return entered;
    }

    /** How many collective calls the rank has made. */
    long call() {
        return entered.call();
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
