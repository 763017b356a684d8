package dev.weft.collectives.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.collectives.recovery.AgreementMessage.Decided;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One random history of a group that agrees a few times in a row. Whatever may happen next happens in random order: a member calls, the
 * first message of a channel arrives, a member dies (also between two sends, and then any number of its last messages gets lost), a survivor
 * hears of a death. Each member keeps only the latest agreement that it has decided and the one after it.
 *
 * <p>Member i proposes all flags but i, so that a decision shows whose proposals it counts.
 */
final class AgreementHistory {
    /** {@link Agreement}, or a wrong one in its place. */
    interface Party {
        List<AgreementEffect> propose(long flags);

        List<AgreementEffect> lost(int member);

        List<AgreementEffect> received(int from, AgreementMessage message);
    }

    interface Parties {
        Party party(int members, int self, BitSet lost);
    }

    private record Word(int agreement, long[] message) {}

    private final long seed;
    private final Random random;
    private final Parties parties;
    private final int agreements;
    private final Member[] members;
    private final List<ArrayDeque<Word>> channels = new ArrayList<>();
    private final @Nullable Decision[][] decisions;
    private final BitSet dead = new BitSet();
    private final double deathRate;
    private final int[] weights = new int[3];
    private int deathsLeft;

    int messages;
    /** A leader died when it had told some, not all. */
    boolean diedTelling;
    /** Survivors decided otherwise than one that died. */
    boolean lostDecision;

    AgreementHistory(long seed, Parties parties) {
        this.seed = seed;
        this.random = new Random(seed);
        this.parties = parties;
        this.agreements = 1 + random.nextInt(3);
        this.members = new Member[2 + random.nextInt(8)];
        this.decisions = new Decision[agreements][members.length];
        this.deathsLeft = random.nextInt(members.length);
        this.deathRate = Math.pow(10, -0.3 - 1.5 * random.nextDouble());
        Arrays.setAll(weights, _ -> 1 + random.nextInt(random.nextBoolean() ? 2 : 20));
        Arrays.setAll(members, Member::new);
        for (int i = 0; i < members.length * members.length; i++) {
            channels.add(new ArrayDeque<>());
        }
    }

    int members() {
        return members.length;
    }

    int agreements() {
        return agreements;
    }

    int deaths() {
        return dead.cardinality();
    }

    AgreementHistory run() {
        while (step()) {
            if (random.nextDouble() < deathRate / members.length) {
                members[random.nextInt(members.length)].mayDie();
            }
        }
        for (Member member : members) {
            assertThat(member.isDead() || member.decided == agreements - 1)
                    .as("%s: member %d, which lives, decided agreement %d last", this, member.self, member.decided)
                    .isTrue();
        }
        return this;
    }

    /** One thing happens; false if nothing is left to happen. */
    private boolean step() {
        var calls = new ArrayList<Runnable>();
        var arrivals = new ArrayList<Runnable>();
        var news = new ArrayList<Runnable>();
        for (Member member : members) {
            if (!member.isDead()) {
                member.possible(calls, arrivals, news);
            }
        }
        int sum = 0;
        var possible = List.of(calls, arrivals, news);
        for (int i = 0; i < possible.size(); i++) {
            sum += possible.get(i).isEmpty() ? 0 : weights[i];
        }
        if (sum == 0) {
            return false;
        }
        int ticket = random.nextInt(sum);
        for (int i = 0; i < possible.size(); i++) {
            List<Runnable> kind = possible.get(i);
            ticket -= kind.isEmpty() ? 0 : weights[i];
            if (ticket < 0) {
                kind.get(random.nextInt(kind.size())).run();
                return true;
            }
        }
        throw new AssertionError("unreachable");
    }

    private ArrayDeque<Word> channel(int from, int to) {
        return channels.get(from * members.length + to);
    }

    private void check(int agreement, int member, Decision decision) {
        for (int other = 0; other < members.length; other++) {
            Decision theirs = decisions[agreement][other];
            if (theirs != null && !dead.get(other)) {
                assertThat(decision)
                        .as("%s: agreement %d, members %d and %d", this, agreement, member, other)
                        .isEqualTo(theirs);
            }
            lostDecision |= theirs != null && !theirs.equals(decision);
            boolean counted = (decision.flags() >>> other & 1) == 0;
            boolean saidLost = decision.lost().contains(other);
            assertThat(counted ? members[other].called >= agreement : saidLost)
                    .as("%s: agreement %d counts member %d, or names it as lost: %s", this, agreement, other, decision)
                    .isTrue();
            assertThat(dead.get(other) || (counted && !saidLost))
                    .as("%s: agreement %d, member %d lives: %s", this, agreement, other, decision)
                    .isTrue();
        }
    }

    @Override
    public String toString() {
        return "seed=" + seed + ", members=" + members.length;
    }

    /** A member: its program, its agreements, and what it knows. */
    private final class Member {
        final int self;
        final BitSet knownLost = new BitSet();
        final TreeMap<Integer, Party> kept = new TreeMap<>();
        int called = -1;
        int decided = -1;

        Member(int self) {
            this.self = self;
        }

        boolean isDead() {
            return dead.get(self);
        }

        void possible(List<Runnable> calls, List<Runnable> arrivals, List<Runnable> news) {
            if (called == decided && called < agreements - 1) {
                calls.add(this::call);
            }
            for (int i = 0; i < members.length; i++) {
                int other = i;
                if (!channel(other, self).isEmpty()) {
                    arrivals.add(() -> arrive(other));
                }
                if (dead.get(other) && !knownLost.get(other)) {
                    news.add(() -> hear(other));
                }
            }
        }

        Party party(int agreement) {
            return kept.computeIfAbsent(agreement, _ -> parties.party(members.length, self, knownLost));
        }

        void call() {
            called++;
            follow(called, party(called).propose(~(1L << self)));
        }

        void arrive(int from) {
            Word word = channel(from, self).remove();
            if (word.agreement >= decided) {
                AgreementMessage message = AgreementMessage.fromLongs(word.message);
                follow(word.agreement, party(word.agreement).received(from, message));
            }
        }

        void hear(int lost) {
            knownLost.set(lost);
            for (int agreement : List.copyOf(kept.keySet())) {
                Party party = kept.get(agreement);
                if (party != null && !isDead()) {
                    follow(agreement, party.lost(lost));
                    follow(agreement, party.lost(lost));
                }
            }
        }

        void follow(int agreement, List<AgreementEffect> effects) {
            boolean hasTold = false;
            for (AgreementEffect effect : effects) {
                if (random.nextDouble() < deathRate) {
                    mayDie();
                }
                if (isDead()) {
                    diedTelling |= hasTold && effect instanceof AgreementEffect.Send;
                    return;
                }
                switch (effect) {
                    case AgreementEffect.Send(int to, AgreementMessage message) -> {
                        messages++;
                        hasTold |= message instanceof Decided;
                        if (!dead.get(to)) {
                            channel(self, to).add(new Word(agreement, message.toLongs()));
                        }
                    }
                    case AgreementEffect.Decide(Decision decision) -> decide(agreement, decision);
                }
            }
        }

        void decide(int agreement, Decision decision) {
            assertThat(agreement)
                    .as("%s: member %d decides", AgreementHistory.this, self)
                    .isEqualTo(decided + 1);
            check(agreement, self, decision);
            decisions[agreement][self] = decision;
            decided = agreement;
            kept.headMap(agreement).clear();
        }

        void mayDie() {
            if (deathsLeft > 0 && !isDead()) {
                deathsLeft--;
                dead.set(self);
                for (int other = 0; other < members.length; other++) {
                    channel(other, self).clear();
                    ArrayDeque<Word> out = channel(self, other);
                    for (int late = random.nextInt(out.size() + 1); late > 0; late--) {
                        out.removeLast();
                    }
                }
            }
        }
    }
}
