package dev.weft.checkpoint.save;

import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.store.Lines;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Reads parts of a checkpoint, some at a time, and passes a block on only if all of its checks and its digest are right. */
public final class PartsReader {
    /** Parts that lie side by side are read together: two runs for each thread, of a length within these bounds. */
    private static final long LEAST_RUN_BYTES = 1 << 20;

    private static final long MOST_RUN_BYTES = 16 << 20;

    private static final int AT_A_TIME = 8;

    private final ObjectStore store;

    public PartsReader(ObjectStore store) {
        this.store = store;
    }

    /**
     * @param parts in the order of their partitions
     * @param whole called with a partition and its block, by several threads at a time
     * @throws DamagedException if a part is missing, cut off or changed
     * @throws StoreException if the store can't be read
     */
    public void read(List<Part> parts, BiConsumer<Integer, MemorySegment> whole) throws StoreException {
        List<List<Part>> runs = runs(parts);
        Lines.forEach(runs.size(), AT_A_TIME, number -> readRun(runs.get(number), whole));
    }

    private static List<List<Part>> runs(List<Part> parts) {
        long stored = parts.stream().mapToLong(Part::storedBytes).sum();
        long runBytes = Math.clamp(stored / (2 * AT_A_TIME), LEAST_RUN_BYTES, MOST_RUN_BYTES);
        var runs = new ArrayList<List<Part>>();
        var run = new ArrayList<Part>();
        long bytes = 0;
        for (Part part : parts) {
            if (!run.isEmpty() && (!isNext(run.getLast(), part) || bytes + part.storedBytes() > runBytes)) {
                runs.add(List.copyOf(run));
                run.clear();
                bytes = 0;
            }
            run.add(part);
            bytes += part.storedBytes();
        }
        if (!run.isEmpty()) {
            runs.add(run);
        }
        return runs;
    }

    private static boolean isNext(Part one, Part other) {
        return one.object().equals(other.object()) && one.offset() + one.storedBytes() == other.offset();
    }

    private void readRun(List<Part> run, BiConsumer<Integer, MemorySegment> whole) throws StoreException {
        Part first = run.getFirst();
        Part last = run.getLast();
        try (Arena arena = Arena.ofShared()) {
            MemorySegment bytes = arena.allocate(last.offset() + last.storedBytes() - first.offset());
            fill(first, bytes);
            for (Part part : run) {
                MemorySegment stored = bytes.asSlice(part.offset() - first.offset(), part.storedBytes());
                whole.accept(part.partition(), block(part, stored, arena));
            }
        }
    }

    private void fill(Part first, MemorySegment bytes) throws StoreException {
        if (bytes.byteSize() == 0) {
            return;
        }
        try {
            store.read(first.object(), first.offset(), bytes);
        } catch (StoreException e) {
            switch (e.kind()) {
                case ABSENT, TRUNCATED ->
                    throw new DamagedException(Checks.where(first) + " can't be read: " + e.getMessage(), e);
                default -> throw e;
            }
        }
    }

    private static MemorySegment block(Part part, MemorySegment stored, Arena arena) {
        Checks.require(part, stored);
        MemorySegment block = stored;
        if (part.packed()) {
            block = arena.allocate(part.blockBytes());
            Packing.unpack(stored, block);
        }
        if (block.byteSize() != part.blockBytes() || XxHash64.of(block) != part.digest()) {
            throw new DamagedException(Checks.where(part) + " differs from its digest");
        }
        return block;
    }
}
