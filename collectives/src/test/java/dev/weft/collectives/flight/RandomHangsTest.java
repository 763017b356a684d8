package dev.weft.collectives.flight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.collectives.Operation;
import dev.weft.collectives.flight.FlightEvent.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Jobs whose ranks make random calls until one of them, the culprit, is missing in one: the report's first words have to
 * be its name. The others go on as far as they can: some wait for it, others in other communicators for those.
 */
@Timeout(30)
class RandomHangsTest {
    private static final long EVERYONE = Scene.EVERYONE;
    private static final long SOME = EVERYONE + 1;
    private static final List<Operation> OPERATIONS =
            List.of(Operation.BARRIER, Operation.ALL_REDUCE, Operation.ALL_GATHER, Operation.BROADCAST);

    /** How the culprit came to be missing. */
    private enum Fate {
        LEFT_NO_DUMP("left no dump"),
        ENDED("has ended its program"),
        COMPUTES("is outside of any call"),
        CALLS_ANOTHER("called ");

        private final String words;

        Fate(String words) {
            this.words = words;
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void the_culprit_is_named(int seed, @TempDir Path folder) {
        var random = new Random(seed);
        int ranks = 3 + random.nextInt(10);
        List<Integer> all = IntStream.range(0, ranks).boxed().toList();
        List<Integer> some = shuffled(all, random).subList(0, 2 + random.nextInt(ranks - 1));
        var scene = new Scene(ranks).joins(SOME, some);

        var next = new long[] {1, 1};
        for (int calls = random.nextInt(40); calls > 0; calls--) {
            boolean together = random.nextBoolean();
            call(
                    scene,
                    random,
                    State.DONE,
                    together ? EVERYONE : SOME,
                    next[together ? 0 : 1]++,
                    together ? all : some);
        }

        Fate fate = Fate.values()[seed % Fate.values().length];
        boolean together = fate == Fate.CALLS_ANOTHER || random.nextBoolean();
        int culprit = together ? random.nextInt(ranks) : some.get(random.nextInt(some.size()));
        List<Integer> waiting = new ArrayList<>(together ? all : some);
        waiting.remove(Integer.valueOf(culprit));
        long number = together ? next[0] : next[1];
        scene.passes(random.nextInt(30));
        call(scene, random, State.STARTED, together ? EVERYONE : SOME, number, waiting);
        if (!together) {
            List<Integer> beyond = new ArrayList<>(all);
            beyond.removeAll(some);
            call(scene, random, State.STARTED, EVERYONE, next[0], beyond);
        }
        switch (fate) {
            case LEFT_NO_DUMP -> scene.leavesNoDump(culprit);
            case ENDED -> scene.ends(culprit);
            case COMPUTES -> {}
            case CALLS_ANOTHER -> scene.call(State.STARTED, Operation.EXSCAN, EVERYONE, number, 3, culprit);
        }

        String report = scene.reportFrom(folder).text(3);
        String named = "rank " + culprit + " (worker ";
        assertThat(report).as("seed %d, %s of %d ranks", seed, fate, ranks).startsWith(named);
        assertThat(report.lines().findFirst().orElseThrow()).contains(fate.words);
    }

    private static void call(
            Scene scene, Random random, State state, long communicator, long number, List<Integer> callers) {
        Operation operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
        int count = random.nextInt(100);
        for (int rank : shuffled(callers, random)) {
            scene.call(state, operation, communicator, number, count, rank);
        }
    }

    private static List<Integer> shuffled(List<Integer> ranks, Random random) {
        var shuffled = new ArrayList<>(ranks);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }
}
