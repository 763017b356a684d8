package dev.weft.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against {@link BitSet}, at sizes around a word and a word of the summary. */
@Timeout(60)
class VertexBitsTest {
    private static final int[] SIZES = {0, 1, 63, 64, 65, 4095, 4096, 4097, 8192, 20_000, 70_001};

    @Test
    void anEmptySetHasNoWordToVisit() {
        for (int size : SIZES) {
            var bits = new VertexBits(size);
            int words = bits.words().length;
            assertThat(words).isEqualTo((size + 63) / 64);
            assertThat(bits.next(0, words)).as("size=%d", size).isEqualTo(words);
            assertThat(bits.wordsNoted()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void visitsClearsAndCopiesWhatWasAdded(int seed) {
        var random = new Random(seed);
        for (int size : SIZES) {
            var bits = new VertexBits(size);
            for (int round = 0; round < 4; round++) {
                BitSet expected = random(random, size);
                fill(bits, expected);
                removeSome(random, bits, expected);
                String context = "seed=" + seed + " size=" + size + " round=" + round;
                assertThat(visited(bits)).as(context).isEqualTo(expected);
                var copy = new VertexBits(size);
                copy.copy(bits);
                bits.clear();
                assertThat(visited(copy)).as(context).isEqualTo(expected);
                assertThat(bits.words()).as(context).containsOnly(zeros(bits.words().length));
                assertThat(bits.wordsNoted()).as(context).isZero();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void addsRangesThatBeginAndEndInsideWords(int seed) {
        var random = new Random(seed);
        for (int size : SIZES) {
            int first = size == 0 ? 0 : random.nextInt(Math.min(size, 64));
            var bits = new VertexBits(size);
            bits.addRange(first, size);
            var expected = new BitSet();
            expected.set(first, size);
            assertThat(visited(bits)).as("seed=%d size=%d", seed, size).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void joinsAndParts(int seed) {
        var random = new Random(seed);
        for (int size : SIZES) {
            for (int operation = 0; operation < 3; operation++) {
                requireOperation(random, size, operation, "seed=" + seed + " size=" + size + " op=" + operation);
            }
        }
    }

    private static void requireOperation(Random random, int size, int operation, String context) {
        BitSet left = random(random, size);
        BitSet right = random(random, size);
        var bits = new VertexBits(size);
        var other = new VertexBits(size);
        var difference = new VertexBits(size);
        fill(bits, left);
        fill(other, right);
        var expected = (BitSet) left.clone();
        switch (operation) {
            case 0 -> {
                bits.addAll(other, difference);
                expected.or(right);
            }
            case 1 -> {
                bits.removeAll(other, difference);
                expected.andNot(right);
            }
            default -> {
                bits.retainAll(other, difference);
                expected.and(right);
            }
        }
        left.xor(expected);
        assertThat(visited(bits)).as(context).isEqualTo(expected);
        assertThat(visited(difference)).as(context).isEqualTo(left);
        assertThat(visited(other)).as(context).isEqualTo(right);
    }

    /** Each thread owns a run of bits that ends inside a word, so neighbours share words, and all share words of the summary. */
    @Test
    void threadsThatShareWordsLoseNoBit() throws Exception {
        int threads = 4;
        int size = 10_007;
        try (var pool = Executors.newFixedThreadPool(threads)) {
            for (int round = 0; round < 200; round++) {
                var bits = new VertexBits(size);
                var start = new CountDownLatch(threads);
                var running = new Future<?>[threads];
                for (int t = 0; t < threads; t++) {
                    int from = size * t / threads;
                    int to = size * (t + 1) / threads;
                    running[t] = pool.submit(() -> {
                        start.countDown();
                        start.await();
                        for (int bit = from; bit < to; bit++) {
                            bits.addShared(bit >>> 6, 1L << bit);
                        }
                        return null;
                    });
                }
                for (Future<?> each : running) {
                    each.get();
                }
                var expected = new BitSet();
                expected.set(0, size);
                assertThat(visited(bits)).as("round=%d", round).isEqualTo(expected);
            }
        }
    }

    private static long[] zeros(int length) {
        return length == 0 ? new long[0] : new long[] {0};
    }

    /** Nobody, a few, in a run, or half of all. */
    private static BitSet random(Random random, int size) {
        var set = new BitSet();
        int kind = random.nextInt(4);
        for (int bit = 0; bit < size; bit++) {
            boolean in = switch (kind) {
                case 0 -> false;
                case 1 -> random.nextInt(500) == 0;
                case 2 -> bit > size / 3 && bit < size / 2;
                default -> random.nextBoolean();
            };
            set.set(bit, in);
        }
        return set;
    }

    private static void fill(VertexBits bits, BitSet members) {
        members.stream().forEach(bits::add);
    }

    private static void removeSome(Random random, VertexBits bits, BitSet members) {
        for (int bit = members.nextSetBit(0); bit >= 0; bit = members.nextSetBit(bit + 1)) {
            if (random.nextInt(3) == 0) {
                bits.remove(bit);
                members.clear(bit);
            }
        }
    }

    /** By way of the summary, in pieces that begin and end anywhere. */
    private static BitSet visited(VertexBits bits) {
        var members = new BitSet();
        long[] words = bits.words();
        int piece = 1 + words.length / 3;
        for (int from = 0; from < words.length; from += piece) {
            int end = Math.min(words.length, from + piece);
            for (int w = bits.next(from, end); w < end; w = bits.next(w + 1, end)) {
                for (long word = words[w]; word != 0; word &= word - 1) {
                    int bit = (w << 6) + Long.numberOfTrailingZeros(word);
                    assertThat(bits.contains(bit)).isTrue();
                    members.set(bit);
                }
            }
        }
        return members;
    }
}
