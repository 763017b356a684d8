package dev.weft.collectives;

/** What a process knows of a rank of a group, its own or another's. */
final class RankView {
    private static final long HERE = -1;

    private volatile long leftAfter = HERE;
    private volatile long leftAfterInBackground = HERE;
    private volatile boolean leavesNothingOpen;
    private volatile boolean gone;
    private volatile Seen seen = new Seen(0, 0);

    private record Seen(long call, long fingerprint) {}

    /** It has ended its program after that many collective calls of either kind; all that it sent before is here. */
    void left(long calls, long callsInBackground) {
        leftAfterInBackground = callsInBackground;
        leftAfter = calls;
    }

    boolean hasLeft() {
        return leftAfter != HERE;
    }

    /** True if it has ended its program and never made this call. */
    boolean leftBefore(long call) {
        long after = leftAfter;
        return after != HERE && after < call;
    }

    boolean leftBeforeInBackground(long call) {
        return hasLeft() && leftAfterInBackground < call;
    }

    /** It has ended its program, and all credit that it gave is here. */
    void givesNoMoreCredit() {
        leavesNothingOpen = true;
    }

    boolean hasGivenItsLastCredit() {
        return leavesNothingOpen;
    }

    /** It does nothing more, which is no mistake: its process is lost, or the group was over. */
    void goes() {
        gone = true;
    }

    /** Nothing comes from it any more. */
    boolean isGone() {
        return gone || (hasLeft() && leavesNothingOpen);
    }

    /** It has said that it makes this call. */
    void makes(long call, long fingerprint) {
        seen = new Seen(call, fingerprint);
    }

    /** The fingerprint of its call if it is known to be another one, else the same. */
    long fingerprintIn(long call, long otherwise) {
        Seen latest = seen;
        return latest.call == call ? latest.fingerprint : otherwise;
    }
}
