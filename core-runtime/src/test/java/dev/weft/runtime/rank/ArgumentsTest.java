package dev.weft.runtime.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.runtime.UsageException;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class ArgumentsTest {
    private static Arguments of(Object value) {
        return new Arguments(Map.of("n", value));
    }

    @Test
    void whatIsNotGivenIsTheOtherwise() {
        var none = new Arguments(Map.of());

        assertThat(none.get("n")).isEmpty();
        assertThat(none.get("n", "text")).isEqualTo("text");
        assertThat(none.get("n", 7)).isEqualTo(7);
        assertThat(none.get("n", 7L)).isEqualTo(7L);
        assertThat(none.get("n", 7.5)).isEqualTo(7.5);
        assertThat(none.get("n", true)).isTrue();
    }

    @Test
    void readsTextAndNumbers() {
        assertThat(of("20").get("n", 1)).isEqualTo(20);
        assertThat(of(20).get("n", 1)).isEqualTo(20);
        assertThat(of(20L).get("n", 1)).isEqualTo(20);
        assertThat(of(20.0).get("n", 1)).isEqualTo(20);
        assertThat(of(" 9007199254740993 ").get("n", 1L)).isEqualTo(9007199254740993L);
        assertThat(of(Long.MIN_VALUE).get("n", 1L)).isEqualTo(Long.MIN_VALUE);
        assertThat(of("0.85").get("n", 1.0)).isEqualTo(0.85);
        assertThat(of(3).get("n", 1.0)).isEqualTo(3.0);
        assertThat(of(Double.POSITIVE_INFINITY).get("n", 1.0)).isInfinite();
        assertThat(of("true").get("n", false)).isTrue();
        assertThat(of(false).get("n", true)).isFalse();
        assertThat(of(12).get("n", "")).isEqualTo("12");
    }

    @Test
    void namesArgumentAndValueWhereTheyDontFit() {
        assertRefused(() -> of("many").get("n", 1), "n=many can't be used: n must be a whole number");
        assertRefused(() -> of(0.5).get("n", 1L), "n=0.5 can't be used: n must be a whole number");
        assertRefused(() -> of(Double.NaN).get("n", 1L), "n=NaN can't be used: n must be a whole number");
        assertRefused(() -> of("1e300").get("n", 1L), "n=1e300 can't be used: n must be a whole number");
        assertRefused(
                () -> of(1L << 40).get("n", 1),
                "n=1099511627776 can't be used: n must be a whole number from -2147483648 to 2147483647");
        assertRefused(() -> of("0,5").get("n", 1.0), "n=0,5 can't be used: n must be a number");
        assertRefused(() -> of("yes").get("n", false), "n=yes can't be used: n must be true or false");
    }

    private static void assertRefused(ThrowingCallable call, String sentence) {
        assertThatExceptionOfType(UsageException.class).isThrownBy(call).withMessage(sentence);
    }
}
