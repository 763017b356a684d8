package dev.weft.collectives;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** The random sequences of {@link CollectivesModelTest}, over lanes. */
@ParameterizedClass
@EnumSource(mode = Mode.EXCLUDE, names = "MEMORY")
class LaneModelTest extends AtMeeting {
    LaneModelTest(Meeting meeting) {
        super(meeting);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void short_calls_in_any_order(int size) {
        play(size, 100 + 300 / size, new int[] {0, 1, 2, 3, 7, 64, 65, 128, 129});
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void long_calls_in_any_order(int size) {
        play(size, 15, new int[] {1000, 2049, 100_003, 400_000});
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
