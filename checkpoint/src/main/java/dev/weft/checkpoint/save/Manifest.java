package dev.weft.checkpoint.save;

import java.util.List;
import java.util.Map;

/**
 * A checkpoint: what it holds, and where. It is written last, so a checkpoint is there if its manifest is.
 *
 * @param epoch in which it was written
 * @param at the step boundary
 * @param identity what the job that takes it up must have in common with the one that wrote it: name to value
 * @param partitions of the program's state, of all ranks
 * @param items of each block, in order
 * @param values what is the same on all ranks: bytes by name
 * @param parts of consecutive partitions, in order: all of them, where it is the whole checkpoint's
 */
public record Manifest(
        int epoch,
        StepId at,
        Map<String, String> identity,
        int partitions,
        List<Item> items,
        Map<String, byte[]> values,
        List<Part> parts) {
    public Manifest {
        identity = Map.copyOf(identity);
        items = List.copyOf(items);
        values = Map.copyOf(values);
        parts = List.copyOf(parts);
    }

    /** @param type as {@link dev.weft.checkpoint.Holder#type} */
    public record Item(String name, String type) {}

    /** As stored. */
    public long bytes() {
        return parts.stream().mapToLong(Part::storedBytes).sum();
    }
}
