package dev.weft.collectives;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** A rank of this process: which calls it makes, what others send it, and how much it may send them. */
final class Port {
    static final int[] NO_COUNTS = {};

    /** What a process answers that was asked for a call's site. */
    record Site(String text, int differingIndex, int differingCount) {}

    /** So many calls are remembered, the latest two of which may be being written. */
    private static final int REMEMBERED = 8;

    private static final VarHandle CALL = handle();

    private final Member member;
    private final AtomicReferenceArray<@Nullable Line> mail;
    private final AtomicReferenceArray<@Nullable Line> calls;
    private final Chunks chunks;
    private final Failure failure;
    private final long window;
    private final @Nullable SendWindow[] mailWindows;
    private final @Nullable SendWindow[] callWindows;
    private final long[] fingerprints = new long[REMEMBERED];
    private final int[][] counts = new int[REMEMBERED][];
    private long completed;
    private volatile @Nullable Site site;
    private volatile boolean closed;

    /** The number of the latest call, from 1. */
    @SuppressWarnings("UnusedVariable") // By its handle.
    private long call;

    Port(Member member, Roster roster, Chunks chunks, Failure failure) {
        this.member = member;
        int ranks = roster.ranks();
        this.chunks = chunks;
        this.failure = failure;
        window = SendWindow.bytes(roster, member.rank());
        mail = new AtomicReferenceArray<>(ranks);
        calls = new AtomicReferenceArray<>(ranks);
        mailWindows = new @Nullable SendWindow[ranks];
        callWindows = new @Nullable SendWindow[ranks];
        for (int i = 0; i < REMEMBERED; i++) {
            counts[i] = NO_COUNTS;
        }
        for (int rank = 0; rank < ranks; rank++) {
            if (!roster.isLocal(rank)) {
                long theirWindow = SendWindow.bytes(roster, rank);
                mailWindows[rank] = new SendWindow(theirWindow);
                callWindows[rank] = new SendWindow(theirWindow);
            }
        }
    }

    Member member() {
        return member;
    }

    Line line(LineKind kind, int source) {
        AtomicReferenceArray<@Nullable Line> lines = kind == LineKind.MAIL ? mail : calls;
        Line line = lines.getAcquire(source);
        return line == null ? newLine(lines, source) : line;
    }

    /** Most ranks talk to few of the others, so lines are made when they are needed; of two made at once, one stays. */
    private Line newLine(AtomicReferenceArray<@Nullable Line> lines, int source) {
        var line = new Line(chunks, failure, window);
        if (closed) {
            line.close();
        }
        Line other = lines.compareAndExchange(source, null, line);
        return other == null ? line : other;
    }

    /** Null for a rank of this process, which needs none. */
    @Nullable
    SendWindow window(LineKind kind, int destination) {
        return kind == LineKind.MAIL ? mailWindows[destination] : callWindows[destination];
    }

    /** The rank makes its next collective call; the others see all of it at once. */
    long enters(long fingerprint, int[] ofEach) {
        long next = (long) CALL.get(this) + 1;
        int place = (int) next & REMEMBERED - 1;
        fingerprints[place] = fingerprint;
        counts[place] = ofEach;
        CALL.setRelease(this, next);
        return next;
    }

    /** How many collective calls the rank has made. */
    long call() {
        return (long) CALL.getAcquire(this);
    }

    /** Its latest call is over, as far as it has to do with it. */
    void completes() {
        completed = call();
    }

    /** How many collective calls it has made to their ends. */
    long completed() {
        return completed;
    }

    /** The fingerprint of one of its latest calls, else {@code otherwise}. */
    long fingerprintIn(long number, long otherwise) {
        if (!hasMade(number)) {
            return otherwise;
        }
        long found = fingerprints[(int) number & REMEMBERED - 1];
        return remembers(number) ? found : otherwise;
    }

    /** The counts of one of its latest calls; none if it has none. */
    int[] countsIn(long number) {
        if (!hasMade(number)) {
            return NO_COUNTS;
        }
        int[] found = counts[(int) number & REMEMBERED - 1];
        return remembers(number) ? found : NO_COUNTS;
    }

    /** Asked before a call is looked at: its place held an earlier one until it was made. */
    private boolean hasMade(long number) {
        return number > 0 && number <= call();
    }

    /** Asked after a call was looked at: true if it was not about to be overwritten. */
    private boolean remembers(long number) {
        VarHandle.acquireFence();
        return number > call() - REMEMBERED + 1;
    }

    void answered(Site answer) {
        site = answer;
    }

    @Nullable
    Site site() {
        return site;
    }

    void close() {
        closed = true;
        closeAll(mail);
        closeAll(calls);
    }

    private static void closeAll(AtomicReferenceArray<@Nullable Line> lines) {
        for (int source = 0; source < lines.length(); source++) {
            Line line = lines.get(source);
            if (line != null) {
                line.close();
            }
        }
    }

    private static VarHandle handle() {
        try {
            return MethodHandles.lookup().findVarHandle(Port.class, "call", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
