package dev.weft.scheduler;

import dev.weft.scheduler.Rooms.Limits;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Plans gangs on snapshots of a cell. Changes nothing; one planner is for one thread at a time, any number of planners work side by side.
 *
 * <p>First by rule, in time proportional to the hosts (and the logarithm of a domain's): the nearest level at which one domain has room for all,
 * and in each such domain by {@link PackRule} or {@link SpreadRule}. Where few hosts are in question, all ways are then compared
 * ({@link ExactSearch}).
 */
public final class Planner {
    /** Up to so many hosts with room, all ways are compared. */
    static final int FEW_HOSTS = 16;

    private static final int BUDGET = 20_000;
    private static final int COORDINATORS_TRIED = 8;

    private final GpuSubsets subsets = new GpuSubsets();
    private final Optional<RandomGenerator> random;
    private final int budget;

    /** Among equal hosts, the inventory's first. */
    public Planner() {
        this(Optional.empty(), BUDGET);
    }

    /** Among equal hosts, any: so planners that work side by side want different ones. */
    public Planner(RandomGenerator random) {
        this(Optional.of(random), BUDGET);
    }

    /** @param budget how many steps of a comparison of all ways are taken at most; 0: by rule alone */
    Planner(Optional<RandomGenerator> random, int budget) {
        this.random = random;
        this.budget = budget;
    }

    /**
     * @throws IllegalArgumentException if the gang names a coordinator's host that the inventory hasn't
     */
    public Outcome plan(CellState state, Gang gang) {
        var sitting = new Sitting(state, gang);
        return sitting.best().<Outcome>map(sitting::plan).orElseGet(sitting::noFit);
    }

    /** A draft, and how good it is. */
    private record Found(Draft.Kept draft, Score score) {
        static Optional<Found> better(Optional<Found> one, Optional<Found> other) {
            if (one.isEmpty() || other.isEmpty()) {
                return one.or(() -> other);
            }
            return other.get().score.compareTo(one.get().score) < 0 ? other : one;
        }
    }

    /** One gang, one state. */
    private final class Sitting {
        private final CellState state;
        private final Inventory inventory;
        private final Gang gang;
        private final List<UnitClass> classes;
        private final Draft draft;
        private final OptionalInt coordinatorHost;
        private final int start;
        private Rooms rooms;
        private Scoring scoring;
        private boolean comparedAll;

        private Sitting(CellState state, Gang gang) {
            this.state = state;
            this.inventory = state.inventory();
            this.gang = gang;
            this.classes = UnitClass.of(gang);
            this.draft = new Draft(classes.size(), inventory.size());
            this.coordinatorHost = gang.coordinatorHost()
                    .map(this::number)
                    .map(OptionalInt::of)
                    .orElseGet(OptionalInt::empty);
            this.start = inventory.size() == 0
                    ? 0
                    : random.map(generator -> generator.nextInt(inventory.size()))
                            .orElse(0);
            this.rooms = new Rooms(state, classes, subsets);
            this.scoring = new Scoring(gang, classes, state, rooms, coordinatorHost);
        }

        private int number(String host) {
            return inventory
                    .find(host)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the coordinator's host " + host + " is not in the inventory: name one that is"));
        }

        private Optional<Found> best() {
            Optional<Found> byRule = byRule();
            if (byRule.filter(found -> found.score().coordinator() > 0).isPresent()) {
                byRule = Found.better(byRule, withoutCoordinatorsHost());
            }
            return Found.better(byRule, comparing(byRule.map(Found::score)));
        }

        // ---- by rule

        private Optional<Found> byRule() {
            for (Level level : Level.values()) {
                if (gang.nearest().isWithin(level) && level.isWithin(gang.farthest())) {
                    Optional<Found> found = within(level);
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
            return Optional.empty();
        }

        private Optional<Found> within(Level level) {
            Optional<Found> best = Optional.empty();
            for (int[] domain : inventory.domains(level)) {
                if (mayHold(domain)) {
                    best = Found.better(best, level == Level.HOST ? onOne(domain[0]) : fill(domain));
                }
            }
            return best;
        }

        private boolean mayHold(int[] domain) {
            for (int unitClass = 0; unitClass < classes.size(); unitClass++) {
                long room = 0;
                for (int host : domain) {
                    room += rooms.alone(unitClass, host);
                }
                if (room < classes.get(unitClass).count()) {
                    return false;
                }
            }
            return true;
        }

        private Optional<Found> onOne(int host) {
            draft.clear();
            for (int unitClass = 0; unitClass < classes.size(); unitClass++) {
                int count = classes.get(unitClass).count();
                if (rooms.more(unitClass, host, draft, Limits.NONE) < count) {
                    return Optional.empty();
                }
                draft.add(unitClass, host, count);
            }
            return found();
        }

        private Optional<Found> fill(int[] domain) {
            if (gang.strategy() == Strategy.SPREAD) {
                draft.clear();
                return new SpreadRule(inventory, classes, rooms, scoring, start).fill(domain, draft)
                        ? found()
                        : Optional.empty();
            }
            var rule = new PackRule(state, classes, rooms, start, scarcestFirst(domain));
            Optional<Found> best = pack(rule, domain, Limits.NONE);
            for (Limits limits : limits(domain)) {
                best = Found.better(best, pack(rule, domain, limits));
            }
            return best;
        }

        private Optional<Found> pack(PackRule rule, int[] domain, Limits limits) {
            draft.clear();
            return rule.fill(domain, limits, draft) ? found() : Optional.empty();
        }

        private Optional<Found> found() {
            return Optional.of(new Found(draft.kept(), scoring.of(draft)));
        }

        /** By how many times the domain has room for them. */
        private int[] scarcestFirst(int[] domain) {
            var plenty = new double[classes.size()];
            for (int unitClass = 0; unitClass < plenty.length; unitClass++) {
                for (int host : domain) {
                    plenty[unitClass] += rooms.alone(unitClass, host);
                }
                plenty[unitClass] /= classes.get(unitClass).count();
            }
            return IntStream.range(0, plenty.length)
                    .boxed()
                    .sorted((one, other) -> Double.compare(plenty[one], plenty[other]))
                    .mapToInt(Integer::intValue)
                    .toArray();
        }

        /** To try, beside none: links as good as each that there is, and no worker on two NUMA nodes. */
        private List<Limits> limits(int[] domain) {
            var links = new TreeSet<Integer>();
            if (classes.stream().anyMatch(unit -> unit.gpus() > 0)) {
                for (int host : domain) {
                    addLinks(links, rooms.gpus(host));
                }
            }
            links.add(Integer.MIN_VALUE);
            return links.descendingSet().stream()
                    .flatMap(link -> rooms.pins().areAsked()
                            ? IntStream.of(0, 1).mapToObj(whole -> new Limits(link, whole == 1))
                            : IntStream.of(0).mapToObj(_ -> new Limits(link, false)))
                    .filter(limits -> !limits.equals(Limits.NONE))
                    .toList();
        }

        private static void addLinks(Set<Integer> links, GpuSubsets.Best best) {
            for (int size = 2; size < best.weakest().length; size++) {
                links.add(best.weakest()[size]);
            }
        }

        // ---- the coordinator's host

        /** The preemptible ranks leave a host to the coordinator: the one it must be on, or one that they lose least by. */
        private Optional<Found> withoutCoordinatorsHost() {
            int[] candidates = coordinatorHost.isPresent()
                    ? new int[] {coordinatorHost.getAsInt()}
                    : IntStream.range(0, inventory.size())
                            .filter(host -> !state.closed(host))
                            .boxed()
                            .sorted((one, other) -> Long.compare(preemptibleRoom(one), preemptibleRoom(other)))
                            .limit(COORDINATORS_TRIED)
                            .mapToInt(Integer::intValue)
                            .toArray();
            Rooms all = rooms;
            Optional<Found> best = Optional.empty();
            for (int host : candidates) {
                rooms = without(host);
                best = Found.better(best, byRule());
            }
            rooms = all;
            return best;
        }

        private long preemptibleRoom(int host) {
            long stays = inventory.host(host).preemptible() ? 1L << 32 : 0;
            return stays
                    + IntStream.range(0, classes.size())
                            .filter(number -> classes.get(number).preemptible())
                            .mapToLong(number -> rooms.alone(number, host))
                            .sum();
        }

        private Rooms without(int host) {
            var fewer = new Rooms(state, classes, subsets);
            for (int number = 0; number < classes.size(); number++) {
                if (classes.get(number).preemptible()) {
                    fewer.ban(number, host);
                }
            }
            return fewer;
        }

        // ---- by comparison

        private Optional<Found> comparing(Optional<Score> known) {
            int[] hosts = IntStream.range(0, inventory.size())
                    .filter(host ->
                            IntStream.range(0, classes.size()).anyMatch(number -> rooms.alone(number, host) > 0))
                    .limit(FEW_HOSTS + 1)
                    .toArray();
            if (hosts.length > FEW_HOSTS || budget == 0) {
                return Optional.empty();
            }
            var search = new ExactSearch(gang, classes, rooms, scoring, draft, hosts, budget, known);
            Optional<Draft.Kept> better = search.run();
            comparedAll = search.isComplete();
            return better.map(kept -> {
                draft.become(kept);
                return new Found(kept, scoring.of(draft));
            });
        }

        // ---- what comes of it

        private Plan plan(Found found) {
            draft.become(found.draft());
            int coordinator = scoring.coordinatorHost(draft);
            List<UnitPlace> units = new Seating(state, gang, classes, rooms, subsets, draft).units();
            var why = new Why(state, gang, classes, rooms, draft, found.score(), coordinator, comparedAll);
            return new Plan(gang, units, coordinator, found.score(), why.sentences(), why.ofHosts(units), state);
        }

        private NoFit noFit() {
            return new NoFit(new Lack(state, gang, comparedAll).sentences());
        }
    }
}
