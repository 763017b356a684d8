package dev.weft.graph.algorithms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LabelTallyTest {
    private static final int LABELS = 1000;
    private static final int LISTS = 2000;

    /** One tally takes many lists, long and short, of few and of many labels, in two halves. */
    @Test
    void bothFindTheLeastOfTheMostFrequent() {
        for (LabelTally tally : new LabelTally[] {new LabelCounts(LABELS), new LabelTable()}) {
            for (int seed = 0; seed < LISTS; seed++) {
                int[] list = list(new Random(seed));
                assertThat(mostFrequent(tally, list))
                        .as(tally + " seed=" + seed)
                        .isEqualTo(expected(list));
            }
        }
    }

    @Test
    void countsBeginAgainBeforeTheyOverflow() {
        var counts = new LabelCounts(LABELS);
        assertThat(mostFrequent(counts, new int[] {7, 7, 3})).isEqualTo(7);
        counts.begin(Integer.MAX_VALUE - 5);
        assertThat(counts.add(identity(), new int[] {7, 9, 9}, 0, 3)).isFalse();
        assertThat(counts.mostFrequent()).isEqualTo(9);
        for (int seed = 0; seed < LISTS; seed++) {
            int[] list = list(new Random(seed));
            assertThat(mostFrequent(counts, list)).as("seed=" + seed).isEqualTo(expected(list));
        }
    }

    private static int[] list(Random random) {
        int labels = 1 + random.nextInt(random.nextBoolean() ? 4 : LABELS);
        return random.ints(1 + random.nextInt(300), 0, labels).toArray();
    }

    private static int mostFrequent(LabelTally tally, int[] list) {
        tally.begin(list.length);
        int half = list.length / 2;
        if (!tally.add(identity(), list, 0, half)) {
            boolean _ = tally.add(identity(), list, half, list.length);
        }
        return tally.mostFrequent();
    }

    private static int[] identity() {
        return IntStream.range(0, LABELS).toArray();
    }

    private static int expected(int[] list) {
        Map<Integer, Long> times =
                IntStream.of(list).boxed().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        long most = times.values().stream().mapToLong(n -> n).max().orElseThrow();
        return times.keySet().stream()
                .filter(label -> times.get(label) == most)
                .mapToInt(n -> n)
                .min()
                .orElseThrow();
    }
}
