package dev.weft.launcher;

import dev.weft.runtime.CheckpointSpec;
import dev.weft.runtime.Fault;
import dev.weft.runtime.SaveInterval;
import dev.weft.runtime.UsageException;
import java.util.List;
import java.util.Optional;

/** What {@code weft run} was given of checkpoints. */
final class CheckpointOptions {
    private static final String DEFAULT_INTERVAL = "auto";

    private CheckpointOptions() {}

    static Optional<CheckpointSpec> of(Given given, List<Fault.OfStore> faults) {
        Optional<String> address = given.text("--checkpoint");
        if (address.isEmpty()) {
            for (String option : List.of("--checkpoint-every", "--resume", "--checkpoint-optional")) {
                if (given.has(option)) {
                    throw new UsageException(given.name(option) + " is about checkpoints: give "
                            + given.wanted("--checkpoint", "URI") + ", too");
                }
            }
        }
        return address.map(place -> new CheckpointSpec(
                place,
                SaveInterval.parse(given.text("--checkpoint-every").orElse(DEFAULT_INTERVAL)),
                given.text("--resume"),
                given.has("--checkpoint-optional"),
                faults));
    }
}
