package dev.weft.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The one writer of a cell's state. Any thread may call; one call happens after the other, and each either does all that it says or nothing.
 *
 * <p>A plan that is accepted is <em>reserved</em>: what it takes is taken, but goes back, whole, when its planner doesn't {@link #bind} it in
 * time, or begins a new life. A bound gang stays until it is evicted or a host of it is lost. So a planner that crashes between two calls leaves
 * nothing but, for a while, a whole reservation.
 */
public final class Cell {
    private final Inventory inventory;
    private final ConflictMode mode;
    private final InstantSource clock;
    private final Duration lease;
    private final Map<String, Held> held = new HashMap<>();
    private final Map<String, Long> lives = new HashMap<>();
    private volatile CellState state;

    /** What a gang has. */
    private record Held(Plan plan, List<HostShare> shares, PlannerId planner, Optional<Instant> until) {
        boolean isReservedBy(String name) {
            return until.isPresent() && planner.name().equals(name);
        }

        boolean isOver(Instant now) {
            return until.filter(end -> !end.isAfter(now)).isPresent();
        }

        boolean uses(int host) {
            return shares.stream().anyMatch(share -> share.host() == host);
        }
    }

    /** @param lease how long a reservation lasts */
    public Cell(Inventory inventory, ConflictMode mode, InstantSource clock, Duration lease) {
        this.inventory = inventory;
        this.mode = mode;
        this.clock = clock;
        this.lease = lease;
        this.state = CellState.of(inventory);
    }

    public CellState snapshot() {
        return state;
    }

    /** Begins a planner's life, and ends the one before: its reservations go back, and what still comes of it is refused. */
    public synchronized PlannerId begin(String planner) {
        release(gangs(its -> its.isReservedBy(planner)));
        return new PlannerId(planner, lives.merge(planner, 1L, Long::sum));
    }

    public synchronized Commit commit(PlannerId planner, Plan plan) {
        expire();
        if (!lives.getOrDefault(planner.name(), 0L).equals(planner.life())) {
            return new Commit.Refused("planner " + planner.name() + " has begun a new life since");
        }
        if (held.containsKey(plan.gang().id())) {
            return new Commit.Refused("gang " + plan.gang().id() + " has its hosts already");
        }
        List<HostShare> shares = plan.shares();
        List<String> conflicts = shares.stream()
                .filter(share -> !fits(share))
                .map(share -> inventory.host(share.host()).name())
                .toList();
        if (!conflicts.isEmpty()) {
            return new Commit.Conflict(conflicts);
        }
        apply(shares, -1);
        held.put(
                plan.gang().id(),
                new Held(plan, shares, planner, Optional.of(clock.instant().plus(lease))));
        return new Commit.Accepted(state.version());
    }

    private boolean fits(HostShare share) {
        int host = share.host();
        if (mode == ConflictMode.SEQUENCE_NUMBERS && state.changes(host) != share.changes()) {
            return false;
        }
        return !state.closed(host)
                && state.freeSlots(host) >= share.slots()
                && state.freeCpuMillis(host) >= share.cpuMillis()
                && state.freeMemoryMiB(host) >= share.memoryMiB()
                && (share.gpus() & ~state.freeGpus(host)) == 0
                && !state.takenCores(host).intersects(share.cores());
    }

    /**
     * Its hosts have confirmed: the gang keeps what was reserved for it.
     *
     * @return false if the reservation is gone, or not this planner's: then the gang has nothing
     */
    public synchronized boolean bind(PlannerId planner, String gang) {
        expire();
        Held its = held.get(gang);
        if (its == null || !its.planner().equals(planner)) {
            return false;
        }
        held.put(gang, new Held(its.plan(), its.shares(), planner, Optional.empty()));
        return true;
    }

    /** Takes from a gang all that it has. */
    public synchronized boolean evict(String gang) {
        expire();
        boolean had = held.containsKey(gang);
        release(had ? Set.of(gang) : Set.of());
        return had;
    }

    /**
     * A worker of a gang has ended: what it had goes back, the others keep theirs. The gang is gone with its last one.
     *
     * @return false if the gang has no such worker
     */
    public synchronized boolean leave(String gang, int worker) {
        expire();
        Held its = held.get(gang);
        if (its == null || its.plan().units().stream().noneMatch(unit -> unit.number() == worker)) {
            return false;
        }
        Plan rest = its.plan().without(worker);
        apply(its.plan().shares(worker), 1);
        if (rest.units().isEmpty()) {
            held.remove(gang);
        } else {
            held.put(gang, new Held(rest, rest.shares(), its.planner(), its.until()));
        }
        return true;
    }

    /** A host takes no new gangs; those that it has stay. */
    public synchronized void close(int host) {
        write(List.of(host), (page, row) -> page.closed[row] = true);
    }

    /** A host takes gangs again. */
    public synchronized void open(int host) {
        write(List.of(host), (page, row) -> page.closed[row] = false);
    }

    /**
     * A host is gone: it is closed, and its gangs are evicted, whole.
     *
     * @return their ids
     */
    public synchronized Set<String> lose(int host) {
        close(host);
        Set<String> lost = gangs(its -> its.uses(host));
        release(lost);
        return lost;
    }

    /**
     * Plans and takes in one, while nobody else writes: for a gang that met conflicts too often.
     *
     * @param planning what a planner makes of the newest state
     */
    public synchronized Optional<Commit> exclusively(PlannerId planner, Function<CellState, Optional<Plan>> planning) {
        expire();
        return planning.apply(state).map(plan -> commit(planner, plan));
    }

    /** Gives back the reservations whose time is over, and says whose they were. Every other call does this first. */
    public synchronized Set<String> expire() {
        Instant now = clock.instant();
        Set<String> over = gangs(its -> its.isOver(now));
        release(over);
        return over;
    }

    /** What gangs have, by their ids: reserved and bound. */
    public synchronized Map<String, Plan> plans() {
        var plans = new HashMap<String, Plan>();
        held.forEach((gang, its) -> plans.put(gang, its.plan()));
        return plans;
    }

    private Set<String> gangs(Predicate<Held> which) {
        var gangs = new HashSet<String>();
        held.forEach((gang, its) -> {
            if (which.test(its)) {
                gangs.add(gang);
            }
        });
        return gangs;
    }

    private void release(Set<String> gangs) {
        for (String gang : gangs) {
            Held its = held.remove(gang);
            if (its != null) {
                apply(its.shares(), 1);
            }
        }
    }

    // ---- the next state

    private interface Change {
        void to(HostPage page, int row);
    }

    /** @param sign 1: given back, -1: taken */
    private void apply(List<HostShare> shares, int sign) {
        var left = new ArrayList<>(shares);
        write(shares.stream().map(HostShare::host).toList(), (page, row) -> {
            HostShare share = left.removeFirst();
            page.freeSlots[row] += sign * share.slots();
            page.freeCpuMillis[row] += sign * share.cpuMillis();
            page.freeMemoryMiB[row] += sign * share.memoryMiB();
            page.gangs[row] -= sign * share.gangs();
            page.freeGpus[row] ^= share.gpus();
            page.takenCores[row] =
                    sign < 0 ? page.takenCores[row].plus(share.cores()) : page.takenCores[row].minus(share.cores());
        });
    }

    /** Copies the pages of these hosts, changes them there, and shows all of it at once. */
    private void write(List<Integer> hosts, Change change) {
        HostPage[] before = state.pages();
        HostPage[] pages = before.clone();
        for (int host : hosts) {
            int number = host >> HostPage.BITS;
            if (pages[number] == before[number]) {
                pages[number] = before[number].copy();
            }
            change.to(pages[number], host & HostPage.MASK);
            pages[number].changes[host & HostPage.MASK]++;
        }
        state = new CellState(inventory, pages, state.version() + 1);
    }
}
