package dev.weft.collectives.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.collectives.recovery.WaitHistory.Use;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs by the thousands that wait for each other, or are about to stop waiting; and wrong uses, which they have to find. */
@Timeout(60)
final class WaitHistoriesTest {
    private static final int HISTORIES = 10_000;

    @Test
    void everyCircleIsFoundOnceAndNoneThatIsNotThere() {
        int circles = 0;
        int waitsThatEnded = 0;
        for (int seed = 0; seed < HISTORIES; seed++) {
            var history = new WaitHistory(seed, Use.RIGHT);
            circles += history.run();
            waitsThatEnded += history.waitsThatEnded;
        }
        System.out.println(
                "histories: " + HISTORIES + ", circles: " + circles + ", waits that ended: " + waitsThatEnded);
        assertThat(circles).isGreaterThan(HISTORIES / 4);
        assertThat(waitsThatEnded).isGreaterThan(2 * HISTORIES);
    }

    @ParameterizedTest
    @EnumSource(names = {"HURRIED", "FORGETFUL"})
    void aWrongUseIsFound(Use wrong) {
        assertThatThrownBy(() -> {
                    for (int seed = 0; seed < HISTORIES; seed++) {
                        new WaitHistory(seed, wrong).run();
                    }
                })
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed=");
    }
}
