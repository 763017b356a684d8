package dev.weft.collectives;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long random sequences of all collective calls against {@link SerialModel}. */
class CollectivesModelTest {
    private static final int[] SHORT_COUNTS = {0, 1, 2, 3, 7, 64, 65, 128, 129};
    private static final int[] LONG_COUNTS = {1000, 2049, 100_003};

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 13})
    void short_calls_in_any_order(int size) {
        play(size, 500 + 3000 / size, SHORT_COUNTS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 13})
    void long_calls_in_any_order(int size) {
        play(size, 12, LONG_COUNTS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 13})
    void short_and_long_calls_mixed(int size) {
        play(size, 50 + 300 / size, new int[] {1, 64, 1000, 1500});
    }

    /** Every operation with every type, at least once each. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void each_operation_with_each_type(int size) {
        long seed = System.nanoTime();
        RankThreads.run(size, communicator -> {
            for (Operation operation : CollectiveStep.OPERATIONS) {
                for (ElementType type : ElementType.values()) {
                    for (int count : new int[] {0, 3, 500}) {
                        new CollectiveStep(seed, size, operation, type, count).play(communicator);
                    }
                }
            }
        });
    }

    private static void play(int size, int steps, int[] counts) {
        long seed = System.nanoTime();
        RankThreads.run(size, communicator -> {
            var random = new Random(seed);
            for (int i = 0; i < steps; i++) {
                CollectiveStep.random(random, size, counts).play(communicator);
            }
        });
    }
}
