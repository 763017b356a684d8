package dev.weft.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words of {@code --inject}. */
class FaultTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "kill worker=1 at step=5",
                "kill worker=0 during=save",
                "kill worker=1 during=save at step=6",
                "kill rank=3 at step=2",
                "pause worker=0 at step=4 for=1500ms",
                "exhaust heap rank=2 at step=7",
                "store errors=0.2 seed=7",
                "store errors=1 seed=-7",
                "store slow=10x",
                "store slow=1.5x",
                "disk full at step=3"
            })
    void aFaultIsWrittenAsItIsRead(String text) {
        assertThat(Fault.parse(text, 2)).hasToString("[" + text + "]");
        assertThat(Fault.parse(" " + text + "\n", 2)).hasToString("[" + text + "]");
    }

    @Test
    void allOfTheirNumbersArrive() {
        assertThat(Fault.parse("kill worker=1 during=save", 2))
                .isEqualTo(List.of(new Fault.KillDuringSave(1, Fault.ANY_STEP)));
        assertThat(Fault.parse("pause worker=0 at step=4 for=15s", 2))
                .isEqualTo(List.of(new Fault.PauseWorker(0, 4, Duration.ofSeconds(15))));
        assertThat(Fault.parse("store errors=0.25 seed=7", 2)).isEqualTo(List.of(new Fault.StoreErrors(0.25, 7)));
        assertThat(Fault.parse("exhaust heap rank=9 at step=1", 2)).isEqualTo(List.of(new Fault.ExhaustHeap(9, 1)));
        assertThat(Fault.parse("random kills=3 seed=1", 2)).hasSize(3).hasOnlyElementsOfType(Fault.KillWorker.class);
        var tiny = new Fault.StoreErrors(1e-7, 3);
        assertThat(Fault.parse(tiny.toString(), 1)).isEqualTo(List.of(tiny));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kill worker=2 at step=5         | strikes nobody: workers=2, so name one from 0 to 1
            kill worker=2 during=save       | strikes nobody: workers=2, so name one from 0 to 1
            pause worker=9 at step=1 for=1s | strikes nobody: workers=2
            kill worker=1 during=load       | is unknown: write "kill worker=1 at step=5"
            kill rank=1                     | is unknown
            kill worker=1 at step=5 now     | is unknown
            store errors=0.2                | write "kill
            store errors=1.5 seed=7         | errors=1.5 of the store: give the share of calls that fail, from 0 to 1
            store slow=10                   | or "disk full at step=6"
            store slow=0.5x                 | slow=0.5x of the store: give from 1x to 1000000x
            disk full                       | or "disk full at step=6"
            exhaust heap at step=5          | is unknown
            """)
    void wrongWordsAreRefusedWithASentence(String text, String sentence) {
        assertThatThrownBy(() -> Fault.parse(text, 2))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(sentence)
                .message()
                .hasLineCount(1);
    }
}
