package dev.weft.graph.source;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Ids and a number for each: an off-heap hash table of fixed size with linear probing. All threads may add at the same time. A slot holds
 * an id and its number + 1, so that zeros mark an empty slot: the id 0 can't be added.
 */
final class IdTable implements AutoCloseable {
    static final long EMPTY = 0;

    private static final VarHandle LONGS = ValueLayout.JAVA_LONG.varHandle();
    private static final int SLOT_BYTES = 2 * Long.BYTES;
    private static final long GOLDEN_RATIO = 0x9e37_79b9_7f4a_7c15L;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private final int shift;
    private final long mask;

    /** @param slots a power of two, at least 2 */
    IdTable(long slots) {
        this.memory = arena.allocate(slots * SLOT_BYTES, SLOT_BYTES);
        this.shift = Long.numberOfLeadingZeros(slots) + 1;
        this.mask = slots - 1;
    }

    long slots() {
        return mask + 1;
    }

    /** The id in a slot, or {@link #EMPTY}. */
    long id(long slot) {
        return (long) LONGS.get(memory, slot * SLOT_BYTES);
    }

    /** The number of the id in a slot. */
    long number(long slot) {
        return (long) LONGS.getAcquire(memory, slot * SLOT_BYTES + Long.BYTES) - 1;
    }

    void setNumber(long slot, long number) {
        LONGS.setRelease(memory, slot * SLOT_BYTES + Long.BYTES, number + 1);
    }

    private long slot(long id) {
        return (id ^ id >>> 32) * GOLDEN_RATIO >>> shift;
    }

    /** The slot of an id other than 0; it is added if it isn't there yet, and then the slot's complement is returned. */
    long add(long id) {
        long slot = slot(id);
        while (true) {
            long found = id(slot);
            if (found == EMPTY) {
                found = (long) LONGS.compareAndExchange(memory, slot * SLOT_BYTES, EMPTY, id);
                if (found == EMPTY) {
                    return ~slot;
                }
            }
            if (found == id) {
                return slot;
            }
            slot = slot + 1 & mask;
        }
    }

    /** The number of the id in a slot, as soon as the thread that added the id has set it. */
    long awaitNumber(long slot) {
        long number = number(slot);
        while (number < 0) {
            Thread.onSpinWait();
            number = number(slot);
        }
        return number;
    }

    /** The slot of an id other than 0, or -1 if it isn't there. */
    long find(long id) {
        long slot = slot(id);
        while (true) {
            long found = id(slot);
            if (found == id) {
                return slot;
            }
            if (found == EMPTY) {
                return -1;
            }
            slot = slot + 1 & mask;
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
