package dev.weft.graph.source;

import dev.weft.runtime.Ids;
import dev.weft.runtime.ThreadTeam;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers any ids, by a hash table that is at most half full but for what the threads add before they look again. The mark of an id is
 * how many ids had been added before it: so a second look into the table, which costs most of the time, is spared.
 */
final class HashNumbering implements Numbering {
    private static final int SLOTS_A_STRETCH = 1 << 14;
    private static final int IDS_A_STRETCH = 1 << 14;

    private final AtomicLong added = new AtomicLong();
    private IdTable table;
    private volatile long zeroMark = UNKNOWN;
    private int zeroNumber = UNKNOWN;
    private int[] numbers = {};

    /**
     * @param expected a first guess at how many different ids there will be
     * @param unchecked how many ids all threads together add at most before each looks again whether the table is full
     */
    HashNumbering(long expected, long unchecked) {
        long slots = Math.max(2 * expected, 4 * unchecked);
        this.table = new IdTable(2 * Long.highestOneBit(slots));
    }

    @Override
    public void add(long[] ids, int count) {
        IdTable table = this.table;
        for (int i = 0; i < count; i++) {
            long id = ids[i];
            ids[i] = id == IdTable.EMPTY ? zeroMark() : mark(table, id);
        }
    }

    private long mark(IdTable table, long id) {
        long slot = table.add(id);
        if (slot >= 0) {
            return table.awaitNumber(slot);
        }
        long mark = added.getAndIncrement();
        table.setNumber(~slot, mark);
        return mark;
    }

    private long zeroMark() {
        if (zeroMark == UNKNOWN) {
            synchronized (this) {
                if (zeroMark == UNKNOWN) {
                    zeroMark = added.getAndIncrement();
                }
            }
        }
        return zeroMark;
    }

    @Override
    public boolean full() {
        return added.get() > table.slots() / 2;
    }

    @Override
    public void grow(ThreadTeam team) {
        IdTable old = table;
        var larger = new IdTable(2 * old.slots());
        table = larger;
        try (old) {
            new Stretches(old.slots(), SLOTS_A_STRETCH).forEach(team, (_, _, from, to) -> {
                for (long slot = from; slot < to; slot++) {
                    long id = old.id(slot);
                    if (id != IdTable.EMPTY) {
                        larger.setNumber(~larger.add(id), old.number(slot));
                    }
                }
            });
        }
    }

    @Override
    public long count(ThreadTeam team) {
        return added.get();
    }

    @Override
    public Ids order(ThreadTeam team) {
        long[] ids = ParallelSort.sort(team, gather(team));
        IdTable table = this.table;
        var numbers = new int[ids.length];
        new Stretches(ids.length, IDS_A_STRETCH).forEach(team, (_, _, from, to) -> {
            for (int i = (int) from; i < to; i++) {
                if (ids[i] == IdTable.EMPTY) {
                    numbers[(int) zeroMark] = i;
                    zeroNumber = i;
                } else {
                    long slot = table.find(ids[i]);
                    numbers[(int) table.number(slot)] = i;
                    table.setNumber(slot, i);
                }
            }
        });
        this.numbers = numbers;
        return new SortedIds(ids);
    }

    private long[] gather(ThreadTeam team) {
        IdTable table = this.table;
        var ids = new long[Math.toIntExact(count(team))];
        // The id 0, which no slot holds, needs nothing: its element is 0 as it is.
        new Stretches(table.slots(), SLOTS_A_STRETCH).forEach(team, (_, _, from, to) -> {
            for (long slot = from; slot < to; slot++) {
                long id = table.id(slot);
                if (id != IdTable.EMPTY) {
                    ids[(int) table.number(slot)] = id;
                }
            }
        });
        return ids;
    }

    @Override
    public void numberMarks(long[] marks, int count) {
        int[] numbers = this.numbers;
        for (int i = 0; i < count; i++) {
            marks[i] = numbers[(int) marks[i]];
        }
    }

    @Override
    public boolean number(long[] ids, int count) {
        boolean known = true;
        for (int i = 0; i < count; i++) {
            ids[i] = number(ids[i]);
            known &= ids[i] != UNKNOWN;
        }
        return known;
    }

    private long number(long id) {
        if (id == IdTable.EMPTY) {
            return zeroNumber;
        }
        long slot = table.find(id);
        return slot < 0 ? UNKNOWN : table.number(slot);
    }

    @Override
    public void close() {
        table.close();
    }
}
