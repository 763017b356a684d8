package dev.weft.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans are as good as the best that there are, by an exhaustive search that shares no code with the planner. */
class PlannerTest {
    private static final Planner BY_RULE = new Planner(Optional.empty(), 0);

    /** {@code cases} random inventories and gangs. */
    private static void isBest(long seed, int cases) {
        int fit = 0;
        for (int number = 0; number < cases; number++) {
            long its = seed + number;
            var random = new SplittableRandom(its);
            var small = new RandomCase(random);
            Inventory inventory = small.inventory(random.nextInt(1, 6));
            CellState state = small.used(inventory);
            Gang gang = small.gang("gang", random.nextInt(1, 3), 5, inventory);
            Outcome outcome = new Planner().plan(state, gang);
            Optional<long[]> best = BruteForce.best(state, gang);
            assertThat(outcome instanceof Plan).as("seed %d: %s", its, outcome).isEqualTo(best.isPresent());
            if (outcome instanceof Plan plan) {
                fit++;
                PlanCheck.isWhole(plan);
                assertThat(BruteForce.key(plan.score()))
                        .as("seed %d: %s", its, plan)
                        .isEqualTo(best.get());
            } else if (outcome instanceof NoFit noFit) {
                assertThat(noFit.why()).as("seed %d", its).isNotEmpty();
            }
        }
        System.out.println("PlannerTest: of " + cases + " cases from seed " + seed + ", " + fit + " fit");
        assertThat(fit).isBetween(cases / 4, cases * 19 / 20);
    }

    @Test
    void isAsGoodAsAnExhaustiveSearch() {
        isBest(1, 400);
    }

    @Test
    @Tag("long")
    void isAsGoodAsAnExhaustiveSearchManyTimes() {
        isBest(100_000, 20_000);
    }

    /** What holds for hosts in any number: of one kind of unit the rule alone finds the nearest place, the fewest hosts and the fewest opened. */
    @Test
    void theRuleAloneFindsTheNearestAndFewestHosts() {
        int fit = 0;
        for (int seed = 0; seed < 400; seed++) {
            var random = new SplittableRandom(seed);
            var small = new RandomCase(random);
            Inventory inventory = small.inventory(random.nextInt(1, 6));
            CellState state = small.used(inventory);
            Gang any = small.gang("gang", 1, 6, inventory);
            Group group = any.groups().getFirst();
            Gang gang = new Gang(
                    "gang",
                    List.of(new Group("one", group.ranks(), 0, group.eachRank().preemptible(false))),
                    any.strategy(),
                    any.required(),
                    any.preferred(),
                    Optional.empty());
            Outcome outcome = BY_RULE.plan(state, gang);
            Optional<long[]> best = BruteForce.best(state, gang);
            assertThat(outcome instanceof Plan).as("seed %d: %s", seed, outcome).isEqualTo(best.isPresent());
            if (outcome instanceof Plan plan) {
                fit++;
                PlanCheck.isWhole(plan);
                boolean plain = group.eachRank().gpus() == 0 && group.eachRank().pinning() == Pinning.NONE;
                int sure = plan.gang().strategy() == Strategy.SPREAD ? 6 : plain ? 10 : 7;
                assertThat(Arrays.copyOf(BruteForce.key(plan.score()), sure))
                        .as("seed %d: %s", seed, plan)
                        .isEqualTo(Arrays.copyOf(best.get(), sure));
            }
        }
        assertThat(fit).isGreaterThan(100);
    }

    // ---- workers

    /** Workers have the ranks that they have when they run: 5 on 2 are 2 and 3, wherever these go. */
    @Test
    void operatorsThatShareWorkersAreTogether() {
        Gang gang = Gang.of(
                "gang", new Group("one", 5, 2, Demand.of(1000, 0)), new Group("other", 1, 2, Demand.of(2000, 0)));
        var inventory = new Inventory(List.of(Host.of("small", 2000, 0), Host.of("large", 5000, 0)));
        Plan plan = (Plan) new Planner().plan(CellState.of(inventory), gang);
        assertThat(plan.units())
                .extracting(
                        UnitPlace::group, UnitPlace::number, UnitPlace::firstRank, UnitPlace::lastRank, UnitPlace::host)
                .containsExactly(tuple(0, 0, 0, 1, 0), tuple(0, 1, 2, 4, 1), tuple(1, 1, 0, 0, 1));
    }

    /** By number, labels or what may be taken away: who differs in one has workers of its own. */
    @Test
    void operatorsOfDifferentWorkersAreApart() {
        Demand core = Demand.of(1000, 0);
        Demand ssd = core.nodeSelector(Map.of("disk", "ssd"));
        Gang gang = Gang.of(
                "gang",
                new Group("one", 2, 2, core),
                new Group("fast", 2, 2, ssd),
                new Group("many", 3, 3, core),
                new Group("beside", 3, 2, core),
                new Group("cheap", 2, 2, core.preemptible(true)));
        assertThat(gang.pools())
                .containsExactly(
                        new Pool(0, 2, List.of(0, 3)),
                        new Pool(2, 2, List.of(1)),
                        new Pool(4, 3, List.of(2)),
                        new Pool(7, 2, List.of(4)));
        var inventory = new Inventory(List.of(
                Host.of("plain", 8000, 0),
                Host.of("disk", 2000, 0).labels(Map.of("disk", "ssd")),
                Host.of("taken", 2000, 0).preemptible(true)));
        Plan plan = (Plan) new Planner().plan(CellState.of(inventory), gang);
        PlanCheck.isWhole(plan);
        assertThat(plan.units())
                .extracting(UnitPlace::group, UnitPlace::number, UnitPlace::host)
                .containsExactly(
                        tuple(0, 0, 0),
                        tuple(0, 1, 0),
                        tuple(1, 2, 1),
                        tuple(1, 3, 1),
                        tuple(2, 4, 0),
                        tuple(2, 5, 0),
                        tuple(2, 6, 0),
                        tuple(3, 0, 0),
                        tuple(3, 1, 0),
                        tuple(4, 7, 2),
                        tuple(4, 8, 2));
        assertThat(gang.spares(1)).extracting(Gang::ranks).containsExactly(3, 1, 1, 1);
    }

    @Test
    void workersWithoutARankAreRefused() {
        assertThatThrownBy(() -> Gang.of("gang", new Group("one", 1, 2, Demand.of(1, 0))))
                .hasMessage("operator one: ranks=1 < workers=2: give at least one rank for each worker");
    }

    // ---- GPUs

    /** Two groups of four joined by NVLinks of different numbers, as in a DGX-1; else through a bridge or between sockets. */
    private static GpuLinks twoFours() {
        var weights = new int[8][8];
        for (int a = 0; a < 8; a++) {
            for (int b = 0; b < a; b++) {
                String name = a / 4 != b / 4 ? a - b == 4 ? "NV1" : "SYS" : a + b == 3 || a + b == 11 ? "NV2" : "NV1";
                weights[a][b] = LinkClass.weight(name).getAsInt();
                weights[b][a] = weights[a][b];
            }
        }
        return GpuLinks.of(weights);
    }

    private static Host gpuHost(String name, GpuLinks links) {
        return Host.of(name, 32_000, 256 << 10)
                .gpus(links)
                .numa(List.of(
                        new NumaNode(0, CoreSet.range(0, 15), 0x0F), new NumaNode(1, CoreSet.range(16, 31), 0xF0)));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 7, 16})
    void gpuRanksOnTwoHostsOfEightGetTheBestConnected(int ranks) {
        var random = new SplittableRandom(ranks);
        for (GpuLinks links : List.of(twoFours(), new RandomCase(random).links(8), new RandomCase(random).links(8))) {
            var inventory = new Inventory(List.of(gpuHost("one", links), gpuHost("two", twoFours())));
            CellState state = CellState.of(inventory);
            Gang gang = Gang.of(
                    "gang", new Group("train", ranks, 0, Demand.of(1000, 1024).gpus(1)));
            Plan plan = (Plan) new Planner().plan(state, gang);
            PlanCheck.isWhole(plan);
            assertThat(BruteForce.key(plan.score()))
                    .isEqualTo(BruteForce.best(state, gang).orElseThrow());
            assertThat(linksOf(plan)).isEqualTo(plan.score().linkSum());
            assertThat(plan.units().stream().map(unit -> List.of(unit.host(), unit.gpus())))
                    .doesNotHaveDuplicates();
        }
    }

    /** Over all pairs of GPUs that the plan's ranks have on the same host. */
    private static long linksOf(Plan plan) {
        long sum = 0;
        for (UnitPlace one : plan.units()) {
            for (UnitPlace other : plan.units()) {
                if (one.number() < other.number() && one.host() == other.host()) {
                    sum += plan.seen()
                            .inventory()
                            .host(one.host())
                            .gpus()
                            .weight(Long.numberOfTrailingZeros(one.gpus()), Long.numberOfTrailingZeros(other.gpus()));
                }
            }
        }
        return sum;
    }

    @Test
    void pinnedRanksGetCoresOfTheNodeThatTheirGpusHangOn() {
        var inventory = new Inventory(List.of(gpuHost("one", twoFours())));
        Demand demand = Demand.of(4000, 1024).gpus(1).pinning(Pinning.NUMA);
        Plan plan =
                (Plan) new Planner().plan(CellState.of(inventory), Gang.of("gang", new Group("train", 8, 0, demand)));
        PlanCheck.isWhole(plan);
        assertThat(plan.units())
                .allSatisfy(unit -> assertThat(inventory.host(0).numa())
                        .anyMatch(node -> node.cores().containsAll(unit.cores()) && (node.gpus() & unit.gpus()) != 0));
    }

    @Test
    void moreThanSixteenGpusAreStillChosenWell() {
        var weights = new int[20][20];
        for (int a = 0; a < 20; a++) {
            for (int b = 0; b < 20; b++) {
                weights[a][b] = a / 5 == b / 5 ? 220 : 5;
            }
        }
        var best = new GpuSubsets().of(GpuLinks.of(weights), GpuSet.first(20) & ~1L);
        assertThat(GpuSet.text(best.sets()[5])).isEqualTo("5-9");
        assertThat(best.weakest()[5]).isEqualTo(220);
        assertThat(best.weakest()[6]).isEqualTo(5);
    }
}
