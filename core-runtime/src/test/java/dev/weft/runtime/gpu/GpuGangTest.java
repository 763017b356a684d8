package dev.weft.runtime.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.runtime.gpu.GpuGang.Seat;
import dev.weft.runtime.testing.FakeGpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
    private record Worth(int hosts, int worstLink, long links, long linksLeftOver) implements Comparable<Worth> {
        @Override
        public int compareTo(Worth other) {
            if (hosts != other.hosts) {
                return other.hosts - hosts;
            }
            if (worstLink != other.worstLink) {
                return Integer.compare(worstLink, other.worstLink);
            }
            return links != other.links
                    ? Long.compare(links, other.links)
                    : Long.compare(other.linksLeftOver, linksLeftOver);
        }

        Worth and(Worth other) {
            return new Worth(
                    hosts + other.hosts,
                    Math.min(worstLink, other.worstLink),
                    links + other.links,
                    linksLeftOver + other.linksLeftOver);
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
            return new Worth(chosen == 0 ? 0 : 1, worst, sum, leftOver);
        }
    }

    /** Tries all sets of free GPUs of all hosts. */
    private static Optional<Worth> exhaustive(List<GpuOffer> hosts, int ranks, int perRank) {
        Worth[][] ofSets = hosts.stream()
                .map(host -> IntStream.range(0, 1 << host.freeMilli().length)
                        .mapToObj(set -> Worth.of(host, set))
                        .toArray(Worth[]::new))
                .toArray(Worth[][]::new);
        int[] free = hosts.stream()
                .mapToInt(host -> Arrays.stream(host.whole()).map(i -> 1 << i).sum())
                .toArray();
        return Optional.ofNullable(
                best(ofSets, free, ranks * perRank, perRank, 0, new Worth(0, Integer.MAX_VALUE, 0, 0)));
    }

    private static Worth best(Worth[][] ofSets, int[] free, int gpus, int perRank, int host, Worth before) {
        if (host == free.length) {
            return gpus == 0 ? before : null;
        }
        Worth best = null;
        for (int set = free[host]; set >= 0; set = set == 0 ? -1 : set - 1 & free[host]) {
            int size = Integer.bitCount(set);
            if (size % perRank == 0 && size <= gpus) {
                Worth found = best(ofSets, free, gpus - size, perRank, host + 1, before.and(ofSets[host][set]));
                best = best == null || found != null && found.compareTo(best) > 0 ? found : best;
            }
        }
        return best;
    }

    private static Worth worth(List<GpuOffer> hosts, List<Seat> seats) {
        var chosen = new int[hosts.size()];
        for (Seat seat : seats) {
            for (int gpu : seat.gpus()) {
                assertThat(chosen[seat.host()] & 1 << gpu).as("GPU given twice").isZero();
                chosen[seat.host()] |= 1 << gpu;
            }
        }
        return IntStream.range(0, chosen.length)
                .mapToObj(host -> Worth.of(hosts.get(host), chosen[host]))
                .reduce(Worth::and)
                .orElseThrow();
    }

    private static void assertBest(List<GpuOffer> hosts, int ranks, int perRank) {
        Optional<List<Seat>> seats = GpuGang.seats(hosts, ranks, perRank * WHOLE);
        assertThat(seats.map(each -> worth(hosts, each))).isEqualTo(exhaustive(hosts, ranks, perRank));
        seats.ifPresent(each -> assertThat(each)
                .hasSize(ranks)
                .allSatisfy(seat -> assertThat(seat.gpus()).hasSize(perRank)));
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
        for (List<GpuOffer> hosts : List.of(
                wired.subList(0, 1),
                wired.subList(1, 2),
                wired.subList(0, 3),
                wired.reversed().subList(0, 3))) {
            assertBest(hosts, ranks, 1);
            assertBest(hosts, ranks, 2);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void equalsAnExhaustiveSearchOnRandomHosts(long seed) {
        var random = new Random(seed);
        int[] kinds = {5, 15, 25, 40, 50, 110, 120};
        for (int i = 0; i < 20; i++) {
            List<GpuOffer> hosts = Stream.generate(() -> random(random, kinds))
                    .limit(1 + random.nextInt(3))
                    .toList();
            for (int ranks : new int[] {2, 4, 7, 16}) {
                assertBest(hosts, ranks, 1 + random.nextInt(2));
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

    private static List<List<Integer>> gpus(List<GpuOffer> hosts, int ranks, int milli) {
        return GpuGang.seats(hosts, ranks, milli).orElseThrow().stream()
                .map(Seat::gpus)
                .toList();
    }

    @Test
    void twoRanksGetThePairWithTheMostNvlinks() {
        assertThat(gpus(List.of(offer(FakeGpus.DGX_1)), 2, WHOLE)).containsExactly(List.of(0), List.of(3));
        assertThat(gpus(List.of(offer(FakeGpus.DGX_1, 0)), 2, WHOLE)).containsExactly(List.of(2), List.of(3));
    }

    @Test
    void fourRanksStayInOneCube() {
        assertThat(gpus(List.of(offer(FakeGpus.DGX_1)), 4, WHOLE))
                .flatExtracting(each -> each)
                .containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    /** GPU 0's neighbour on its switch is taken: taking it leaves the pairs whole. */
    @Test
    void oneRankLeavesPairsWhole() {
        assertThat(gpus(List.of(offer(FakeGpus.PCIE, 5)), 1, WHOLE)).containsExactly(List.of(4));
    }

    @Test
    void twoGpusOfARankAreOnOneSwitch() {
        assertThat(gpus(List.of(offer(FakeGpus.PCIE)), 4, 2 * WHOLE))
                .containsExactly(List.of(0, 1), List.of(2, 3), List.of(4, 5), List.of(6, 7));
    }

    @Test
    void neighbouringRanksAreNear() {
        List<List<Integer>> byRank = gpus(List.of(offer(FakeGpus.PCIE)), 8, WHOLE);
        int[][] weights = offer(FakeGpus.PCIE).weights();
        for (int rank = 0; rank < 8; rank += 2) {
            assertThat(weights[byRank.get(rank).getFirst()][byRank.get(rank + 1).getFirst()])
                    .isEqualTo(50);
        }
    }

    @Test
    void aGangThatDoesNotFitGetsNothing() {
        assertThat(GpuGang.seats(List.of(offer(FakeGpus.PCIE), offer(FakeGpus.PCIE, 1)), 16, WHOLE))
                .isEmpty();
        assertThat(GpuGang.seats(List.of(), 1, WHOLE)).isEmpty();
        assertThat(GpuGang.seats(List.of(offer(FakeGpus.PCIE, 0, 2, 4)), 3, 3 * WHOLE))
                .isEmpty();
        assertThat(GpuGang.capacity(List.of(offer(FakeGpus.PCIE, 0, 2, 4)), 3 * WHOLE))
                .isEqualTo(1);
    }

    @Test
    void manyPartsOfGpusAreChosenAtOnce() {
        var weights = new int[56][56];
        for (int i = 0; i < 56; i++) {
            for (int j = 0; j < 56; j++) {
                weights[i][j] = i == j ? 0 : i / 7 == j / 7 ? 50 : 5;
            }
        }
        List<List<Integer>> chosen = gpus(List.of(offer(weights)), 7, WHOLE);
        assertThat(chosen)
                .flatExtracting(each -> each)
                .extracting(each -> each / 7)
                .containsOnly(0);
        assertThat(gpus(List.of(offer(weights)), 28, WHOLE))
                .doesNotHaveDuplicates()
                .hasSize(28);
    }

    // ---- shares

    @Test
    void sharesFillOneGpuAfterTheOther() {
        assertThat(gpus(List.of(offer(FakeGpus.PCIE)), 5, 400))
                .containsExactly(List.of(0), List.of(0), List.of(1), List.of(1), List.of(2));
        assertThat(gpus(List.of(offer(FakeGpus.PCIE)), 4, 250))
                .containsExactly(List.of(0), List.of(0), List.of(0), List.of(0));
    }

    @Test
    void sharesOfUsedGpusComeFirst() {
        GpuOffer host = offer(FakeGpus.PCIE);
        host.freeMilli()[6] = 500;
        host.freeMilli()[3] = 700;
        assertThat(gpus(List.of(host), 5, 300))
                .as("then GPU 2, whose neighbour on its switch others use")
                .containsExactly(List.of(6), List.of(3), List.of(3), List.of(2), List.of(2));
    }

    @Test
    void sharesOfSeveralHostsAreThoseOfFew() {
        List<GpuOffer> hosts =
                List.of(offer(FakeGpus.host(1, "")), offer(FakeGpus.host(2, "")), offer(FakeGpus.host(1, "")));
        assertThat(GpuGang.seats(hosts, 5, 500).orElseThrow())
                .extracting(Seat::host)
                .containsExactly(0, 1, 1, 1, 1);
        assertThat(GpuGang.seats(hosts, 9, 500)).isEmpty();
    }

    // ---- never twice

    private record Running(List<Seat> seats, int milliPerGpu) {}

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void noGpuIsGivenTwice(long seed) {
        var random = new Random(seed);
        List<int[][]> hosts = List.of(
                offer(FakeGpus.DGX_1).weights(),
                offer(FakeGpus.PCIE).weights(),
                offer(FakeGpus.host(3, "")).weights());
        int[][] used = hosts.stream().map(weights -> new int[weights.length]).toArray(int[][]::new);
        var running = new ArrayList<Running>();
        int given = 0;
        int refused = 0;
        for (int i = 0; i < 1500; i++) {
            if (!running.isEmpty() && random.nextInt(5) < 2) {
                add(used, running.remove(random.nextInt(running.size())), -1);
                continue;
            }
            int milli = random.nextBoolean() ? WHOLE * (1 + random.nextInt(2)) : 50 + random.nextInt(900);
            int ranks = 1 + random.nextInt(7);
            List<GpuOffer> offers = offers(hosts, used);
            Optional<List<Seat>> seats = GpuGang.seats(offers, ranks, milli);
            assertThat(seats.isPresent())
                    .as("seed %d, job %d", seed, i)
                    .isEqualTo(GpuGang.capacity(offers, milli) >= ranks);
            if (seats.isPresent()) {
                var job = new Running(seats.get(), Math.min(milli, WHOLE));
                add(used, job, 1);
                running.add(job);
                given++;
            } else {
                refused++;
            }
            assertThat(Arrays.stream(used).flatMapToInt(Arrays::stream))
                    .as("seed %d, job %d", seed, i)
                    .allSatisfy(milliUsed -> assertThat(milliUsed).isBetween(0, WHOLE));
        }
        assertThat(given).isGreaterThan(100);
        assertThat(refused).isGreaterThan(100);
    }

    private static void add(int[][] used, Running job, int sign) {
        job.seats.forEach(seat -> seat.gpus().forEach(gpu -> used[seat.host()][gpu] += sign * job.milliPerGpu));
    }

    private static List<GpuOffer> offers(List<int[][]> hosts, int[][] used) {
        return IntStream.range(0, used.length)
                .mapToObj(host -> new GpuOffer(
                        hosts.get(host),
                        Arrays.stream(used[host]).map(milli -> WHOLE - milli).toArray()))
                .toList();
    }
}
