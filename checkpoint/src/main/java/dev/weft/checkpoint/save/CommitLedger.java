package dev.weft.checkpoint.save;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings the ranks' shares of a checkpoint together, in one epoch. A rank saves one checkpoint at a time, so of two the earlier is whole first, though shares of both
 * may come in between.
 */
public final class CommitLedger {
    private final int epoch;
    private final Map<String, String> identity;
    private final NavigableMap<StepId, Shares> coming = new TreeMap<>();
    private @Nullable StepId whole;

    /** What has come of one checkpoint. */
    private record Shares(RankSave first, Map<Integer, Part> parts) {}

    public CommitLedger(int epoch, Map<String, String> identity) {
        this.epoch = epoch;
        this.identity = Map.copyOf(identity);
    }

    /**
     * A rank's share is in the store.
     *
     * @return the manifest, if it was the last one that was missing
     * @throws IllegalStateException if it doesn't fit those of other ranks
     */
    public Optional<Manifest> saved(RankSave save) {
        StepId last = whole;
        if (last != null && save.at().compareTo(last) <= 0) {
            return Optional.empty();
        }
        Shares shares = coming.computeIfAbsent(save.at(), _ -> new Shares(save, new HashMap<>()));
        requireSame(shares.first, save);
        save.parts().forEach(part -> shares.parts.put(part.partition(), part));
        if (shares.parts.size() < save.partitions()) {
            return Optional.empty();
        }
        whole = save.at();
        coming.headMap(save.at(), true).clear();
        return Optional.of(manifest(save, shares.parts));
    }

    private static void requireSame(RankSave one, RankSave other) {
        if (one.partitions() != other.partitions() || !one.items().equals(other.items())) {
            throw new IllegalStateException("at " + one.at() + " ranks save different things: " + one.partitions()
                    + " partitions of " + one.items() + ", and " + other.partitions() + " of " + other.items());
        }
        if (!one.values().keySet().equals(other.values().keySet())) {
            throw new IllegalStateException("at " + one.at() + " ranks save different values: "
                    + one.values().keySet() + " and " + other.values().keySet());
        }
        one.values().forEach((name, bytes) -> {
            if (!Arrays.equals(bytes, other.values().get(name))) {
                throw new IllegalStateException(
                        "at " + one.at() + " ranks differ in \"" + name
                                + "\", which is to be the same on all of them: agree on it (allReduce, broadcast), or save an array");
            }
        });
    }

    private Manifest manifest(RankSave save, Map<Integer, Part> parts) {
        List<Part> all = parts.values().stream()
                .sorted((one, other) -> Integer.compare(one.partition(), other.partition()))
                .toList();
        return new Manifest(epoch, save.at(), identity, save.partitions(), save.items(), save.values(), all);
    }
}
