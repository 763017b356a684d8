package dev.weft.graph.algorithms;

import java.util.Arrays;

/** Sums by key, for one vertex after another: a hash table with open addressing that is only as large as the vertex at hand needs. */
final class Tally {
    /** For each slot the place of its key, from 1; 0 if it is free. */
    private int[] places = new int[64];

    private int[] slots = new int[32];
    private int[] keys = new int[32];
    private long[] sums = new long[32];
    private int size;
    private int mask = 63;

    /** Forgets all, and makes room for {@code most} keys. */
    void begin(int most) {
        for (int i = 0; i < size; i++) {
            places[slots[i]] = 0;
        }
        size = 0;
        int room = Integer.highestOneBit(Math.max(16, most)) << 1;
        if (room > keys.length) {
            slots = new int[room];
            keys = new int[room];
            sums = new long[room];
            places = new int[2 * room];
        }
        mask = 2 * room - 1;
    }

    void add(int key, long amount) {
        int slot = slot(key);
        int place = places[slot];
        if (place != 0) {
            sums[place - 1] += amount;
        } else {
            slots[size] = slot;
            keys[size] = key;
            sums[size++] = amount;
            places[slot] = size;
        }
    }

    /** The key's slot, or the free one that it would take. */
    private int slot(int key) {
        int slot = key * 0x9e3779b1 >>> 7 & mask;
        while (places[slot] != 0 && keys[places[slot] - 1] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /** 0 if nothing was added. */
    long of(int key) {
        int place = places[slot(key)];
        return place == 0 ? 0 : sums[place - 1];
    }

    /** How many keys something was added to. */
    int size() {
        return size;
    }

    int key(int i) {
        return keys[i];
    }

    long sum(int i) {
        return sums[i];
    }

    /** One for each thread. */
    static Tally[] forThreads(int threads) {
        var tallies = new Tally[threads];
        Arrays.setAll(tallies, _ -> new Tally());
        return tallies;
    }
}
