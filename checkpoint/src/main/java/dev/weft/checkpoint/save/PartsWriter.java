package dev.weft.checkpoint.save;

import dev.weft.checkpoint.Body;
import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.store.Transfers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the blocks of a {@link SaveBuffer}, packed where that is worth it for all, one after another into one object. */
public final class PartsWriter {
    private static final int AT_A_TIME = 8;

    private final ObjectStore store;

    public PartsWriter(ObjectStore store) {
        this.store = store;
    }

    /**
     * @param folder of the checkpoint
     * @param incarnation of the process, so that no two objects have one name
     * @return what is to be known of the parts, when they are in the store
     */
    public List<Part> write(String folder, int incarnation, SaveBuffer buffer) throws StoreException {
        String key = folder + "/parts-" + buffer.partitions().first() + "-"
                + buffer.partitions().end() + "-" + incarnation + "-" + name(buffer);
        var parts = new ArrayList<Part>();
        var bodies = new ArrayList<MemorySegment>();
        boolean packs = Packing.isWorthIt(buffer.blocks());
        try (Arena packing = Arena.ofShared()) {
            long at = 0;
            for (int i = 0; i < buffer.partitions().owned(); i++) {
                MemorySegment block = buffer.block(i);
                Optional<MemorySegment> packed = packs ? Packing.packed(block, packing) : Optional.empty();
                MemorySegment stored = packed.orElse(block);
                int partition = buffer.partitions().first() + i;
                parts.add(new Part(
                        partition,
                        key,
                        at,
                        stored.byteSize(),
                        block.byteSize(),
                        packed.isPresent(),
                        buffer.digest(i),
                        Checks.of(stored)));
                bodies.add(stored);
                at += stored.byteSize();
            }
            Transfers.put(store, key, Body.of(bodies.toArray(MemorySegment[]::new)), AT_A_TIME);
        }
        return parts;
    }

    private static String name(SaveBuffer buffer) {
        long mixed = 0;
        for (long digest : buffer.digests()) {
            mixed = Long.rotateLeft(mixed, 5) ^ digest * 0x9E3779B97F4A7C15L;
        }
        return "%016x".formatted(mixed);
    }
}
