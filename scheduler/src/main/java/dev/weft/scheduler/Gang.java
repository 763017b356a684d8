package dev.weft.scheduler;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Ranks that run together or not at all: those of all operators of a job.
 *
 * @param id no other gang's in the cell
 * @param required the hosts of all ranks stand in one domain of this level
 * @param preferred the same if it can be, else the next level's; nothing nearer counts as better
 * @param coordinatorHost where the job's coordinator runs; nothing to have a host chosen
 */
public record Gang(
        String id,
        List<Group> groups,
        Strategy strategy,
        Optional<Level> required,
        Optional<Level> preferred,
        Optional<String> coordinatorHost) {
    public Gang {
        groups = List.copyOf(groups);
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("gang " + id + " has no ranks: give it an operator");
        }
        for (Pool pool : Pool.of(groups)) {
            List<Group> its = pool.groups().stream().map(groups::get).toList();
            if (its.stream().allMatch(group -> group.ranks() < pool.units())) {
                Group one = its.getFirst();
                throw new IllegalArgumentException("%sranks=%d < workers=%d: give at least one rank for each worker"
                        .formatted(
                                one.name().isEmpty() ? "" : "operator " + one.name() + ": ",
                                one.ranks(),
                                one.workers()));
            }
        }
    }

    public static Gang of(String id, Group... groups) {
        return new Gang(id, List.of(groups), Strategy.PACK, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public Gang strategy(Strategy as) {
        return new Gang(id, groups, as, required, preferred, coordinatorHost);
    }

    public Gang required(Level level) {
        return new Gang(id, groups, strategy, Optional.of(level), preferred, coordinatorHost);
    }

    public Gang preferred(Level level) {
        return new Gang(id, groups, strategy, required, Optional.of(level), coordinatorHost);
    }

    public Gang coordinatorHost(String name) {
        return new Gang(id, groups, strategy, required, preferred, Optional.of(name));
    }

    /** So many workers of each kind that wait for one of this gang to be lost. */
    public List<Gang> spares(int count) {
        return pools().stream()
                .map(pool -> more(id + "/spares/" + pool.first(), pool, count))
                .toList();
    }

    /** More workers like those of a pool of this gang, each with as many ranks as the largest has; they need not be near these. */
    public Gang more(String as, Pool pool, int count) {
        List<Group> others = pool.groups().stream()
                .map(groups::get)
                .map(group -> new Group(group.name(), count * pool.mostRanks(group), count, group.eachRank()))
                .toList();
        return new Gang(as, others, strategy, Optional.empty(), preferred, coordinatorHost);
    }

    /** The same, whose ranks need something else. */
    public Gang map(UnaryOperator<Demand> needs) {
        List<Group> others = groups.stream()
                .map(group -> group.eachRank(needs.apply(group.eachRank())))
                .toList();
        return new Gang(id, others, strategy, required, preferred, coordinatorHost);
    }

    /** The workers, by which of them operators live in. */
    public List<Pool> pools() {
        return Pool.of(groups);
    }

    /** How many workers, and ranks that are placed one by one. */
    public int units() {
        return pools().stream().mapToInt(Pool::units).reduce(0, Math::addExact);
    }

    /** What a unit of a pool needs at its fullest. */
    public long mostMemoryMiB(Pool pool) {
        return pool.groups().stream()
                .map(groups::get)
                .mapToLong(
                        group -> (long) pool.mostRanks(group) * group.eachRank().memoryMiB())
                .sum();
    }

    public int ranks() {
        return groups.stream().mapToInt(Group::ranks).reduce(0, Math::addExact);
    }

    /** The nearest level that counts: nearer ones are no better. */
    Level nearest() {
        Level farthest = farthest();
        Level wanted = preferred.orElse(strategy == Strategy.PACK ? Level.HOST : farthest);
        return wanted.isWithin(farthest) ? wanted : farthest;
    }

    Level farthest() {
        return required.orElse(Level.CELL);
    }
}
