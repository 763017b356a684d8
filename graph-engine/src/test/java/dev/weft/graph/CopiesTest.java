package dev.weft.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CopiesTest {
    @Test
    void eachClassOfFunctionsHasACopyOfItsOwn() {
        IntPredicate even = v -> v % 2 == 0;
        IntPredicate odd = v -> v % 2 == 1;
        assertThat(Calls.of(even)).isSameAs(Calls.of(even));
        assertThat(Calls.of(even).getClass())
                .isNotEqualTo(Calls.of(odd).getClass())
                .isNotEqualTo(CallLoops.class);
        assertThat(Calls.of(even).getClass().isHidden()).isTrue();
        assertThat(Calls.of(even).count(even, 0, 11)).isEqualTo(6);
        assertThat(Calls.of(odd).count(odd, 0, 11)).isEqualTo(5);
    }

    @Test
    void functionsOfOneClassShareACopy() {
        long copies = IntStream.range(0, 20)
                .mapToObj(CopiesTest::divisibleBy)
                .map(Calls::of)
                .distinct()
                .count();
        assertThat(copies).isEqualTo(1);
    }

    private static IntPredicate divisibleBy(int divisor) {
        return v -> v % divisor == 0;
    }
}
