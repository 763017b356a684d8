package dev.weft.collectives;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a group ends before its time: the first that happens is every rank's, in its current call and in all later ones.
 * A raised fence goes first.
 */
final class Failure {
    private final Fence fence;
    private final CallSites callSites;
    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();

    Failure(Fence fence, CallSites callSites) {
        this.fence = fence;
        this.callSites = callSites;
    }

    /** Two volatile reads. */
    boolean isOver() {
        return ending.get() != null || fence.isRaised();
    }

    /**
     * What a rank gets when it is over.
     *
     * @param pending what the rank was doing, to follow a sentence
     */
    RuntimeException exception(String pending) {
        Throwable fenced = fence.cause();
        if (fenced != null) {
            return new EpochFencedException(fenced, pending);
        }
        Ending end = ending.get();
        return end == null ? new IllegalStateException("the group is not over") : end.exception(pending);
    }

    String differentCallsText(Member mine, String myCall, int peer, String peerCall, Supplier<String> peerSite) {
        noteSite(mine);
        return "rank %d calls %s at %s, while rank %d calls %s at %s: all ranks have to make the same calls in order"
                .formatted(mine.rank(), myCall, site(mine), peer, peerCall, peerSite.get());
    }

    String peerLeftText(Member mine, String myCall, int peer) {
        noteSite(mine);
        return "rank %d calls %s at %s, but rank %d has ended its program: all ranks have to make the same calls"
                .formatted(mine.rank(), myCall, site(mine), peer);
    }

    String wrongMessageText(Member mine, String myCall, String reason) {
        noteSite(mine);
        return "rank %d calls %s at %s, but %s".formatted(mine.rank(), myCall, site(mine), reason);
    }

    /** Ends the group; false if it has ended already. */
    boolean end(Ending by) {
        return ending.compareAndSet(null, by);
    }

    boolean hasEnded() {
        return ending.get() != null;
    }

    /**
     * The line of the program from which a rank's current call was made. A rank that leaves its call because of a
     * disagreement has noted the line before, so this finds it either there or in the stack of a thread that is still
     * inside the call.
     */
    String site(Member member) {
        String noted = member.notedSite();
        if (noted != null) {
            return noted;
        }
        String found = callSites.nearest(member.stack());
        noted = member.notedSite();
        return noted == null ? found : noted;
    }

    private void noteSite(Member mine) {
        mine.noteSite(callSites.nearest(Thread.currentThread().getStackTrace()));
    }
}
