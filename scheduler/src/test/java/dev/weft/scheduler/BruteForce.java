package dev.weft.scheduler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Lays every unit on every host, one by one, and counts each layout out from scratch: slow, plain, and with none of the planner's code but the
 * classes of units.
 */
final class BruteForce {
    private final CellState state;
    private final Gang gang;
    private final List<UnitClass> units = new ArrayList<>();
    private final int[] hostOf;
    private Optional<long[]> best = Optional.empty();

    private BruteForce(CellState state, Gang gang) {
        this.state = state;
        this.gang = gang;
        for (UnitClass unit : UnitClass.of(gang)) {
            for (int i = 0; i < unit.count(); i++) {
                units.add(unit);
            }
        }
        this.hostOf = new int[units.size()];
    }

    /** The best score, as {@link #key} writes it; nothing if no layout works. */
    static Optional<long[]> best(CellState state, Gang gang) {
        var all = new BruteForce(state, gang);
        all.place(0);
        return all.best;
    }

    /** Ascending: better first. */
    static long[] key(Score score) {
        return new long[] {
            score.coordinator(),
            steps(score.span()),
            score.mostOnHost(),
            score.mostInRack(),
            score.mostInZone(),
            score.hosts(),
            -score.weakestLink(),
            -score.linkSum(),
            score.split(),
            score.opened(),
            score.exposed()
        };
    }

    private static int steps(Level level) {
        return List.of(Level.values()).indexOf(level);
    }

    private void place(int unit) {
        if (unit == hostOf.length) {
            offer();
            return;
        }
        boolean like = unit > 0 && units.get(unit).equals(units.get(unit - 1));
        for (int host = like ? hostOf[unit - 1] : 0; host < state.inventory().size(); host++) {
            hostOf[unit] = host;
            place(unit + 1);
        }
    }

    private void offer() {
        for (int host = 0; host < state.inventory().size(); host++) {
            if (!fits(host)) {
                return;
            }
        }
        if (span().compareTo(gang.required().orElse(Level.CELL)) > 0) {
            return;
        }
        long[] score = score();
        if (best.isEmpty() || Arrays.compare(score, best.get()) < 0) {
            best = Optional.of(score);
        }
    }

    private List<UnitClass> on(int host) {
        var there = new ArrayList<UnitClass>();
        for (int unit = 0; unit < hostOf.length; unit++) {
            if (hostOf[unit] == host) {
                there.add(units.get(unit));
            }
        }
        return there;
    }

    private boolean fits(int number) {
        Host host = state.inventory().host(number);
        List<UnitClass> there = on(number);
        if (there.isEmpty()) {
            return true;
        }
        boolean admitted = !state.closed(number)
                && there.stream()
                        .allMatch(unit -> (unit.preemptible() || !host.preemptible())
                                && host.labels()
                                        .entrySet()
                                        .containsAll(unit.nodeSelector().entrySet()));
        return admitted
                && there.size() <= state.freeSlots(number)
                && there.stream().mapToLong(UnitClass::cpuMillis).sum() <= state.freeCpuMillis(number)
                && there.stream().mapToLong(UnitClass::memoryMiB).sum() <= state.freeMemoryMiB(number)
                && gpus(number) <= Long.bitCount(state.freeGpus(number))
                && fewestSplit(number) >= 0;
    }

    private int gpus(int host) {
        return on(host).stream().mapToInt(UnitClass::gpus).sum();
    }

    // ---- cores: every way of laying pinned units whole on nodes

    private int fewestSplit(int host) {
        List<UnitClass> pinned = on(host).stream().filter(UnitClass::isPinned).toList();
        int[] free = state.inventory().host(host).numa().stream()
                .mapToInt(node -> (int) node.cores().stream()
                        .filter(core -> !state.takenCores(host).contains(core))
                        .count())
                .toArray();
        return fewestSplit(pinned, 0, free, 0);
    }

    private static int fewestSplit(List<UnitClass> pinned, int at, int[] free, int split) {
        if (at == pinned.size()) {
            return Arrays.stream(free).sum() >= split ? 0 : -1;
        }
        UnitClass unit = pinned.get(at);
        int fewest = -1;
        for (int node = 0; node < free.length; node++) {
            if (free[node] >= unit.cores()) {
                free[node] -= unit.cores();
                fewest = fewer(fewest, fewestSplit(pinned, at + 1, free, split));
                free[node] += unit.cores();
            }
        }
        if (!unit.needsOneNode()) {
            int rest = fewestSplit(pinned, at + 1, free, split + unit.cores());
            fewest = fewer(fewest, rest < 0 ? rest : rest + 1);
        }
        return fewest;
    }

    private static int fewer(int one, int other) {
        return one < 0 ? other : other < 0 ? one : Math.min(one, other);
    }

    // ---- the score

    private long[] score() {
        boolean spread = gang.strategy() == Strategy.SPREAD;
        int[] used = Arrays.stream(hostOf).distinct().toArray();
        long weakest = Integer.MAX_VALUE;
        long sum = 0;
        for (int host : used) {
            long[] links = bestLinks(host);
            weakest = Math.min(weakest, links[0]);
            sum += links[1];
        }
        return new long[] {
            coordinator(),
            Math.max(steps(span()), steps(gang.nearest())),
            spread ? most(Level.HOST) : 0,
            spread ? most(Level.RACK) : 0,
            spread ? most(Level.ZONE) : 0,
            spread ? 0 : used.length,
            -weakest,
            -sum,
            Arrays.stream(used).map(this::fewestSplit).sum(),
            Arrays.stream(used).filter(host -> state.gangs(host) == 0).count(),
            Arrays.stream(used)
                    .filter(host -> state.inventory().host(host).preemptible())
                    .map(host -> on(host).stream().mapToInt(UnitClass::ranks).sum())
                    .sum()
        };
    }

    private Object domain(Level level, int number) {
        Host host = state.inventory().host(number);
        return switch (level) {
            case HOST -> host.name();
            case RACK -> host.zone() + "/" + host.rack();
            case ZONE -> host.zone();
            case CELL -> "";
        };
    }

    private Level span() {
        for (Level level : Level.values()) {
            if (Arrays.stream(hostOf)
                            .mapToObj(host -> domain(level, host))
                            .distinct()
                            .count()
                    == 1) {
                return level;
            }
        }
        throw new AssertionError();
    }

    private long most(Level level) {
        long most = 0;
        for (int group = 0; group < gang.groups().size(); group++) {
            for (int host : hostOf) {
                long together = 0;
                for (int unit = 0; unit < hostOf.length; unit++) {
                    boolean counts = units.get(unit).group() == group
                            && domain(level, hostOf[unit]).equals(domain(level, host));
                    together += counts ? 1 : 0;
                }
                most = Math.max(most, together);
            }
        }
        return most;
    }

    /** The weakest link and the sum of the best subset. */
    private long[] bestLinks(int host) {
        GpuLinks links = state.inventory().host(host).gpus();
        int[] free = GpuSet.numbers(state.freeGpus(host));
        long[] bestLinks = {Long.MIN_VALUE, 0};
        for (int subset = 0; subset < 1 << free.length; subset++) {
            if (Integer.bitCount(subset) == gpus(host)) {
                long[] its = {Integer.MAX_VALUE, 0};
                for (int a = 0; a < free.length; a++) {
                    for (int b = 0; b < a; b++) {
                        if ((subset >> a & 1) == 1 && (subset >> b & 1) == 1) {
                            its[0] = Math.min(its[0], links.weight(free[a], free[b]));
                            its[1] += links.weight(free[a], free[b]);
                        }
                    }
                }
                bestLinks = Arrays.compare(its, bestLinks) > 0 ? its : bestLinks;
            }
        }
        return bestLinks;
    }

    private int coordinator() {
        boolean stable = false;
        boolean open = false;
        for (int host = 0; host < state.inventory().size(); host++) {
            boolean beside = on(host).stream().anyMatch(unit -> unit.preemptible());
            String name = state.inventory().host(host).name();
            if (gang.coordinatorHost().isPresent()) {
                if (gang.coordinatorHost().get().equals(name)) {
                    return beside ? 2 : 0;
                }
            } else if (!beside && !state.closed(host)) {
                open = true;
                stable |= !state.inventory().host(host).preemptible();
            }
        }
        return stable ? 0 : open ? 1 : 2;
    }
}
