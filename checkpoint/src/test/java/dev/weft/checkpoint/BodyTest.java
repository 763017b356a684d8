package dev.weft.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BodyTest {
    @Test
    void slicesAndStreamsAreThoseOfTheBytesInOneArray() throws IOException {
        var random = new Random(5);
        for (int round = 0; round < 200; round++) {
            var pieces = new MemorySegment[random.nextInt(5)];
            byte[] whole = new byte[0];
            for (int i = 0; i < pieces.length; i++) {
                byte[] bytes = new byte[random.nextInt(20)];
                random.nextBytes(bytes);
                pieces[i] = segment(bytes, random.nextBoolean());
                whole = joined(whole, bytes);
            }
            var body = Body.of(pieces);
            int from = random.nextInt(whole.length + 1);
            int to = from + random.nextInt(whole.length - from + 1);
            String description = "round " + round;

            assertThat(body.toBytes()).as(description).isEqualTo(whole);
            assertThat(body.slice(from, to - from).toBytes())
                    .as(description)
                    .isEqualTo(Arrays.copyOfRange(whole, from, to));
            assertThat(body.newStream()).as(description).hasSameContentAs(new ByteArrayInputStream(whole));
            assertThat(body.hasBytes(whole)).as(description).isTrue();
            assertThat(body.hasBytes(joined(whole, new byte[1])))
                    .as(description)
                    .isFalse();
            if (whole.length > 0) {
                whole[random.nextInt(whole.length)]++;
                assertThat(body.hasBytes(whole)).as(description).isFalse();
            }
        }
    }

    private static MemorySegment segment(byte[] bytes, boolean offHeap) {
        var heap = MemorySegment.ofArray(bytes);
        return offHeap ? Arena.ofAuto().allocate(bytes.length).copyFrom(heap) : heap;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @Test
    void aStreamGoesBackToItsMark() throws IOException {
        var in = Body.of(MemorySegment.ofArray(new byte[] {1, 2}), MemorySegment.ofArray(new byte[] {3, 4}))
                .newStream();
        in.read();
        in.mark(100);
        assertThat(in.readAllBytes()).containsExactly(2, 3, 4);
        in.reset();
        assertThat(in.readAllBytes()).containsExactly(2, 3, 4);
        assertThat(in.read()).isEqualTo(-1);
    }

    @Test
    void refusesWhatCantBeWrittenWithoutACopy() {
        assertThatIllegalArgumentException().isThrownBy(() -> Body.of(MemorySegment.ofArray(new double[3])));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> Body.of("abc").slice(2, 2));
    }
}
