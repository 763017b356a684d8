package dev.weft.collectives.recovery;

import dev.weft.collectives.recovery.AgreementEffect.Decide;
import dev.weft.collectives.recovery.AgreementEffect.Send;
import dev.weft.collectives.recovery.AgreementMessage.Decided;
import dev.weft.collectives.recovery.AgreementMessage.Propose;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One member's part in one agreement that outlasts the loss of members (ULFM's {@code MPIX_Comm_agree}): events in, effects out; no clock, no
 * threads in it. Not thread-safe.
 *
 * <p>A member's leader is the lowest member that it does not know to be lost. It sends its leader what it proposes, and what it proposes or
 * has decided to every new leader. A leader that has heard from all members that are not lost decides, and tells them; one that hears of a
 * decision adopts it. Who has decided answers each proposal with the decision, also long after its own call has returned. Without a failure
 * an agreement costs 2(n - 1) messages; each leader lost costs at most as many again. Five members, and 0 dies while it tells the others:
 *
 * <pre>
 *   1, 2, 3, 4 propose to 0         0 decides, tells 1 and 2, and dies; the word to 2 is late
 *   1 decides                       2, 3 and 4 hear that 0 is lost, and propose to 1
 *   1 answers 2, 3 and 4            2 gets the word of 0 at last, and drops it; the answer says the same
 * </pre>
 *
 * <p><b>What it needs.</b> Whoever is told to be lost is dead, and every survivor is told of every loss at some time. Channels between living
 * members lose nothing and keep the order. A member that leaves for good before the others have decided counts as lost.
 *
 * <p><b>Why all survivors decide the same.</b> The rule that matters: once a member knows another to be lost, it drops everything that still
 * comes from it. Let leader k decide afresh, that is without having heard of a decision.
 *
 * <ol>
 *   <li>Each member that k counts has proposed to k when it knew all below k to be lost and had not decided. From then on it drops what comes
 *       from below k. Members above k pass no decision on to it either while k lives: that takes a leader above k, and such a one knows k to be
 *       lost. So when k decides, no living member has decided, and the only decision that one of them may still hear of is that of k, or of a
 *       leader after k.
 *   <li>Hence of two fresh decisions the later finds no survivor that knows the earlier one, and none that will: a decision that a
 *       survivor has seen is adopted by every leader that comes after, because each of them waits for this survivor's word.
 * </ol>
 *
 * A decision that only members have seen that died is lost with them; so nothing outside the group may depend on it before a second
 * agreement has been decided. (A leader tells the others before its own call returns, which makes this rare, not impossible.)
 *
 * <p>A proposal of a member that died after it was heard still counts; one that comes after the loss is known is dropped like all its words,
 * which costs nothing as nobody waits for it.
 *
 * <p><b>How long to keep the object.</b> Until a later agreement of the same members is decided here: that took a proposal from every living
 * member, and a member proposes to the next agreement after it has decided this one. So two at a time suffice.
 */
public final class Agreement {
    private final int self;
    private final BitSet lost;
    /** Members that are not lost and have not proposed to this one: none left means that this one leads, as no living leader proposes to it. */
    private final BitSet unheard = new BitSet();

    private final Map<Integer, Propose> proposals = new TreeMap<>();
    private boolean proposed;
    private @Nullable Decision decision;

    /**
     * @param members how many take part, numbered from 0
     * @param self the number of this one
     * @param lost who is known to be lost already; later losses are told by {@link #lost(int)}
     */
    public Agreement(int members, int self, BitSet lost) {
        if (self < 0 || self >= members || lost.get(self) || lost.length() > members) {
            throw new IllegalArgumentException("members=" + members + ", self=" + self + ", lost=" + lost
                    + ": self must be one of the members, and not lost");
        }
        this.self = self;
        this.lost = (BitSet) lost.clone();
        unheard.set(0, members);
        unheard.andNot(lost);
    }

    /** The member's program calls; what came before has been kept. */
    public List<AgreementEffect> propose(long flags) {
        if (proposed) {
            throw new IllegalStateException(
                    "member " + self + " has proposed already; a new agreement takes a new object");
        }
        proposed = true;
        if (decision != null) {
            // Only if this member was taken for lost, wrongly; it will be fenced, until then it does as the others do.
            return List.of(new Decide(decision));
        }
        hear(self, new Propose(flags, knownLost()));
        return isLeader() ? decideIfAllAreHeard() : tellLeader();
    }

    /** The member is dead. To be told more than once does no harm. */
    public List<AgreementEffect> lost(int member) {
        if (member == self) {
            throw new IllegalArgumentException("member " + self + " can't go on after its own loss");
        }
        if (lost.get(member)) {
            return List.of();
        }
        boolean newLeader = member == leader();
        lost.set(member);
        unheard.clear(member);
        return newLeader && !isLeader() ? tellLeader() : decideIfAllAreHeard();
    }

    public List<AgreementEffect> received(int from, AgreementMessage message) {
        if (lost.get(from)) {
            return List.of();
        }
        Decision made = decision;
        return switch (message) {
            case Propose proposal -> {
                if (made != null) {
                    yield List.of(new Send(from, new Decided(made)));
                }
                hear(from, proposal);
                yield decideIfAllAreHeard();
            }
            case Decided(Decision adopted) -> made == null ? decide(adopted) : List.of();
        };
    }

    private int leader() {
        return lost.nextClearBit(0);
    }

    private boolean isLeader() {
        return leader() == self;
    }

    private List<Integer> knownLost() {
        return lost.stream().boxed().toList();
    }

    private void hear(int member, Propose proposal) {
        proposals.put(member, proposal);
        unheard.clear(member);
    }

    private List<AgreementEffect> tellLeader() {
        if (decision != null) {
            return List.of(new Send(leader(), new Decided(decision)));
        }
        Propose own = proposals.get(self);
        return own == null ? List.of() : List.of(new Send(leader(), new Propose(own.flags(), knownLost())));
    }

    private List<AgreementEffect> decideIfAllAreHeard() {
        if (decision != null || !unheard.isEmpty()) {
            return List.of();
        }
        long flags = -1;
        var allLost = (BitSet) lost.clone();
        for (Propose proposal : proposals.values()) {
            flags &= proposal.flags();
            proposal.lost().forEach(allLost::set);
        }
        return decide(new Decision(flags, allLost.stream().boxed().toList()));
    }

    /** The others are told first: the program is not to act on what none of them can know. */
    private List<AgreementEffect> decide(Decision made) {
        decision = made;
        var effects = new ArrayList<AgreementEffect>();
        for (int member : proposals.keySet()) {
            if (member != self && !lost.get(member)) {
                effects.add(new Send(member, new Decided(made)));
            }
        }
        proposals.clear();
        if (proposed) {
            effects.add(new Decide(made));
        }
        return effects;
    }
}
