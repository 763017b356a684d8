package dev.weft.checkpoint.save;

import java.util.List;
import java.util.Map;

/**
 * What one rank has put into the store of a checkpoint that is being made.
 *
 * @param partitions of the program's state, of all ranks
 * @param items of each block, in order
 * @param values what is to be the same on all ranks: bytes by name
 * @param parts of the partitions that the rank owns
 */
public record RankSave(
        StepId at, int partitions, List<Manifest.Item> items, Map<String, byte[]> values, List<Part> parts) {
    public RankSave {
        items = List.copyOf(items);
        values = Map.copyOf(values);
        parts = List.copyOf(parts);
    }

    /** As a worker tells the coordinator of it: a manifest of these parts. */
    public byte[] write(int epoch) {
        return ManifestFormat.write(new Manifest(epoch, at, Map.of(), partitions, items, values, parts));
    }

    public static RankSave read(byte[] bytes) {
        Manifest manifest = ManifestFormat.read(bytes);
        return new RankSave(
                manifest.at(), manifest.partitions(), manifest.items(), manifest.values(), manifest.parts());
    }
}
