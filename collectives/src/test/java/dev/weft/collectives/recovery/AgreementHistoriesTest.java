package dev.weft.collectives.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.collectives.recovery.AgreementEffect.Decide;
import dev.weft.collectives.recovery.AgreementHistory.Parties;
import dev.weft.collectives.recovery.AgreementHistory.Party;
import dev.weft.collectives.recovery.AgreementMessage.Decided;
import dev.weft.collectives.recovery.AgreementMessage.Propose;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Agreements in thousands of random histories; and wrong ones, which the same histories have to find. */
@Timeout(60)
final class AgreementHistoriesTest {
    private static final int HISTORIES = 20_000;

    @Test
    void survivorsDecideTheSameInEveryHistory() {
        int undisturbed = 0;
        int diedTelling = 0;
        int lostDecisions = 0;
        for (int seed = 0; seed < HISTORIES; seed++) {
            AgreementHistory history = new AgreementHistory(seed, Right::new).run();
            if (history.deaths() == 0) {
                undisturbed++;
                assertThat(history.messages)
                        .as(history.toString())
                        .isEqualTo(history.agreements() * 2 * (history.members() - 1));
            }
            diedTelling += history.diedTelling ? 1 : 0;
            lostDecisions += history.lostDecision ? 1 : 0;
        }
        System.out.println("histories: " + HISTORIES + ", without a death: " + undisturbed
                + ", a leader died while it told: " + diedTelling + ", a decision died: " + lostDecisions);
        assertThat(undisturbed).isGreaterThan(HISTORIES / 20);
        assertThat(diedTelling).isGreaterThan(HISTORIES / 50);
        assertThat(lostDecisions).isPositive();
    }

    static Stream<Arguments> wrongOnes() {
        return Stream.of(
                wrong("leads without adopting", LeadsWithoutAdopting::new, ", members "),
                wrong("believes the dead", BelievesTheDead::new, ", members "),
                wrong("leaves after its call", LeavesAfterItsCall::new, "which lives, decided"),
                wrong("tells no new leader", TellsNoNewLeader::new, "which lives, decided"));
    }

    private static Arguments wrong(String name, Parties parties, String finding) {
        return Arguments.of(Named.of(name, parties), finding);
    }

    @ParameterizedTest
    @MethodSource("wrongOnes")
    void aWrongOneIsFound(Parties wrong, String finding) {
        assertThatThrownBy(() -> {
                    for (int seed = 0; seed < HISTORIES; seed++) {
                        new AgreementHistory(seed, wrong).run();
                    }
                })
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed=")
                .hasMessageContaining(finding);
    }

    private static class Right implements Party {
        final int self;
        final BitSet lost;
        final Agreement agreement;
        boolean decided;

        Right(int members, int self, BitSet lost) {
            this.self = self;
            this.lost = (BitSet) lost.clone();
            this.agreement = new Agreement(members, self, lost);
        }

        boolean leads() {
            return lost.nextClearBit(0) == self;
        }

        List<AgreementEffect> noted(List<AgreementEffect> effects) {
            decided |= effects.stream().anyMatch(Decide.class::isInstance);
            return effects;
        }

        @Override
        public List<AgreementEffect> propose(long flags) {
            return noted(agreement.propose(flags));
        }

        @Override
        public List<AgreementEffect> lost(int member) {
            lost.set(member);
            return noted(agreement.lost(member));
        }

        @Override
        public List<AgreementEffect> received(int from, AgreementMessage message) {
            return noted(agreement.received(from, message));
        }
    }

    /** Takes the decision that it is told, as a leader, for one more proposal. */
    private static final class LeadsWithoutAdopting extends Right {
        LeadsWithoutAdopting(int members, int self, BitSet lost) {
            super(members, self, lost);
        }

        @Override
        public List<AgreementEffect> received(int from, AgreementMessage message) {
            return super.received(
                    from,
                    leads() && message instanceof Decided told ? new Propose(told.flags(), told.lost()) : message);
        }
    }

    /** Decides by the word of a member of which it knows already that it is lost. */
    private static final class BelievesTheDead extends Right {
        BelievesTheDead(int members, int self, BitSet lost) {
            super(members, self, lost);
        }

        @Override
        public List<AgreementEffect> received(int from, AgreementMessage message) {
            if (!decided && lost.get(from) && message instanceof Decided(Decision decision)) {
                return noted(List.of(new Decide(decision)));
            }
            return super.received(from, message);
        }
    }

    /** Answers nobody any more once it has decided. */
    private static final class LeavesAfterItsCall extends Right {
        LeavesAfterItsCall(int members, int self, BitSet lost) {
            super(members, self, lost);
        }

        @Override
        public List<AgreementEffect> received(int from, AgreementMessage message) {
            return decided ? List.of() : super.received(from, message);
        }
    }

    /** Keeps from a new leader what it has decided. */
    private static final class TellsNoNewLeader extends Right {
        TellsNoNewLeader(int members, int self, BitSet lost) {
            super(members, self, lost);
        }

        @Override
        public List<AgreementEffect> lost(int member) {
            boolean before = decided;
            List<AgreementEffect> effects = super.lost(member);
            return before ? List.of() : effects;
        }
    }
}
