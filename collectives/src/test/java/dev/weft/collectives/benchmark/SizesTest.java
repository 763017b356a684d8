package dev.weft.collectives.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizesTest {
    @Test
    void are_bytes_kibibytes_mebibytes_and_gibibytes_in_order() {
        assertThat(Sizes.parse("1g, 1m,64K,8,1024,1k")).containsExactly(8, 1 << 10, 64 << 10, 1 << 20, 1 << 30);
        assertThat(Sizes.parse(Sizes.DEFAULT)).containsExactly(8, 1 << 10, 64 << 10, 1 << 20, 16 << 20);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    12      | 12 is no multiple of 8: give one, since doubles are sent
                    8,x     | 'x' is no size: give bytes, alone or with k, m or g, e.g. 8,1k,64k,1m,16m
                    8,,16   | '' is no size
                    0       | '0' is no size
                    -8      | '-8' is no size
                    2g      | 2g > 1g: give at most 1g
                    99999999999g | '99999999999g' is no size
                    """)
    void that_make_no_sense_are_refused(String list, String sentence) {
        assertThatThrownBy(() -> Sizes.parse(list))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(sentence);
    }

    @ParameterizedTest
    @CsvSource({"8, 8 B", "1024, 1 KiB", "65536, 64 KiB", "1048576, 1 MiB", "1048584, 1048584 B"})
    void are_written_short(int bytes, String text) {
        assertThat(Sizes.text(bytes)).isEqualTo(text);
    }
}
