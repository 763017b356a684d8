package dev.weft.collectives.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.collectives.recovery.AgreementEffect.Decide;
import dev.weft.collectives.recovery.AgreementEffect.Send;
import dev.weft.collectives.recovery.AgreementMessage.Decided;
import dev.weft.collectives.recovery.AgreementMessage.Propose;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class AgreementTest {
    private static final Decided DECIDED = new Decided(new Decision(0b100, List.of()));
    private static final Propose PROPOSAL = new Propose(0b110, List.of(0));

    /**
     * Member 1 of 3, by what happened to it so far. asked: 2 has proposed to it; heir: it knows that 0 is lost; leads: and has proposed. The
     * effects: P0 proposes to 0, D2 tells 2 the decision, ! decides, - does nothing.
     */
    private static final String TABLE = """
            event            | idle  asked waits  asked+waits heir  leads  decided decided+heir
            propose          | P0    P0    error  error       -     error  error   error
            lost 0           | -     -     -      D2!         -     -      -       -
            lost 2           | -     -     -      -           -     !      -       -
            lost 1           | error error error  error       error error  error   error
            proposal of 2    | -     -     -      -           -     D2!    D2      D2
            decision of 0    | -     D2    !      D2!         -     -      -       -
            decision of 2    | -     D2    !      D2!         -     !      -       -
            """;

    private static Map<String, Supplier<Agreement>> states() {
        var states = new TreeMap<String, Supplier<Agreement>>();
        states.put("idle", () -> member(1, 3));
        states.put("asked", () -> with(member(1, 3), it -> it.received(2, PROPOSAL)));
        states.put("waits", AgreementTest::waits);
        states.put("asked+waits", () -> with(waits(), it -> it.received(2, PROPOSAL)));
        states.put("heir", () -> with(member(1, 3), it -> it.lost(0)));
        states.put("leads", () -> with(waits(), it -> it.lost(0)));
        states.put("decided", () -> with(waits(), it -> it.received(0, DECIDED)));
        states.put("decided+heir", () -> with(waits(), it -> it.received(0, DECIDED), it -> it.lost(0)));
        return states;
    }

    private static Map<String, Function<Agreement, List<AgreementEffect>>> events() {
        var events = new TreeMap<String, Function<Agreement, List<AgreementEffect>>>();
        events.put("propose", it -> it.propose(0b101));
        events.put("lost 0", it -> it.lost(0));
        events.put("lost 1", it -> it.lost(1));
        events.put("lost 2", it -> it.lost(2));
        events.put("proposal of 2", it -> it.received(2, PROPOSAL));
        events.put("decision of 0", it -> it.received(0, DECIDED));
        events.put("decision of 2", it -> it.received(2, DECIDED));
        return events;
    }

    @Test
    void everyTransition() {
        List<String> lines = TABLE.lines().toList();
        String[] columns = cells(lines.getFirst());
        var wrong = new ArrayList<String>();
        for (String line : lines.subList(1, lines.size())) {
            String event = line.split("\\|", 2)[0].strip();
            String[] expected = cells(line);
            for (int i = 0; i < columns.length; i++) {
                String happened = outcome(states().get(columns[i]).get(), events().get(event));
                if (!happened.equals(expected[i])) {
                    wrong.add(columns[i] + ", " + event + ": " + happened + ", not " + expected[i]);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(lines).hasSize(1 + events().size());
        assertThat(columns).hasSize(states().size());
    }

    private static String[] cells(String line) {
        return line.split("\\|", 2)[1].strip().split(" +", -1);
    }

    private static String outcome(Agreement member, Function<Agreement, List<AgreementEffect>> event) {
        try {
            List<AgreementEffect> effects = event.apply(member);
            return effects.isEmpty()
                    ? "-"
                    : effects.stream().map(AgreementTest::brief).collect(Collectors.joining());
        } catch (IllegalStateException | IllegalArgumentException e) {
            return "error";
        }
    }

    private static String brief(AgreementEffect effect) {
        return switch (effect) {
            case Send(int to, Propose _) -> "P" + to;
            case Send(int to, Decided _) -> "D" + to;
            case Decide _ -> "!";
        };
    }

    // ---- members up to a point

    private static Agreement member(int self, int members) {
        return new Agreement(members, self, new BitSet());
    }

    private static Agreement waits() {
        return with(member(1, 3), it -> it.propose(0b101));
    }

    @SafeVarargs
    private static Agreement with(Agreement member, Function<Agreement, List<AgreementEffect>>... events) {
        for (var event : events) {
            var _ = event.apply(member);
        }
        return member;
    }

    private static Send send(int to, Decision decision) {
        return new Send(to, new Decided(decision));
    }

    // ---- stories

    @Test
    void allLive() {
        Agreement leader = member(0, 3);
        assertThat(leader.received(2, new Propose(0b011, List.of()))).isEmpty();
        assertThat(leader.propose(0b110)).isEmpty();
        var decision = new Decision(0b010, List.of());
        assertThat(leader.received(1, new Propose(0b111, List.of())))
                .containsExactly(send(1, decision), send(2, decision), new Decide(decision));
    }

    @Test
    void aloneOneDecidesAtOnce() {
        assertThat(member(0, 1).propose(5)).containsExactly(new Decide(new Decision(5, List.of())));

        var others = new BitSet();
        others.set(0);
        others.set(2);
        assertThat(new Agreement(3, 1, others).propose(5)).containsExactly(new Decide(new Decision(5, List.of(0, 2))));
    }

    /** The example of {@link Agreement}. */
    @Test
    void theLeaderDiesWhileItTells() {
        var decision = new Decision(1, List.of());
        Agreement one = with(member(1, 5), it -> it.propose(3));
        Agreement two = with(member(2, 5), it -> it.propose(5));

        assertThat(one.received(0, new Decided(decision))).containsExactly(new Decide(decision));
        assertThat(two.lost(0)).containsExactly(new Send(1, new Propose(5, List.of(0))));
        assertThat(one.received(2, new Propose(5, List.of(0)))).containsExactly(send(2, decision));
        assertThat(two.received(0, new Decided(decision))).as("too late").isEmpty();
        assertThat(two.received(1, new Decided(decision))).containsExactly(new Decide(decision));
    }

    @Test
    void aNewLeaderAdoptsWhatOneMemberWasTold() {
        var decision = new Decision(1, List.of());
        Agreement told = with(member(2, 4), it -> it.propose(1), it -> it.received(0, new Decided(decision)));
        assertThat(told.lost(0)).containsExactly(send(1, decision));

        Agreement leader = with(member(1, 4), it -> it.propose(1), it -> it.lost(0));
        leader.received(3, new Propose(7, List.of(0)));
        assertThat(leader.received(2, new Decided(decision))).containsExactly(send(3, decision), new Decide(decision));
    }

    @Test
    void everyNewLeaderIsToldAnew() {
        Agreement member = member(3, 4);
        assertThat(member.lost(1)).isEmpty();
        assertThat(member.propose(9)).containsExactly(new Send(0, new Propose(9, List.of(1))));
        assertThat(member.lost(0)).containsExactly(new Send(2, new Propose(9, List.of(0, 1))));
        assertThat(member.lost(0)).as("told again").isEmpty();
        assertThat(member.lost(2)).containsExactly(new Decide(new Decision(9, List.of(0, 1, 2))));
    }

    @Test
    void whatTheDeadHadProposedCounts() {
        Agreement leader = with(member(0, 3), it -> it.propose(7), it -> it.received(2, new Propose(3, List.of(1))));
        assertThat(leader.lost(2)).isEmpty();
        assertThat(leader.lost(1)).containsExactly(new Decide(new Decision(3, List.of(1, 2))));
    }

    @Test
    void aDecisionThatComesBeforeTheCallIsKept() {
        Agreement member = with(member(1, 3), it -> it.received(0, DECIDED));
        assertThat(member.received(2, PROPOSAL)).containsExactly(new Send(2, DECIDED));
        assertThat(member.propose(1)).containsExactly(new Decide(DECIDED.decision()));
    }

    @Test
    void onTheWire() {
        var lost = List.of(0, 5, 63, 64, 200);
        for (AgreementMessage message : List.of(
                new Propose(-1, List.of()),
                new Propose(Long.MIN_VALUE, lost),
                new Decided(new Decision(42, lost)),
                new Decided(new Decision(0, List.of())))) {
            assertThat(AgreementMessage.fromLongs(message.toLongs())).isEqualTo(message);
        }
        assertThat(new Propose(7, List.of()).toLongs()).containsExactly(1, 7);
        assertThat(new Decided(new Decision(7, List.of(1, 64))).toLongs()).containsExactly(2, 7, 2, 1);
        assertThatThrownBy(() -> AgreementMessage.fromLongs(new long[] {3, 0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a message of an agreement: [3, 0]");
    }
}
