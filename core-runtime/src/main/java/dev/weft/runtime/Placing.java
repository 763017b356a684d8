package dev.weft.runtime;

import dev.weft.scheduler.Gang;
import dev.weft.scheduler.Group;
import dev.weft.scheduler.Level;
import dev.weft.scheduler.Strategy;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a job's workers are laid onto hosts.
 *
 * @param strategy near each other, or spread
 * @param required all stand in one domain of this level
 * @param preferred the same if it can be
 * @param coordinator the host that the job is started on, if it is one of them: no preemptible ranks go there if they need not; nothing to have a host left
 *     free of these
 */
public record Placing(
        Strategy strategy, Optional<Level> required, Optional<Level> preferred, Optional<String> coordinator) {
    /** Near each other. */
    public static final Placing DEFAULT =
            new Placing(Strategy.PACK, Optional.empty(), Optional.empty(), Optional.empty());

    /** The same, with a host that the job is started on where none is named. */
    public Placing coordinator(Supplier<Optional<String>> usual) {
        return new Placing(strategy, required, preferred, coordinator.or(usual));
    }

    /** The ranks of operators as a gang. */
    public Gang gang(String job, List<Group> operators) {
        return new Gang(job, operators, strategy, required, preferred, coordinator);
    }
}
