package dev.weft.scheduler;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Ranks that run together or not at all: those of all operators of a job.
 *
 * @param id no other gang's in the cell
 * @param workers processes in which the ranks of all operators live together, each operator's in runs as long as {@link Group} says; 0: each operator has
 *     workers of its own, or none
 * @param required the hosts of all ranks stand in one domain of this level
 * @param preferred the same if it can be, else the next level's; nothing nearer counts as better
 * @param coordinatorHost where the job's coordinator runs; nothing to have a host chosen
 */
public record Gang(
        String id,
        List<Group> groups,
        int workers,
        Strategy strategy,
        Optional<Level> required,
        Optional<Level> preferred,
        Optional<String> coordinatorHost) {
    public Gang {
        groups = List.copyOf(groups);
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("gang " + id + " has no ranks: give it an operator");
        }
        for (Group group : groups) {
            if (workers > 0 && group.workers() != Math.min(workers, group.ranks())) {
                throw new IllegalArgumentException(
                        "gang %s: operator %s has workers=%d of its own, and ranks in %d of all"
                                .formatted(id, group.name(), group.workers(), workers));
            }
        }
    }

    public static Gang of(String id, Group... groups) {
        return new Gang(id, List.of(groups), 0, Strategy.PACK, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** All operators' ranks together in so many processes. */
    public Gang workers(int count) {
        return new Gang(id, groups, count, strategy, required, preferred, coordinatorHost);
    }

    public Gang strategy(Strategy as) {
        return new Gang(id, groups, workers, as, required, preferred, coordinatorHost);
    }

    public Gang required(Level level) {
        return new Gang(id, groups, workers, strategy, Optional.of(level), preferred, coordinatorHost);
    }

    public Gang preferred(Level level) {
        return new Gang(id, groups, workers, strategy, required, Optional.of(level), coordinatorHost);
    }

    public Gang coordinatorHost(String name) {
        return new Gang(id, groups, workers, strategy, required, preferred, Optional.of(name));
    }

    /** So many workers that wait for one of this gang to be lost. */
    public Gang spares(int count) {
        return more(id + "/spares", count);
    }

    /** More workers like those of this gang, each with as many ranks as the largest has; they need not be near these. */
    public Gang more(String as, int count) {
        List<Group> others = groups.stream()
                .map(group ->
                        new Group(group.name(), count * Math.ceilDiv(group.ranks(), workers), count, group.eachRank()))
                .toList();
        return new Gang(as, others, count, strategy, Optional.empty(), preferred, coordinatorHost);
    }

    /** The same, whose ranks need something else. */
    public Gang map(UnaryOperator<Demand> needs) {
        List<Group> others = groups.stream()
                .map(group -> new Group(group.name(), group.ranks(), group.workers(), needs.apply(group.eachRank())))
                .toList();
        return new Gang(id, others, workers, strategy, required, preferred, coordinatorHost);
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
