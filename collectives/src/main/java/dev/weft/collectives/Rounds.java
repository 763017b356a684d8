package dev.weft.collectives;

import java.util.Arrays;
import java.util.List;

/**
 * The rounds in which a rank meets all others: it shows its part, waits until everybody shows theirs, and sees that all
 * make the same call.
 *
 * <pre>
 *   short elements   open: each rank copies its elements into its slot, meets the others, reads their slots
 *   long elements    open: each rank lends its array, meets the others; all work on the arrays
 *                    close: a second meeting, after which the arrays are free
 * </pre>
 */
final class Rounds {
    private final MemoryMember mine;
    private final MemoryMember[] members;
    private final Failure failure;
    private final Waiting waiting;
    private final Meter meter;
    private final FencedCopy copies;
    private long round;
    private boolean lends;
    private long workStartNanos;

    Rounds(MemoryMember mine, List<MemoryMember> members, Failure failure, Waiting waiting, Meter meter) {
        this.mine = mine;
        this.members = members.toArray(MemoryMember[]::new);
        this.failure = failure;
        this.waiting = waiting;
        this.meter = meter;
        this.copies = new FencedCopy(failure);
    }

    /** A round without elements. */
    void meet(long call) {
        failure.check();
        lends = false;
        meetAll(call);
    }

    /** Shows elements: a copy if they are short, else the array itself. */
    void open(long call, ElementType type, Object array, int offset, int count) {
        open(call, type, array, offset, count, Slot.isShort(type, count));
    }

    /** As above, where all ranks have to agree on copying though their counts differ. */
    void open(long call, ElementType type, Object array, int offset, int count, boolean copied) {
        Slot slot = nextSlot();
        if (copied) {
            slot.copyIn(type, array, offset, count);
        } else {
            slot.lend(array, offset);
        }
        lends = !copied;
        meetAll(call);
        startWork();
    }

    /**
     * The slot that the next round will show, for what {@link #open} doesn't set. A group that has failed shows nothing
     * more.
     */
    Slot nextSlot() {
        failure.check();
        return mine.slot(round + 1);
    }

    /** What a rank shows in the current round. */
    Slot slot(int rank) {
        return members[rank].slot(round);
    }

    /** Ends the work on arrays that were lent; nothing to do if they were copied. */
    void close() {
        if (!lends) {
            return;
        }
        meter.workedSince(workStartNanos);
        copies.checkRead();
        Slot lent = mine.slot(round);
        meetAll(lent.call());
        lent.takeBack();
    }

    private void startWork() {
        if (lends) {
            workStartNanos = System.nanoTime();
        }
    }

    private void meetAll(long call) {
        mine.runsHere();
        round++;
        mine.slot(round).publish(round, call);
        for (MemoryMember peer : members) {
            Slot slot = peer.slot(round);
            if (slot.round() != round) {
                awaitRound(slot, call);
            }
            if (slot.call() != call) {
                throw disagreement(call, peer);
            }
        }
    }

    private void awaitRound(Slot slot, long call) {
        waiting.begin(call, Fingerprint.NO_TAG);
        while (slot.round() != round) {
            waiting.turn();
            if (waiting.isLong()) {
                lookAround(call);
            }
        }
        waiting.end();
    }

    /** Finds what makes this wait hopeless, whichever rank it is that we wait for. */
    private void lookAround(long call) {
        for (MemoryMember peer : members) {
            boolean left = peer.hasLeft();
            Slot slot = peer.slot(round);
            if (slot.round() != round) {
                if (left) {
                    throw failure.peerLeft(mine, Fingerprint.describe(call), peer);
                }
            } else if (slot.call() != call) {
                throw disagreement(call, peer);
            }
        }
    }

    private CollectiveMismatchException disagreement(long call, MemoryMember peer) {
        long theirs = peer.slot(round).call();
        int differing = differingCount(call, theirs, peer.slot(round).counts());
        return failure.differentCalls(mine, describe(call, mine, differing), peer, describe(theirs, peer, differing));
    }

    /** Where the counts of two allGatherV calls differ first, else -1. */
    private int differingCount(long call, long theirs, int[] theirCounts) {
        boolean bothCounted =
                Fingerprint.sameOperationAndType(call, theirs) && Fingerprint.operation(call) == Operation.ALL_GATHER_V;
        return bothCounted ? Arrays.mismatch(mine.slot(round).counts(), theirCounts) : -1;
    }

    private String describe(long call, MemoryMember member, int differing) {
        String text = Fingerprint.describe(call);
        return differing < 0
                ? text
                : text + " with counts[" + differing + "]=" + member.slot(round).counts()[differing];
    }
}
