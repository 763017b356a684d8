package dev.weft.collectives;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a group ends by its programs' mistake: the first disagreement that a rank finds is every rank's, in its current
 * call and in all later ones. A raised fence goes first.
 */
final class Failure {
    private final Fence fence;
    private final CallSites callSites;
    private final AtomicReference<@Nullable String> message = new AtomicReference<>();

    Failure(Fence fence, CallSites callSites) {
        this.fence = fence;
        this.callSites = callSites;
    }

    /** Two volatile reads while all is well. */
    void check() {
        fence.check();
        String found = message.get();
        if (found != null) {
            throw new CollectiveMismatchException(found);
        }
    }

    /** Two ranks make calls that don't fit; the texts are the calls as their sources show them. */
    CollectiveMismatchException differentCalls(Member mine, String myCall, Member peer, String peerCall) {
        return end(differentCallsText(mine, myCall, peer.rank(), peerCall, () -> site(peer)));
    }

    CollectiveMismatchException peerLeft(Member mine, String myCall, Member peer) {
        return end(peerLeftText(mine, myCall, peer.rank()));
    }

    /** A message that its receiver can't take. */
    CollectiveMismatchException wrongMessage(Member mine, String myCall, String reason) {
        return end(wrongMessageText(mine, myCall, reason));
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

    /** Ends the group by this mistake; false if it has ended by another. */
    boolean conclude(String text) {
        return message.compareAndSet(null, text);
    }

    boolean isConcluded() {
        return message.get() != null;
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

    private CollectiveMismatchException end(String text) {
        conclude(text);
        check();
        throw new AssertionError("the check above throws");
    }
}
