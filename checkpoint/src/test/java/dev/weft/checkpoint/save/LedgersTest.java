package dev.weft.checkpoint.save;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the coordinator remembers of the ranks' state. */
@Timeout(10)
class LedgersTest {
    private static final StepId TWO = new StepId(0, 2);
    private static final StepId FOUR = new StepId(0, 4);

    private final CommitLedger ledger = new CommitLedger(1, Map.of());

    @Test
    void aCheckpointIsWholeWithTheLastShare() {
        assertThat(ledger.saved(save(TWO, 0, 1, 7))).isEmpty();
        assertThat(ledger.saved(save(TWO, 2, 3, 7))).hasValueSatisfying(manifest -> {
            assertThat(manifest.parts()).extracting(Part::partition).containsExactly(0, 1, 2, 3);
            assertThat(manifest.at()).isEqualTo(TWO);
        });
        assertThat(ledger.saved(save(TWO, 2, 3, 7))).as("told twice").isEmpty();
    }

    @Test
    void sharesOfTwoMayComeInBetween() {
        assertThat(ledger.saved(save(TWO, 0, 1, 7))).isEmpty();
        assertThat(ledger.saved(save(FOUR, 0, 1, 7))).isEmpty();
        assertThat(ledger.saved(save(TWO, 2, 3, 7)))
                .hasValueSatisfying(manifest -> assertThat(manifest.at()).isEqualTo(TWO));
        assertThat(ledger.saved(save(FOUR, 2, 3, 7)))
                .hasValueSatisfying(manifest -> assertThat(manifest.at()).isEqualTo(FOUR));
    }

    @Test
    void oneThatComesWhenALaterOneIsWholeIsOfNoUse() {
        assertThat(ledger.saved(save(TWO, 0, 1, 7))).isEmpty();
        assertThat(ledger.saved(save(FOUR, 0, 1, 7))).isEmpty();
        assertThat(ledger.saved(save(FOUR, 2, 3, 7))).isPresent();
        assertThat(ledger.saved(save(TWO, 2, 3, 7))).isEmpty();
    }

    @Test
    void valuesThatDifferBetweenRanksAreNamed() {
        assertThat(ledger.saved(save(TWO, 0, 1, 7))).isEmpty();
        assertThatThrownBy(() -> ledger.saved(save(TWO, 2, 3, 8)))
                .hasMessageContaining("ranks differ in \"count\"")
                .hasMessageContaining("step 2");
    }

    @Test
    void aStepThatIsDoneAgainHasToBeTheSame() {
        var proofs = new ProofLedger(100);
        assertThat(proofs.said(TWO, 0, new long[] {1, 2}, 4)).isEmpty();
        assertThat(proofs.said(TWO, 1, new long[] {2, 3, 4}, 4))
                .as("by other ranks")
                .isEmpty();
        assertThat(proofs.said(TWO, 3, new long[] {5}, 4))
                .hasValueSatisfying(text -> assertThat(text).startsWith("partition 3 at step 2 is 5"));
        assertThat(proofs.said(TWO, 0, new long[] {1}, 5))
                .hasValueSatisfying(text -> assertThat(text).contains("5 partitions"));
    }

    @Test
    void onlySoManyDigestsAreKept() {
        var proofs = new ProofLedger(8);
        assertThat(proofs.said(TWO, 0, new long[] {1, 2, 3, 4}, 4)).isEmpty();
        assertThat(proofs.said(FOUR, 0, new long[] {1, 2, 3, 4}, 4)).isEmpty();
        assertThat(proofs.said(new StepId(0, 6), 0, new long[] {1, 2, 3, 4}, 4)).isEmpty();
        assertThat(proofs.said(TWO, 0, new long[] {9, 2, 3, 4}, 4))
                .as("forgotten")
                .isEmpty();
        assertThat(proofs.said(new StepId(0, 6), 0, new long[] {9, 2, 3, 4}, 4)).isPresent();
    }

    private static RankSave save(StepId at, int first, int last, int count) {
        return new RankSave(
                at,
                4,
                List.of(new Manifest.Item("score", "double[]")),
                Map.of("count", new byte[] {(byte) count}),
                List.of(part(first), part(last)));
    }

    private static Part part(int partition) {
        return new Part(partition, "object", 8L * partition, 8, 8, false, partition, new int[] {1});
    }
}
