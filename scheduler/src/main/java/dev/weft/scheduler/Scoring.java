package dev.weft.scheduler;

import java.util.List;
import java.util.OptionalInt;

/** Counts out the score of a draft. */
final class Scoring {
    private final Gang gang;
    private final List<UnitClass> classes;
    private final CellState state;
    private final Rooms rooms;
    private final OptionalInt coordinatorHost;
    private final boolean anyGpus;
    private final boolean anyPreemptible;
    private final int stableHosts;
    private final int openHosts;
    private final int[] inDomain;

    Scoring(Gang gang, List<UnitClass> classes, CellState state, Rooms rooms, OptionalInt coordinatorHost) {
        Inventory inventory = state.inventory();
        this.gang = gang;
        this.classes = classes;
        this.state = state;
        this.rooms = rooms;
        this.coordinatorHost = coordinatorHost;
        this.anyGpus = classes.stream().anyMatch(unit -> unit.gpus() > 0);
        this.anyPreemptible = classes.stream().anyMatch(unit -> unit.preemptible());
        int open = 0;
        int stable = 0;
        for (int host = 0; host < inventory.size(); host++) {
            open += state.closed(host) ? 0 : 1;
            stable += isStable(host) ? 1 : 0;
        }
        this.openHosts = open;
        this.stableHosts = stable;
        this.inDomain = new int[Math.max(inventory.racks(), inventory.zones())];
    }

    Score of(Draft draft) {
        boolean spread = gang.strategy() == Strategy.SPREAD;
        int weakest = Integer.MAX_VALUE;
        long sum = 0;
        int split = 0;
        int opened = 0;
        int exposed = 0;
        for (int i = 0; i < draft.hostCount(); i++) {
            int host = draft.host(i);
            if (anyGpus) {
                int gpus = rooms.gpusOf(draft, host);
                weakest = Math.min(
                        weakest, gpus < 2 ? Integer.MAX_VALUE : rooms.gpus(host).weakest()[gpus]);
                sum += rooms.gpus(host).sums()[gpus];
            }
            if (rooms.pins().areAsked()) {
                split += Math.max(0, rooms.pins().split(host, draft, 0, 0));
            }
            opened += state.gangs(host) == 0 ? 1 : 0;
            exposed += state.inventory().host(host).preemptible() ? ranks(draft, host) : 0;
        }
        return new Score(
                coordinator(draft),
                span(draft),
                spread ? mostOnHost(draft) : 0,
                spread ? mostTogether(draft, Level.RACK) : 0,
                spread ? mostTogether(draft, Level.ZONE) : 0,
                spread ? 0 : draft.hostCount(),
                weakest,
                sum,
                split,
                opened,
                exposed);
    }

    private int ranks(Draft draft, int host) {
        int ranks = 0;
        for (int number = 0; number < classes.size(); number++) {
            ranks += draft.count(number, host) * classes.get(number).ranks();
        }
        return ranks;
    }

    private Level span(Draft draft) {
        Level span = Level.HOST;
        for (int i = 1; i < draft.hostCount(); i++) {
            Level between = between(draft.host(0), draft.host(i));
            span = span.isWithin(between) ? between : span;
        }
        return span.isWithin(gang.nearest()) ? gang.nearest() : span;
    }

    private Level between(int one, int other) {
        Inventory inventory = state.inventory();
        if (inventory.zoneOf(one) != inventory.zoneOf(other)) {
            return Level.CELL;
        }
        return inventory.rackOf(one) == inventory.rackOf(other) ? Level.RACK : Level.ZONE;
    }

    // ---- spread

    private int mostOnHost(Draft draft) {
        int most = 0;
        for (int i = 0; i < draft.hostCount(); i++) {
            for (int group = 0; group < gang.groups().size(); group++) {
                most = Math.max(most, units(draft, group, draft.host(i)));
            }
        }
        return most;
    }

    private int mostTogether(Draft draft, Level level) {
        int most = 0;
        for (int group = 0; group < gang.groups().size(); group++) {
            for (int i = 0; i < draft.hostCount(); i++) {
                int domain = domain(level, draft.host(i));
                inDomain[domain] += units(draft, group, draft.host(i));
                most = Math.max(most, inDomain[domain]);
            }
            for (int i = 0; i < draft.hostCount(); i++) {
                inDomain[domain(level, draft.host(i))] = 0;
            }
        }
        return most;
    }

    private int domain(Level level, int host) {
        return level == Level.RACK
                ? state.inventory().rackOf(host)
                : state.inventory().zoneOf(host);
    }

    /** Of an operator, on a host. */
    int units(Draft draft, int group, int host) {
        int units = 0;
        for (int number = 0; number < classes.size(); number++) {
            units += classes.get(number).group() == group ? draft.count(number, host) : 0;
        }
        return units;
    }

    // ---- the coordinator

    private int coordinator(Draft draft) {
        if (coordinatorHost.isPresent()) {
            return hasPreemptible(draft, coordinatorHost.getAsInt()) ? 2 : 0;
        }
        int stable = stableHosts;
        int open = openHosts;
        for (int i = 0; anyPreemptible && i < draft.hostCount(); i++) {
            if (hasPreemptible(draft, draft.host(i))) {
                open--;
                stable -= isStable(draft.host(i)) ? 1 : 0;
            }
        }
        return stable > 0 ? 0 : open > 0 ? 1 : 2;
    }

    /** The best host for it: where the gang has ranks that stay, else another one that stays. */
    int coordinatorHost(Draft draft) {
        if (coordinatorHost.isPresent()) {
            return coordinatorHost.getAsInt();
        }
        int best = -1;
        int bestRank = Integer.MAX_VALUE;
        for (int host = 0; host < state.inventory().size(); host++) {
            int rank =
                    (hasPreemptible(draft, host) ? 4 : 0) + (isStable(host) ? 0 : 2) + (draft.units(host) > 0 ? 0 : 1);
            if (rank < bestRank && !state.closed(host)) {
                best = host;
                bestRank = rank;
            }
        }
        return best;
    }

    boolean hasPreemptible(Draft draft, int host) {
        for (int number = 0; number < classes.size(); number++) {
            if (classes.get(number).preemptible() && draft.count(number, host) > 0) {
                return true;
            }
        }
        return false;
    }

    private boolean isStable(int host) {
        return !state.closed(host) && !state.inventory().host(host).preemptible();
    }
}
