package dev.weft.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random histories of several planners on one cell: plans on old snapshots, commits, crashes between any two calls, evictions, lost hosts. */
class HistoriesTest {

    @Test
    void noHostIsOversubscribedAndNoGangHalfPlaced() {
        run(1, 300);
    }

    @Test
    @Tag("long")
    @Timeout(900)
    void noHostIsOversubscribedAndNoGangHalfPlacedTenThousandTimes() {
        run(1_000_000, 10_000);
    }

    private static void run(long seed, int histories) {
        var seen = new HashMap<String, Integer>();
        for (int number = 0; number < histories; number++) {
            try {
                new History(seed + number).run(seen);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("history of seed " + (seed + number), e);
            }
        }
        System.out.println("HistoriesTest: " + histories + " histories from seed " + seed + ": " + seen);
        assertThat(seen.keySet())
                .contains(
                        "Accepted",
                        "Conflict",
                        "Refused",
                        "bound",
                        "not bound",
                        "evicted",
                        "a worker left",
                        "lease over",
                        "crash",
                        "host lost");
    }

    /** A planner: what it has planned and not yet committed, committed and not yet bound. */
    private static final class Actor {
        private final String name;
        private final Planner planner;
        private PlannerId id;
        private CellState snapshot;
        private Optional<Plan> planned = Optional.empty();
        private Optional<String> reserved = Optional.empty();

        private Actor(String name, Planner planner, Cell cell) {
            this.name = name;
            this.planner = planner;
            this.id = cell.begin(name);
            this.snapshot = cell.snapshot();
        }
    }

    private static final class History {
        private static final Duration LEASE = Duration.ofSeconds(2);

        private final SplittableRandom random;
        private final RandomCase cases;
        private final Inventory inventory;
        private final Cell cell;
        private final List<Actor> actors = new ArrayList<>();
        /** Plans of lives that are over, which may still arrive. */
        private final List<Map.Entry<PlannerId, Plan>> late = new ArrayList<>();

        private final Set<String> bound = new HashSet<>();
        /** Gangs that have lost workers. */
        private final Set<String> torn = new HashSet<>();

        private Instant now = Instant.EPOCH;
        private int nextGang;

        private History(long seed) {
            random = new SplittableRandom(seed);
            cases = new RandomCase(random);
            inventory = cases.inventory(random.nextInt(2, 9));
            var mode = random.nextInt(4) == 0 ? ConflictMode.SEQUENCE_NUMBERS : ConflictMode.RESOURCE_FIT;
            cell = new Cell(inventory, mode, () -> now, LEASE);
            for (int i = random.nextInt(2, 5); i > 0; i--) {
                actors.add(new Actor("p" + i, new Planner(Optional.of(random), 200), cell));
            }
        }

        private void run(Map<String, Integer> seen) {
            for (int step = 0; step < 60; step++) {
                Actor actor = actors.get(random.nextInt(actors.size()));
                String what = step(actor);
                seen.merge(what, 1, Integer::sum);
                check();
            }
        }

        private String step(Actor actor) {
            return switch (random.nextInt(13)) {
                case 0, 1 -> looks(actor);
                case 2, 3, 4 -> plans(actor);
                case 5, 6 -> commits(actor);
                case 7 -> binds(actor);
                case 8 -> evicts();
                case 9 -> waits();
                case 10 -> crashes(actor);
                case 11 -> leaves();
                default -> random.nextInt(3) == 0 ? losesAHost() : lateCommit();
            };
        }

        private String looks(Actor actor) {
            actor.snapshot = cell.snapshot();
            return "snapshot";
        }

        private String plans(Actor actor) {
            Gang gang = cases.gang("g" + nextGang++, random.nextInt(1, 3), 4, inventory);
            if (actor.planner.plan(actor.snapshot, gang) instanceof Plan plan) {
                PlanCheck.isWhole(plan);
                actor.planned = Optional.of(plan);
                return "planned";
            }
            return "no fit";
        }

        private String commits(Actor actor) {
            if (actor.planned.isEmpty()) {
                return "nothing planned";
            }
            Plan plan = actor.planned.get();
            actor.planned = Optional.empty();
            return said(actor.id, plan, actor);
        }

        private String said(PlannerId id, Plan plan, Actor actor) {
            long version = cell.snapshot().version();
            Commit commit = cell.commit(id, plan);
            boolean accepted = commit instanceof Commit.Accepted;
            assertThat(cell.plans().containsKey(plan.gang().id())).isEqualTo(accepted);
            if (accepted) {
                assertThat(id).as("an earlier life's plan").isEqualTo(actor.id);
                assertThat(cell.snapshot().version()).isGreaterThan(version);
                actor.reserved = Optional.of(plan.gang().id());
            }
            return commit.getClass().getSimpleName();
        }

        private String binds(Actor actor) {
            if (actor.reserved.isEmpty()) {
                return "nothing reserved";
            }
            String gang = actor.reserved.get();
            actor.reserved = Optional.empty();
            boolean was = cell.plans().containsKey(gang);
            boolean is = cell.bind(actor.id, gang);
            assertThat(was || !is).isTrue();
            if (is) {
                bound.add(gang);
            }
            return is ? "bound" : "not bound";
        }

        private String evicts() {
            Optional<String> any = cell.plans().keySet().stream().sorted().findFirst();
            any.ifPresent(gang -> {
                cell.evict(gang);
                bound.remove(gang);
                assertThat(cell.plans()).doesNotContainKey(gang);
            });
            return any.isPresent() ? "evicted" : "nothing to evict";
        }

        private String leaves() {
            Optional<Plan> any = cell.plans().values().stream()
                    .min(Comparator.comparing(plan -> plan.gang().id()));
            if (any.isEmpty()) {
                return "nobody to leave";
            }
            String gang = any.get().gang().id();
            int worker = any.get().units().getLast().number();
            int others = (int) any.get().units().stream()
                    .filter(unit -> unit.number() != worker)
                    .count();
            assertThat(cell.leave(gang, worker)).isTrue();
            assertThat(cell.leave(gang, worker)).isFalse();
            torn.add(gang);
            if (others == 0) {
                bound.remove(gang);
                assertThat(cell.plans()).doesNotContainKey(gang);
            } else {
                assertThat(cell.plans().get(gang).units()).hasSize(others);
            }
            return "a worker left";
        }

        /** Whoever is bound stays. */
        private String waits() {
            now = now.plusMillis(random.nextInt(2_500));
            Set<String> over = cell.expire();
            assertThat(over).noneMatch(bound::contains);
            return over.isEmpty() ? "time" : "lease over";
        }

        private String crashes(Actor actor) {
            actor.planned.ifPresent(plan -> late.add(Map.entry(actor.id, plan)));
            actor.planned = Optional.empty();
            actor.reserved = Optional.empty();
            actor.id = cell.begin(actor.name);
            actor.snapshot = cell.snapshot();
            assertThat(cell.plans().keySet())
                    .as("what is left of %s", actor.name)
                    .containsAll(bound);
            return "crash";
        }

        private String lateCommit() {
            if (late.isEmpty()) {
                return "nobody is late";
            }
            var its = late.removeFirst();
            Actor actor = actors.stream()
                    .filter(one -> one.name.equals(its.getKey().name()))
                    .findFirst()
                    .orElseThrow();
            return said(its.getKey(), its.getValue(), actor);
        }

        private String losesAHost() {
            int host = random.nextInt(inventory.size());
            bound.removeAll(cell.lose(host));
            assertThat(cell.plans().values())
                    .noneMatch(plan -> plan.units().stream().anyMatch(unit -> unit.host() == host));
            if (random.nextBoolean()) {
                cell.open(host);
            }
            return "host lost";
        }

        private void check() {
            Map<String, Plan> plans = cell.plans();
            assertThat(plans.keySet()).containsAll(bound);
            plans.values().stream()
                    .filter(plan -> !torn.contains(plan.gang().id()))
                    .forEach(PlanCheck::isWhole);
            PlanCheck.addUp(cell.snapshot(), plans.values());
        }
    }
}
