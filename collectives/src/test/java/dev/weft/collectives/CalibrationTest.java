package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.collectives.algorithm.Costs;
import dev.weft.collectives.algorithm.Layout;
import dev.weft.collectives.algorithm.Pace;
import dev.weft.collectives.algorithm.Selection;
import dev.weft.collectives.algorithm.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Costs that are measured, and what is chosen by costs. */
class CalibrationTest {
    private static final Layout ALONE = new Layout(16, 1, true);
    private static final Layout TOGETHER = new Layout(4, 4, true);

    /** 10 gigabit Ethernet with 20 µs: MPICH's and Open MPI's reason to change the algorithm in the tens of kilobytes. */
    private static final Selection ETHERNET = new Selection(
            new Costs(new Pace(150, 0.05), new Pace(150, 0.05), 0.1),
            new Costs(new Pace(20_000, 0.8), new Pace(20_000, 0.8), 0.1));

    @Test
    void ranks_of_two_processes_agree_on_what_they_measured_and_go_on() {
        Meeting.IPC_UNEVEN.begin();
        try {
            RankThreads.run(5, communicator -> {
                communicator.calibrate();
                long sum = communicator.allReduce(1L, Op.SUM);
                assertThat(sum).isEqualTo(5);
            });
        } finally {
            Meeting.MEMORY.begin();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ALL_REDUCE, 1, recursive-doubling",
        "ALL_REDUCE, 1000, recursive-doubling",
        "ALL_REDUCE, 100000, rabenseifner",
        "BROADCAST, 10, binomial",
        "BROADCAST, 1000000, scatter+ring",
        "REDUCE, 10, binomial",
        "REDUCE, 1000000, rabenseifner",
        "ALL_TO_ALL, 1, bruck",
        "ALL_TO_ALL, 100000, linear",
        "ALL_GATHER, 1, bruck",
        "ALL_GATHER, 100000, ring",
        "REDUCE_SCATTER, 1, recursive-halving",
        "SCAN, 1, recursive-doubling",
        "SCAN, 1000000, chain",
    })
    void short_calls_save_messages_and_long_ones_bytes(Operation operation, int count, String algorithm) {
        var shape = new Shape(operation, 16, ElementType.LONG, Op.SUM, count);
        assertThat(ETHERNET.cheapest(shape, ALONE).name()).isEqualTo(algorithm);
    }

    @Test
    void ranks_of_a_worker_let_one_of_them_speak() {
        var shape = new Shape(Operation.ALL_REDUCE, 16, ElementType.LONG, Op.SUM, 1000);
        assertThat(ETHERNET.cheapest(shape, TOGETHER).name()).startsWith("two-level:");
    }

    @Test
    void floating_sums_are_made_in_rank_order_unless_that_is_given_up() {
        var ordered = new Shape(Operation.ALL_REDUCE, 16, ElementType.DOUBLE, Op.SUM, 100_000);
        var unordered = new Shape(Operation.ALL_REDUCE, 16, ElementType.DOUBLE, Op.SUM.unordered(), 100_000);
        assertThat(ETHERNET.cheapest(ordered, ALONE).name()).isEqualTo("shares");
        assertThat(ETHERNET.cheapest(unordered, ALONE).name()).isEqualTo("rabenseifner");
    }
}
