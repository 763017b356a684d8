package dev.weft.collectives.flight;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void runs_of_ranks_are_short() {
        assertThat(Words.ranks(List.of(3))).isEqualTo("rank 3");
        assertThat(Words.ranks(List.of(0, 1, 2, 4))).isEqualTo("ranks 0, 1, 2, 4");
        assertThat(Words.ranks(List.of(0, 1, 2, 3, 5))).isEqualTo("ranks 0 to 3, 5");
        var even = IntStream.range(0, 20).map(rank -> 2 * rank).boxed().toList();
        assertThat(Words.ranks(even)).isEqualTo("ranks 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22 and 8 more");
    }

    @Test
    void times_have_the_unit_that_fits() {
        assertThat(Words.duration(Duration.ofNanos(43_900))).isEqualTo("43 µs");
        assertThat(Words.duration(Duration.ofMillis(999))).isEqualTo("999 ms");
        assertThat(Words.duration(Duration.ofMillis(61_249))).isEqualTo("61.2 s");
    }
}
