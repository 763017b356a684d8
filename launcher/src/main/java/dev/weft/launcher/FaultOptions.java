package dev.weft.launcher;

import dev.weft.runtime.Fault;
import dev.weft.runtime.UsageException;
import java.util.List;

/** What {@code weft run} was given to break. */
record FaultOptions(List<Fault> all, List<Fault> ofWorkers, List<Fault.OfStore> ofStore) {
    static final FaultOptions NONE = new FaultOptions(List.of(), List.of(), List.of());

    /** @param workers 0 if the ranks run in this process */
    static FaultOptions of(Given given, int workers) {
        List<Fault> all = given.texts("--inject").stream()
                .flatMap(text -> Fault.parse(text, Math.max(1, workers)).stream())
                .toList();
        var ofStore = all.stream()
                .filter(Fault.OfStore.class::isInstance)
                .map(Fault.OfStore.class::cast)
                .toList();
        var ofWorkers =
                all.stream().filter(fault -> !(fault instanceof Fault.OfStore)).toList();
        if (workers == 0 && !ofWorkers.isEmpty()) {
            throw new UsageException(given.name("--inject") + " \"" + ofWorkers.getFirst()
                    + "\" is about workers, without which it would end weft itself: give "
                    + given.wanted("--workers", "N") + ", too");
        }
        if (!ofStore.isEmpty() && !given.has("--checkpoint")) {
            throw new UsageException(given.name("--inject") + " \"" + ofStore.getFirst()
                    + "\" is about checkpoints: give " + given.wanted("--checkpoint", "URI") + ", too");
        }
        return new FaultOptions(all, ofWorkers, ofStore);
    }
}
