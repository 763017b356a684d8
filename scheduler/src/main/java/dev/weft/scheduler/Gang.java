package dev.weft.scheduler;

import java.util.List;
import java.util.Optional;

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
