package dev.weft.graph;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * A bit set in two levels: words of 64 bits, and a summary with one bit for each word. A word whose summary bit is clear is zero; one whose
 * bit is set may be zero, too. So a small set is gone through, and cleared, in time that its members and a 4096th of its range take.
 *
 * <p>Whoever writes to a word of {@link #words} notes it in the summary, before or after, but before others go by the summary. A thread that
 * is not alone writes plainly to words and summary words that it alone writes to, and by the methods named "shared" to others.
 */
final class VertexBits {
    /** Bits that a word of the summary speaks of. */
    static final int SUMMARISED = 1 << 12;

    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] words;
    private final long[] summary;

    /** An empty set. */
    VertexBits(int bits) {
        words = new long[Math.ceilDiv(bits, 64)];
        summary = new long[Math.ceilDiv(words.length, 64)];
    }

    /** Written to only as the class says. */
    long[] words() {
        return words;
    }

    boolean contains(int bit) {
        return (words[bit >>> 6] & 1L << bit) != 0;
    }

    /** Sets a bit; no other thread writes to the set. */
    void add(int bit) {
        int word = bit >>> 6;
        words[word] |= 1L << bit;
        summary[word >>> 6] |= 1L << word;
    }

    /** Clears a bit; no other thread writes to the set. */
    void remove(int bit) {
        words[bit >>> 6] &= ~(1L << bit);
    }

    /** Sets the bits from {@code first} to before {@code end}. */
    void addRange(int first, int end) {
        for (int w = first >>> 6; w << 6 < end; w++) {
            words[w] |= mask(w, first, end);
            summary[w >>> 6] |= 1L << w;
        }
    }

    /** The first word, from {@code word} on, that may have a bit; {@code end} or more if there is none before {@code end}. */
    int next(int word, int end) {
        if (word >= end) {
            return end;
        }
        int at = word >>> 6;
        long rest = summary[at] & -1L << word;
        int last = (end - 1) >>> 6;
        while (rest == 0) {
            if (at == last) {
                return end;
            }
            rest = summary[++at];
        }
        return (at << 6) + Long.numberOfTrailingZeros(rest);
    }

    /** Sets bits of a word; other threads may be setting some, too. */
    void addShared(int word, long bits) {
        setShared(words, word, bits);
        noteShared(word >>> 6, 1L << word);
    }

    /** Notes words of which other threads may be noting neighbours: {@code bits} of the summary's word {@code at}. */
    void noteShared(int at, long bits) {
        if ((summary[at] & bits) != bits) {
            setShared(summary, at, bits);
        }
    }

    /** Words that may have bits. */
    int wordsNoted() {
        int count = 0;
        for (long noted : summary) {
            count += Long.bitCount(noted);
        }
        return count;
    }

    /** Takes all members out. */
    void clear() {
        for (int s = 0; s < summary.length; s++) {
            long noted = summary[s];
            if (Long.bitCount(noted) > 16) {
                Arrays.fill(words, s << 6, Math.min(words.length, (s + 1) << 6), 0);
            } else {
                for (; noted != 0; noted &= noted - 1) {
                    words[(s << 6) + Long.numberOfTrailingZeros(noted)] = 0;
                }
            }
            summary[s] = 0;
        }
    }

    /** Takes over the members of another set of the same range; this one is empty. */
    void copy(VertexBits other) {
        long[] from = other.words;
        for (int w = other.next(0, from.length); w < from.length; w = other.next(w + 1, from.length)) {
            words[w] = from[w];
        }
        System.arraycopy(other.summary, 0, summary, 0, summary.length);
    }

    /** Puts the members of {@code other} in; those that are new here go into {@code fresh}, which is empty. */
    void addAll(VertexBits other, VertexBits fresh) {
        long[] added = other.words;
        for (int w = other.next(0, words.length); w < words.length; w = other.next(w + 1, words.length)) {
            long bits = added[w] & ~words[w];
            if (bits != 0) {
                words[w] |= bits;
                summary[w >>> 6] |= 1L << w;
                fresh.words[w] = bits;
                fresh.summary[w >>> 6] |= 1L << w;
            }
        }
    }

    /** Takes the members of {@code other} out; those that were here go into {@code gone}, which is empty. */
    void removeAll(VertexBits other, VertexBits gone) {
        for (int w = other.next(0, words.length); w < words.length; w = other.next(w + 1, words.length)) {
            remove(w, words[w] & other.words[w], gone);
        }
    }

    /** Takes those out that are no members of {@code other}; they go into {@code gone}, which is empty. */
    void retainAll(VertexBits other, VertexBits gone) {
        for (int w = next(0, words.length); w < words.length; w = next(w + 1, words.length)) {
            remove(w, words[w] & ~other.words[w], gone);
        }
    }

    private void remove(int word, long bits, VertexBits gone) {
        if (bits != 0) {
            words[word] &= ~bits;
            gone.words[word] = bits;
            gone.summary[word >>> 6] |= 1L << word;
        }
    }

    /** The bits of a word that lie in {@code [from, to)}, as bit positions of the set. */
    static long mask(int word, int from, int to) {
        int first = word << 6;
        long mask = -1L;
        if (from > first) {
            mask &= -1L << (from - first);
        }
        if (to < first + 64) {
            mask &= -1L >>> (first + 64 - to);
        }
        return mask;
    }

    /** Sets bits of a word that other threads may be setting bits of, too. */
    static void setShared(long[] words, int word, long bits) {
        long _ = (long) WORDS.getAndBitwiseOr(words, word, bits);
    }

    /** Clears bits of a word that other threads may be changing, too. */
    static void clearShared(long[] words, int word, long bits) {
        long _ = (long) WORDS.getAndBitwiseAnd(words, word, ~bits);
    }

    /** Puts {@code bits} where {@code mask} is set and leaves the rest of a word that other ranks write to. */
    static void replaceShared(long[] words, int word, long mask, long bits) {
        long seen;
        do {
            seen = (long) WORDS.getVolatile(words, word);
        } while (!WORDS.compareAndSet(words, word, seen, (seen & ~mask) | (bits & mask)));
    }
}
