package dev.weft.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the one writer takes, refuses and gives back. */
class CellTest {
    private static final Duration LEASE = Duration.ofSeconds(2);

    private final Inventory inventory =
            new Inventory(List.of(Host.of("a", 4000, 4096), Host.of("b", 4000, 4096), Host.of("c", 4000, 4096)));
    private Instant now = Instant.EPOCH;
    private final Planner planner = new Planner();

    private Cell cell(ConflictMode mode) {
        return new Cell(inventory, mode, () -> now, LEASE);
    }

    private static Gang gang(String id, int ranks) {
        return Gang.of(id, new Group("work", ranks, 0, Demand.of(1000, 1024)));
    }

    private Plan plan(CellState state, Gang gang) {
        return (Plan) planner.plan(state, gang);
    }

    @Test
    void aGangThatIsTakenIsThereWhole() {
        Cell cell = cell(ConflictMode.RESOURCE_FIT);
        Plan plan = plan(cell.snapshot(), gang("one", 6));
        assertThat(cell.commit(cell.begin("p"), plan)).isEqualTo(new Commit.Accepted(1));
        assertThat(cell.plans()).containsOnlyKeys("one");
        PlanCheck.addUp(cell.snapshot(), cell.plans().values());
    }

    @Test
    void anOlderSnapshotDoesNotChange() {
        Cell cell = cell(ConflictMode.RESOURCE_FIT);
        CellState before = cell.snapshot();
        cell.commit(cell.begin("p"), plan(before, gang("one", 12)));
        assertThat(before.freeCpuMillis(0)).isEqualTo(4000);
        assertThat(cell.snapshot().freeCpuMillis(0)).isZero();
    }

    @Test
    void ofTwoPlansForTheSameHostsTheSecondIsInConflictAndLeavesNothing() {
        Cell cell = cell(ConflictMode.RESOURCE_FIT);
        PlannerId id = cell.begin("p");
        CellState seen = cell.snapshot();
        cell.commit(id, plan(seen, gang("one", 3)));
        assertThat(cell.commit(id, plan(seen, gang("two", 8)))).isEqualTo(new Commit.Conflict(List.of("a")));
        assertThat(cell.plans()).containsOnlyKeys("one");
        PlanCheck.addUp(cell.snapshot(), cell.plans().values());
    }

    @Test
    void whatStillFitsIsAConflictBySequenceNumbersOnly() {
        for (ConflictMode mode : ConflictMode.values()) {
            Cell cell = cell(mode);
            PlannerId id = cell.begin("p");
            CellState seen = cell.snapshot();
            cell.commit(id, plan(seen, gang("one", 1)));
            Commit second = cell.commit(id, plan(seen, gang("two", 3)));
            assertThat(second)
                    .isInstanceOf(mode == ConflictMode.RESOURCE_FIT ? Commit.Accepted.class : Commit.Conflict.class);
        }
    }

    @Test
    void gpusAndCoresThatAreGoneAreAConflict() {
        var one = new Inventory(List.of(Host.of("a", 8000, 8192).gpus(GpuLinks.uniform(2, 5))));
        var cell = new Cell(one, ConflictMode.RESOURCE_FIT, () -> now, LEASE);
        PlannerId id = cell.begin("p");
        Demand pinned = Demand.of(2000, 0).pinning(Pinning.CORES);
        CellState seen = cell.snapshot();
        cell.commit(
                id,
                plan(seen, Gang.of("gpu", new Group("g", 1, 0, Demand.of(0, 0).gpus(1)))));
        cell.commit(id, plan(seen, Gang.of("pinned", new Group("g", 1, 0, pinned))));
        assertThat(cell.commit(
                        id,
                        plan(
                                seen,
                                Gang.of(
                                        "gpu2",
                                        new Group("g", 1, 0, Demand.of(0, 0).gpus(1))))))
                .isInstanceOf(Commit.Conflict.class);
        assertThat(cell.commit(id, plan(seen, Gang.of("pinned2", new Group("g", 1, 0, pinned)))))
                .isInstanceOf(Commit.Conflict.class);
        Plan replanned = plan(
                cell.snapshot(),
                Gang.of("gpu2", new Group("g", 1, 0, Demand.of(0, 0).gpus(1))));
        assertThat(replanned.units().getFirst().gpus()).isEqualTo(0b10);
        assertThat(cell.commit(id, replanned)).isInstanceOf(Commit.Accepted.class);
    }

    @Test
    void aReservationThatNobodyBindsGoesBackWhole() {
        Cell cell = cell(ConflictMode.RESOURCE_FIT);
        PlannerId id = cell.begin("p");
        cell.commit(id, plan(cell.snapshot(), gang("kept", 2)));
        cell.commit(id, plan(cell.snapshot(), gang("lost", 6)));
        assertThat(cell.bind(id, "kept")).isTrue();
        now = now.plus(LEASE);
        assertThat(cell.expire()).containsExactly("lost");
        assertThat(cell.plans()).containsOnlyKeys("kept");
        PlanCheck.addUp(cell.snapshot(), cell.plans().values());
        assertThat(cell.bind(id, "lost")).as("too late").isFalse();
    }

    @Test
    void aPlannersNewLifeEndsWhatTheOldOneBegan() {
        Cell cell = cell(ConflictMode.RESOURCE_FIT);
        PlannerId old = cell.begin("p");
        PlannerId other = cell.begin("q");
        cell.commit(old, plan(cell.snapshot(), gang("bound", 1)));
        cell.bind(old, "bound");
        cell.commit(old, plan(cell.snapshot(), gang("reserved", 5)));
        cell.commit(other, plan(cell.snapshot(), gang("others", 1)));
        PlannerId young = cell.begin("p");
        assertThat(cell.plans()).containsOnlyKeys("bound", "others");
        assertThat(cell.commit(old, plan(cell.snapshot(), gang("late", 1))))
                .isEqualTo(new Commit.Refused("planner p has begun a new life since"));
        assertThat(cell.bind(old, "others")).isFalse();
        assertThat(cell.commit(young, plan(cell.snapshot(), gang("late", 1)))).isInstanceOf(Commit.Accepted.class);
    }

    @Test
    void aGangIsTakenOnce() {
        Cell cell = cell(ConflictMode.RESOURCE_FIT);
        PlannerId id = cell.begin("p");
        cell.commit(id, plan(cell.snapshot(), gang("one", 1)));
        assertThat(cell.commit(id, plan(cell.snapshot(), gang("one", 1))))
                .isEqualTo(new Commit.Refused("gang one has its hosts already"));
    }

    @Test
    void aLostHostTakesItsGangsWholeAndGetsNoNewOnes() {
        Cell cell = cell(ConflictMode.RESOURCE_FIT);
        PlannerId id = cell.begin("p");
        cell.commit(id, plan(cell.snapshot(), gang("wide", 6)));
        cell.commit(id, plan(cell.snapshot(), gang("narrow", 4)));
        Plan early = plan(CellState.of(inventory), gang("early", 1));
        assertThat(cell.lose(0)).containsExactly("wide");
        assertThat(cell.plans()).containsOnlyKeys("narrow");
        assertThat(cell.snapshot().freeCpuMillis(1))
                .as("what the gang had elsewhere")
                .isEqualTo(4000);
        assertThat(cell.commit(id, early)).isEqualTo(new Commit.Conflict(List.of("a")));
        cell.open(0);
        assertThat(cell.commit(id, early)).isInstanceOf(Commit.Accepted.class);
    }

    @Test
    void aWorkerThatEndsGivesItsPartBack() {
        var slots = new Inventory(List.of(Host.ofSlots("a", 2), Host.ofSlots("b", 1)));
        var cell = new Cell(slots, ConflictMode.RESOURCE_FIT, () -> now, LEASE);
        PlannerId id = cell.begin("p");
        Gang three = Gang.of(
                "three", new Group("one", 4, 3, Demand.of(1000, 1024)), new Group("other", 3, 3, Demand.of(500, 0)));
        cell.commit(id, plan(cell.snapshot(), three));
        cell.bind(id, "three");
        assertThat(cell.snapshot().freeSlots(0)).isZero();
        assertThat(cell.leave("three", 1)).isTrue();
        assertThat(cell.leave("three", 1)).as("a second time").isFalse();
        assertThat(cell.leave("none", 0)).isFalse();
        assertThat(cell.snapshot().freeSlots(0)).isEqualTo(1);
        assertThat(cell.snapshot().gangs(0)).as("worker 0 is there still").isEqualTo(1);
        PlanCheck.addUp(cell.snapshot(), cell.plans().values());
        cell.leave("three", 0);
        cell.leave("three", 2);
        assertThat(cell.plans()).isEmpty();
        PlanCheck.addUp(cell.snapshot(), List.of());
    }

    @Test
    void aHostThatIsSaidToTakeNothingIsClosed() {
        Host off = new Host("off", "", "", "", Map.of(), false, true, 4, 4000, 4096, List.of(), GpuLinks.NONE, 0);
        CellState state = CellState.of(new Inventory(List.of(off, Host.ofSlots("on", 1))));
        assertThat(state.closed(0)).isTrue();
        assertThat(plan(state, gang("one", 1)).units().getFirst().host()).isEqualTo(1);
    }

    @Test
    void anEvictedGangGivesAllBack() {
        Cell cell = cell(ConflictMode.RESOURCE_FIT);
        PlannerId id = cell.begin("p");
        cell.commit(id, plan(cell.snapshot(), gang("one", 12)));
        cell.bind(id, "one");
        assertThat(cell.evict("one")).isTrue();
        assertThat(cell.evict("one")).isFalse();
        PlanCheck.addUp(cell.snapshot(), List.of());
    }

    @Test
    void aGangThatLosesAgainAndAgainIsPlacedWithinTheWriter() {
        Cell cell = cell(ConflictMode.RESOURCE_FIT);
        PlannerId id = cell.begin("p");
        // Plans on a snapshot that was full of room; what it wants there is gone.
        CellState early = cell.snapshot();
        cell.commit(id, plan(early, gang("one", 4)));
        assertThat(cell.commit(id, plan(early, gang("two", 4)))).isInstanceOf(Commit.Conflict.class);
        var placed = cell.exclusively(id, state -> Optional.of(plan(state, gang("two", 4))));
        assertThat(placed).containsInstanceOf(Commit.Accepted.class);
        assertThat(new GangPlacer(cell, planner, id).place(gang("three", 5)).outcome())
                .isInstanceOf(NoFit.class);
        assertThat(new GangPlacer(cell, planner, id).place(gang("three", 4)).outcome())
                .isInstanceOf(Plan.class);
    }

    /** Four planners at once, each on what it last saw. */
    @Test
    void plannersSideBySideFillTheCellAndNoMore() throws Exception {
        var wide = new Inventory(IntStream.range(0, 300)
                .mapToObj(number -> Host.of("h" + number, 4000, 4096).at("z", "r" + number / 20))
                .toList());
        var cell = new Cell(wide, ConflictMode.RESOURCE_FIT, () -> now, LEASE);
        Set<String> placed = ConcurrentHashMap.newKeySet();
        var threads = IntStream.range(0, 4)
                .mapToObj(number -> Thread.ofPlatform().start(() -> {
                    var placer =
                            new GangPlacer(cell, new Planner(new SplittableRandom(number)), cell.begin("p" + number));
                    for (int i = 0; i < 40; i++) {
                        String id = number + "/" + i;
                        var its = placer.place(gang(id, 10));
                        if (its.outcome() instanceof Plan && its.refused().isEmpty()) {
                            placed.add(id);
                        }
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(placed).as("of 160 gangs of 10, 1,200 ranks have room").hasSize(120);
        assertThat(cell.plans().keySet()).isEqualTo(placed);
        PlanCheck.addUp(cell.snapshot(), cell.plans().values());
        cell.plans().values().forEach(PlanCheck::isWhole);
    }
}
