package dev.weft.runtime.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.runtime.testing.FakeGpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GpuGangTest {
    private static final int WHOLE = GpuOffer.WHOLE;

    @TempDir
    Path folder;

    // ---- against an exhaustive search

    /** What a choice is worth; the first difference decides. */
    private record Worth(int worstLink, long links, long linksLeftOver) implements Comparable<Worth> {
        @Override
        public int compareTo(Worth other) {
            if (worstLink != other.worstLink) {
                return Integer.compare(worstLink, other.worstLink);
            }
            return links != other.links
                    ? Long.compare(links, other.links)
                    : Long.compare(other.linksLeftOver, linksLeftOver);
        }

        /** @param chosen a bit for each GPU of the host */
        static Worth of(GpuOffer host, int chosen) {
            int worst = Integer.MAX_VALUE;
            long sum = 0;
            long leftOver = 0;
            for (int i : host.whole()) {
                for (int j : host.whole()) {
                    boolean first = (chosen & 1 << i) != 0;
                    boolean second = (chosen & 1 << j) != 0;
                    if (i < j && first && second) {
                        worst = Math.min(worst, host.weights()[i][j]);
                        sum += host.weights()[i][j];
                    } else if (first && !second) {
                        leftOver += host.weights()[i][j];
                    }
                }
            }
            return new Worth(worst, sum, leftOver);
        }
    }

    /** Tries all sets of free GPUs. */
    private static Optional<Worth> exhaustive(GpuOffer host, int gpus) {
        int free = Arrays.stream(host.whole()).map(gpu -> 1 << gpu).sum();
        return IntStream.range(0, 1 << host.freeMilli().length)
                .filter(set -> (set & ~free) == 0 && Integer.bitCount(set) == gpus)
                .mapToObj(set -> Worth.of(host, set))
                .max(Comparator.naturalOrder());
    }

    private static Worth worth(GpuOffer host, List<List<Integer>> seats) {
        int chosen = 0;
        for (List<Integer> gpus : seats) {
            for (int gpu : gpus) {
                assertThat(chosen & 1 << gpu).as("GPU given twice").isZero();
                chosen |= 1 << gpu;
            }
        }
        return Worth.of(host, chosen);
    }

    private static void assertBest(GpuOffer host, int ranks, int perRank) {
        Optional<List<List<Integer>>> seats = GpuGang.seats(host, ranks, perRank * WHOLE);
        assertThat(seats.map(each -> worth(host, each))).isEqualTo(exhaustive(host, ranks * perRank));
        seats.ifPresent(each -> assertThat(each)
                .hasSize(ranks)
                .allSatisfy(gpus -> assertThat(gpus).hasSize(perRank)));
    }

    private GpuOffer offer(String host, int... taken) {
        try {
            Path library = FakeGpus.nvml(Files.createTempDirectory(folder, "host"), host);
            return offer(GpuDiscovery.of(library.toString(), Map.of(), folder).weights(), taken);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static GpuOffer offer(int[][] weights, int... taken) {
        var free = new int[weights.length];
        Arrays.fill(free, WHOLE);
        for (int gpu : taken) {
            free[gpu] = 0;
        }
        return new GpuOffer(weights, free);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 7, 16})
    void equalsAnExhaustiveSearchOnRealHosts(int ranks) {
        List<GpuOffer> wired = List.of(
                offer(FakeGpus.DGX_1),
                offer(FakeGpus.PCIE, 0, 5),
                offer(FakeGpus.DGX_A100, 1),
                offer(FakeGpus.DGX_1, 2));
        for (GpuOffer host : wired) {
            assertBest(host, ranks, 1);
            assertBest(host, ranks, 2);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void equalsAnExhaustiveSearchOnRandomHosts(long seed) {
        var random = new Random(seed);
        int[] kinds = {5, 15, 25, 40, 50, 110, 120};
        for (int i = 0; i < 60; i++) {
            GpuOffer host = random(random, kinds);
            for (int ranks : new int[] {1, 2, 4, 7}) {
                assertBest(host, ranks, 1 + random.nextInt(2));
            }
        }
    }

    private static GpuOffer random(Random random, int[] kinds) {
        int gpus = 1 + random.nextInt(7);
        var weights = new int[gpus][gpus];
        for (int i = 0; i < gpus; i++) {
            for (int j = 0; j < i; j++) {
                weights[i][j] = weights[j][i] = kinds[random.nextInt(kinds.length)];
            }
        }
        return offer(
                weights,
                IntStream.range(0, gpus).filter(_ -> random.nextInt(5) == 0).toArray());
    }

    // ---- what that means

    private static List<List<Integer>> gpus(GpuOffer host, int ranks, int milli) {
        return GpuGang.seats(host, ranks, milli).orElseThrow();
    }

    @Test
    void twoRanksGetAPairWithTheMostNvlinks() {
        for (GpuOffer host : List.of(offer(FakeGpus.DGX_1), offer(FakeGpus.DGX_1, 0))) {
            List<List<Integer>> pair = gpus(host, 2, WHOLE);
            assertThat(host.weights()[pair.get(0).getFirst()][pair.get(1).getFirst()])
                    .isEqualTo(GpuLink.nvlink(2).weight());
        }
    }

    @Test
    void fourRanksStayInOneCube() {
        assertThat(gpus(offer(FakeGpus.DGX_1), 4, WHOLE))
                .flatExtracting(each -> each)
                .containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    /** GPU 0's neighbour on its switch is taken: taking it leaves the pairs whole. */
    @Test
    void oneRankLeavesPairsWhole() {
        assertThat(gpus(offer(FakeGpus.PCIE, 5), 1, WHOLE)).containsExactly(List.of(4));
    }

    @Test
    void twoGpusOfARankAreOnOneSwitch() {
        assertThat(gpus(offer(FakeGpus.PCIE), 4, 2 * WHOLE))
                .containsExactly(List.of(0, 1), List.of(2, 3), List.of(4, 5), List.of(6, 7));
    }

    @Test
    void neighbouringRanksAreNear() {
        List<List<Integer>> byRank = gpus(offer(FakeGpus.PCIE), 8, WHOLE);
        int[][] weights = offer(FakeGpus.PCIE).weights();
        for (int rank = 0; rank < 8; rank += 2) {
            assertThat(weights[byRank.get(rank).getFirst()][byRank.get(rank + 1).getFirst()])
                    .isEqualTo(50);
        }
    }

    @Test
    void aGangThatDoesNotFitGetsNothing() {
        assertThat(GpuGang.seats(offer(FakeGpus.PCIE, 1), 8, WHOLE)).isEmpty();
        assertThat(GpuGang.seats(offer(FakeGpus.PCIE, 0, 2, 4), 3, 3 * WHOLE)).isEmpty();
        assertThat(GpuGang.capacity(offer(FakeGpus.PCIE, 0, 2, 4), 3 * WHOLE)).isEqualTo(1);
    }

    @Test
    void manyPartsOfGpusAreChosenAtOnce() {
        var weights = new int[56][56];
        for (int i = 0; i < 56; i++) {
            for (int j = 0; j < 56; j++) {
                weights[i][j] = i == j ? 0 : i / 7 == j / 7 ? 50 : 5;
            }
        }
        List<List<Integer>> chosen = gpus(offer(weights), 7, WHOLE);
        assertThat(chosen)
                .flatExtracting(each -> each)
                .extracting(each -> each / 7)
                .containsOnly(0);
        assertThat(gpus(offer(weights), 28, WHOLE)).doesNotHaveDuplicates().hasSize(28);
    }

    // ---- shares

    @Test
    void sharesFillOneGpuAfterTheOther() {
        assertThat(gpus(offer(FakeGpus.PCIE), 5, 400))
                .containsExactly(List.of(0), List.of(0), List.of(1), List.of(1), List.of(2));
        assertThat(gpus(offer(FakeGpus.PCIE), 4, 250)).containsExactly(List.of(0), List.of(0), List.of(0), List.of(0));
    }

    @Test
    void sharesOfUsedGpusComeFirst() {
        GpuOffer host = offer(FakeGpus.PCIE);
        host.freeMilli()[6] = 500;
        host.freeMilli()[3] = 700;
        assertThat(gpus(host, 5, 300))
                .as("then GPU 2, whose neighbour on its switch others use")
                .containsExactly(List.of(6), List.of(3), List.of(3), List.of(2), List.of(2));
    }

    // ---- never twice

    private record Running(List<List<Integer>> seats, int milliPerGpu) {}

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void noGpuIsGivenTwice(long seed) {
        var random = new Random(seed);
        int[][] weights = (random.nextBoolean() ? offer(FakeGpus.DGX_1) : offer(FakeGpus.PCIE)).weights();
        int[] used = new int[weights.length];
        var running = new ArrayList<Running>();
        int given = 0;
        int refused = 0;
        for (int i = 0; i < 1500; i++) {
            if (!running.isEmpty() && random.nextInt(5) < 2) {
                add(used, running.remove(random.nextInt(running.size())), -1);
                continue;
            }
            int milli = random.nextBoolean() ? WHOLE * (1 + random.nextInt(2)) : 50 + random.nextInt(900);
            int ranks = 1 + random.nextInt(4);
            var offer = new GpuOffer(
                    weights, Arrays.stream(used).map(its -> WHOLE - its).toArray());
            Optional<List<List<Integer>>> seats = GpuGang.seats(offer, ranks, milli);
            assertThat(seats.isPresent())
                    .as("seed %d, job %d", seed, i)
                    .isEqualTo(GpuGang.capacity(offer, milli) >= ranks);
            if (seats.isPresent()) {
                var job = new Running(seats.get(), Math.min(milli, WHOLE));
                add(used, job, 1);
                running.add(job);
                given++;
            } else {
                refused++;
            }
            assertThat(Arrays.stream(used))
                    .as("seed %d, job %d", seed, i)
                    .allSatisfy(milliUsed -> assertThat(milliUsed).isBetween(0, WHOLE));
        }
        assertThat(given).isGreaterThan(100);
        assertThat(refused).isGreaterThan(100);
    }

    private static void add(int[] used, Running job, int sign) {
        job.seats.forEach(gpus -> gpus.forEach(gpu -> used[gpu] += sign * job.milliPerGpu));
    }
}
