package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SequenceCheckTest {
    private final SequenceCheck check = new SequenceCheck();

    @Test
    void frames_in_order_pass() {
        for (long sequence = 0; sequence < 1000; sequence++) {
            assertThat(check.accept(sequence)).isTrue();
        }
        assertThat(check.expected()).isEqualTo(1000);
    }

    @Test
    void a_gap_is_found() {
        assertThat(check.accept(0)).isTrue();
        assertThat(check.accept(2)).isFalse();
        assertThat(check.expected()).isEqualTo(1);
    }

    @Test
    void a_frame_that_comes_twice_is_found() {
        assertThat(check.accept(0)).isTrue();
        assertThat(check.accept(0)).isFalse();
    }

    @Test
    void a_broken_lane_stays_broken() {
        assertThat(check.accept(0)).isTrue();
        assertThat(check.accept(0)).isFalse();
        assertThat(check.accept(1)).isFalse();
        assertThat(check.expected()).isEqualTo(1);
    }

    @Test
    void a_lane_whose_beginning_was_missed_is_found() {
        assertThat(check.accept(1)).isFalse();
    }
}
