package dev.weft.scheduler;

import java.util.Arrays;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/** Cores of a host by their numbers. Never changes. */
public final class CoreSet {
    public static final CoreSet NONE = new CoreSet(new long[0]);

    private final long[] words;

    private CoreSet(long[] words) {
        int length = words.length;
        while (length > 0 && words[length - 1] == 0) {
            length--;
        }
        this.words = length == words.length ? words : Arrays.copyOf(words, length);
    }

    public static CoreSet of(int... cores) {
        int most = Arrays.stream(cores).max().orElse(-1);
        var words = new long[(most >> 6) + 1];
        for (int core : cores) {
            words[core >> 6] |= 1L << core;
        }
        return new CoreSet(words);
    }

    /** From one core to another, both included. */
    public static CoreSet range(int first, int last) {
        return of(IntStream.rangeClosed(first, last).toArray());
    }

    public int size() {
        int size = 0;
        for (long word : words) {
            size += Long.bitCount(word);
        }
        return size;
    }

    public boolean contains(int core) {
        return core >> 6 < words.length && (words[core >> 6] >>> core & 1) == 1;
    }

    public boolean containsAll(CoreSet others) {
        return others.minus(this).words.length == 0;
    }

    public boolean intersects(CoreSet others) {
        int common = Math.min(words.length, others.words.length);
        for (int i = 0; i < common; i++) {
            if ((words[i] & others.words[i]) != 0) {
                return true;
            }
        }
        return false;
    }

    public CoreSet plus(CoreSet others) {
        if (others.words.length > words.length) {
            return others.plus(this);
        }
        long[] union = words.clone();
        for (int i = 0; i < others.words.length; i++) {
            union[i] |= others.words[i];
        }
        return new CoreSet(union);
    }

    public CoreSet minus(CoreSet others) {
        long[] rest = words.clone();
        for (int i = 0; i < Math.min(words.length, others.words.length); i++) {
            rest[i] &= ~others.words[i];
        }
        return new CoreSet(rest);
    }

    /** Those with the smallest numbers. */
    public CoreSet lowest(int count) {
        return of(stream().limit(count).toArray());
    }

    public IntStream stream() {
        return IntStream.range(0, words.length << 6).filter(this::contains);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CoreSet that && Arrays.equals(words, that.words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
    }

    /** As Linux writes it: {@code 0-3,8}. */
    @Override
    public String toString() {
        return ranges(stream().toArray());
    }

    /** Ascending numbers, runs as {@code 0-3}. */
    static String ranges(int... numbers) {
        var runs = new StringJoiner(",");
        for (int i = 0; i < numbers.length; ) {
            int first = i;
            while (i + 1 < numbers.length && numbers[i + 1] == numbers[i] + 1) {
                i++;
            }
            runs.add(first == i ? "" + numbers[i] : numbers[first] + "-" + numbers[i]);
            i++;
        }
        return runs.toString();
    }
}
