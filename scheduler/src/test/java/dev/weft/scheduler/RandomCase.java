package dev.weft.scheduler;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Hosts and gangs of any kind, small. */
final class RandomCase {
    private static final int[] WEIGHTS = {5, 40, 50, 120, 220};

    private final RandomGenerator random;

    RandomCase(RandomGenerator random) {
        this.random = random;
    }

    Inventory inventory(int hosts) {
        var list = new ArrayList<Host>();
        for (int number = 0; number < hosts; number++) {
            list.add(host("h" + number));
        }
        return new Inventory(list);
    }

    private Host host(String name) {
        int cores = random.nextInt(1, 9);
        int gpus = random.nextInt(3) == 0 ? random.nextInt(1, 5) : 0;
        int firstNode = random.nextInt(cores + 1);
        List<NumaNode> numa = List.of(
                new NumaNode(0, CoreSet.range(0, firstNode - 1), GpuSet.first(gpus / 2)),
                new NumaNode(1, CoreSet.range(firstNode, cores - 1), GpuSet.first(gpus) & ~GpuSet.first(gpus / 2)));
        return Host.of(name, cores * 1000 + 500 * random.nextInt(2), 1024 * random.nextInt(1, 9))
                .at("z" + random.nextInt(2), "r" + random.nextInt(2))
                .slots(random.nextInt(3) == 0 ? random.nextInt(4) : Host.UNCOUNTED)
                .labels(random.nextBoolean() ? Map.of("disk", "ssd") : Map.of())
                .preemptible(random.nextInt(4) == 0)
                .numa(numa)
                .gpus(links(gpus))
                .healthyGpus(random.nextInt(8) == 0 ? random.nextLong() : -1L);
    }

    GpuLinks links(int gpus) {
        var weights = new int[gpus][gpus];
        for (int a = 0; a < gpus; a++) {
            for (int b = 0; b < a; b++) {
                weights[a][b] = WEIGHTS[random.nextInt(WEIGHTS.length)];
                weights[b][a] = weights[a][b];
            }
        }
        return GpuLinks.of(weights);
    }

    /** @param units of each operator, at most */
    Gang gang(String id, int operators, int units, Inventory inventory) {
        var groups = new Group[operators];
        boolean pinned = random.nextInt(4) == 0;
        for (int i = 0; i < operators; i++) {
            groups[i] = group("operator" + i, units, pinned && i == 0);
        }
        Gang gang = pinned || random.nextInt(4) > 0 ? Gang.of(id, groups) : sharing(id, groups, units);
        gang = random.nextInt(3) == 0 ? gang.strategy(Strategy.SPREAD) : gang;
        gang = random.nextInt(4) == 0 ? gang.preferred(level()) : gang;
        gang = random.nextInt(4) == 0 ? gang.required(level()) : gang;
        return random.nextInt(4) == 0
                ? gang.coordinatorHost(
                        inventory.host(random.nextInt(inventory.size())).name())
                : gang;
    }

    /** All operators' ranks in the same workers. */
    private Gang sharing(String id, Group[] groups, int most) {
        int ranks = Arrays.stream(groups).mapToInt(Group::ranks).max().orElseThrow();
        int workers = Math.min(ranks, random.nextInt(1, most + 1));
        Demand first = groups[0].eachRank();
        return Gang.of(
                id,
                Arrays.stream(groups)
                        .map(its -> new Group(
                                its.name(),
                                its.ranks(),
                                workers,
                                its.eachRank()
                                        .nodeSelector(first.nodeSelector())
                                        .preemptible(first.preemptible())))
                        .toArray(Group[]::new));
    }

    private Level level() {
        return List.of(Level.values()).get(random.nextInt(Level.values().length));
    }

    private Group group(String name, int units, boolean pinned) {
        int count = random.nextInt(1, units + 1);
        boolean workers = random.nextInt(3) == 0;
        int ranks = workers ? count + random.nextInt(count + 1) : count;
        Pinning pinning = pinned ? random.nextBoolean() ? Pinning.CORES : Pinning.NUMA : Pinning.NONE;
        int cpuMillis = pinned ? 1000 * random.nextInt(1, 3) : 500 * random.nextInt(5);
        var demand = new Demand(
                cpuMillis,
                256 * random.nextInt(6),
                random.nextInt(4) == 0 ? 1 : 0,
                random.nextInt(5) == 0 ? Map.of("disk", "ssd") : Map.of(),
                random.nextInt(3) == 0,
                pinning);
        // Unlike pinned units are not laid onto nodes in the best of all ways.
        return new Group(name, pinned ? count : ranks, workers && !pinned ? count : 0, demand);
    }

    /** A state in which gangs were placed by a planner before, and hosts closed. */
    CellState used(Inventory inventory) {
        var cell = new Cell(inventory, ConflictMode.RESOURCE_FIT, InstantSource.system(), Duration.ofHours(1));
        PlannerId id = cell.begin("before");
        for (int i = random.nextInt(3); i > 0; i--) {
            Gang gang = gang("before" + i, 1, 2, inventory);
            if (new Planner(Optional.empty(), 0).plan(cell.snapshot(), gang) instanceof Plan plan) {
                cell.commit(id, plan);
            }
        }
        if (random.nextInt(5) == 0) {
            cell.close(random.nextInt(inventory.size()));
        }
        return cell.snapshot();
    }
}
