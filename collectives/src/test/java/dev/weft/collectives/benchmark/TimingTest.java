package dev.weft.collectives.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimingTest {
    @Test
    void is_the_median_and_the_shortest() {
        assertThat(Timing.of(new double[] {9, 1, 5, 2, 7})).isEqualTo(new Timing(5, 1));
    }

    @Test
    void of_several_passes_is_the_median_of_medians() {
        var passes = List.of(new Timing(8, 1), new Timing(3, 2), new Timing(4, 0.5));
        assertThat(Timing.ofPasses(passes)).isEqualTo(new Timing(4, 0.5));
    }

    @Test
    void rounds_get_fewer_as_calls_get_longer() {
        assertThat(Rounds.of(0)).isEqualTo(new Rounds(5_000, 20_000));
        assertThat(Rounds.of(64 << 10)).isEqualTo(new Rounds(1_000, 4_000));
        assertThat(Rounds.of(16 << 20)).isEqualTo(new Rounds(10, 40));
        assertThat(Rounds.block(40)).isEqualTo(5);
        assertThat(Rounds.block(20_000)).isEqualTo(50);
    }

    @Test
    void outcomes_and_tasks_are_the_same_after_their_way_as_lines() {
        var task = new Task(Task.Kind.MEASURE, KernelTable.named("allReduce"), 1024);
        assertThat(Task.of(task.line())).isEqualTo(task);
        for (Outcome outcome : List.of(
                new Outcome.Done(),
                new Outcome.Timed(new Timing(1.25, 0.1)),
                new Outcome.Verified(new Checked(5, 1, "value 3 is 4, should be 5")),
                new Outcome.Verified(Checked.NOTHING))) {
            assertThat(Outcome.of(outcome.line())).isEqualTo(outcome);
        }
    }
}
