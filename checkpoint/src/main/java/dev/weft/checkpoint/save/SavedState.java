package dev.weft.checkpoint.save;

import dev.weft.checkpoint.Holder;
import dev.weft.checkpoint.Partitions;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a loop of a program saves at its boundaries, on one rank: holders by name. A partition's block is what each of them has for it, one
 * after another, each behind the number of its bytes.
 */
public final class SavedState {
    private static final int HEAD = Long.BYTES;

    private final Map<String, Holder> holders = new LinkedHashMap<>();

    /** @throws IllegalArgumentException if the name is taken, or the holder has other partitions than those before it */
    public void add(String name, Holder holder) {
        if (!holders.isEmpty() && !holder.partitions().equals(partitions())) {
            throw new IllegalArgumentException("saving(\"" + name + "\", …): " + holder.partitions() + " where \""
                    + holders.keySet().iterator().next() + "\" has " + partitions());
        }
        if (holders.putIfAbsent(name, holder) != null) {
            throw new IllegalArgumentException("saving(\"" + name + "\", …) for the second time: give it another name");
        }
    }

    public boolean isEmpty() {
        return holders.isEmpty();
    }

    public Partitions partitions() {
        return holders.values().iterator().next().partitions();
    }

    /** Names and types, in order. */
    public List<Manifest.Item> items() {
        var items = new ArrayList<Manifest.Item>();
        holders.forEach((name, holder) -> items.add(new Manifest.Item(name, holder.type())));
        return items;
    }

    /** The length of a partition's block. */
    long blockBytes(int partition) {
        long bytes = 0;
        for (Holder holder : holders.values()) {
            bytes += HEAD + holder.byteSize(partition);
        }
        return bytes;
    }

    /** @param target of exactly {@link #blockBytes} */
    void write(int partition, MemorySegment target) {
        long at = 0;
        for (Holder holder : holders.values()) {
            MemorySegment bytes = holder.bytes(partition);
            target.set(Layouts.LONG, at, bytes.byteSize());
            MemorySegment.copy(bytes, 0, target, at + HEAD, bytes.byteSize());
            at += HEAD + bytes.byteSize();
        }
    }

    /** @throws DamagedException if the block isn't of this shape */
    public void restore(int partition, MemorySegment block) {
        long at = 0;
        for (Map.Entry<String, Holder> each : holders.entrySet()) {
            long bytes = at + HEAD <= block.byteSize() ? block.get(Layouts.LONG, at) : -1;
            at += HEAD;
            if (bytes < 0 || bytes > block.byteSize() - at) {
                throw new DamagedException("partition " + partition + " ends within \"" + each.getKey() + "\"");
            }
            each.getValue().restore(partition, block.asSlice(at, bytes));
            at += bytes;
        }
        if (at != block.byteSize()) {
            throw new DamagedException(
                    "partition " + partition + " has " + (block.byteSize() - at) + " bytes too many");
        }
    }

    /** When all partitions are back. */
    public void restored() {
        holders.values().forEach(Holder::restored);
    }
}
