package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.collectives.algorithm.Kernels;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Floating results are the same bits at every call, on every rank, whatever the timing and the state of compilation.
 */
@ParameterizedClass
@EnumSource(Meeting.class)
class SameBitsTest extends AtMeeting {
    SameBitsTest(Meeting meeting) {
        super(meeting);
    }

    private static final List<Op> FLOATING = List.of(Op.SUM, Op.PRODUCT, Op.MIN, Op.MAX);
    private static final double[] ODD = {
        -0.0,
        0.0,
        Double.longBitsToDouble(0x7ff8000000000abcL),
        Double.longBitsToDouble(0xfff8000000000123L),
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        1e308,
        -1e-310
    };

    static List<Op> floating() {
        return FLOATING;
    }

    @ParameterizedTest
    @MethodSource("floating")
    void repeated_calls_give_the_same_bits(Op op) {
        long seed = System.nanoTime();
        for (int count : new int[] {100, 5000}) {
            RankThreads.run(5, communicator -> {
                double[] mine = doubles(seed + communicator.rank(), count);
                double[] first = mine.clone();
                communicator.allReduce(first, 0, count, op);
                for (int i = 0; i < 100; i++) {
                    double[] again = mine.clone();
                    communicator.allReduce(again, 0, count, op);
                    assertSameBits(first, again, seed);
                }
                double[] rootOne = first.clone();
                communicator.broadcast(rootOne, 0, count, 1);
                assertSameBits(first, rootOne, seed);
            });
        }
    }

    @Test
    void two_different_nans_give_the_one_nan() {
        for (int i = 0; i < 20_000; i++) {
            double[] into = {ODD[2], ODD[3], ODD[2], 1.0};
            double[] from = {ODD[3], ODD[2], 1.0, ODD[3]};
            Kernels.fold(ElementType.DOUBLE, FLOATING.get(i % FLOATING.size()), into, from, 4);
            double[] expected = {Double.NaN, Double.NaN, Double.NaN, Double.NaN};
            assertSameBits(expected, into, i);
        }
    }

    @Test
    void sums_are_folded_in_ascending_rank_order() {
        double[] values = {1e16, 1.0, -1e16, 1.0};
        RankThreads.run(4, communicator -> {
            assertThat(communicator.allReduce(values[communicator.rank()], Op.SUM))
                    .isEqualTo(((values[0] + values[1]) + values[2]) + values[3]);
        });
    }

    @Test
    void a_sum_of_negative_zeros_is_negative() {
        RankThreads.run(3, communicator -> {
            double sum = communicator.allReduce(-0.0, Op.SUM);
            assertThat(Double.doubleToRawLongBits(sum)).isEqualTo(Double.doubleToRawLongBits(-0.0));
        });
    }

    private static double[] doubles(long seed, int count) {
        var random = new Random(seed);
        double[] values = new double[count];
        Arrays.setAll(values, i -> random.nextInt(4) == 0 ? ODD[random.nextInt(ODD.length)] : random.nextGaussian());
        return values;
    }

    private static void assertSameBits(double[] expected, double[] actual, long seed) {
        int differing = Arrays.mismatch(bits(expected), bits(actual));
        assertThat(differing).as("first element with other bits, seed %d", seed).isEqualTo(-1);
    }

    private static long[] bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
    }
}
