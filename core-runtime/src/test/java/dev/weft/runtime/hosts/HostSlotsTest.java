package dev.weft.runtime.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostSlotsTest {
    private final HostSlots slots = new HostSlots(2, 1, 3);

    @Test
    void fillsHostAfterHost() {
        assertThat(IntStream.range(0, 6).map(process -> slots.place(process).orElseThrow()))
                .containsExactly(0, 0, 1, 2, 2, 2);
        assertThat(slots.place(6)).as("once over").contains(0);
        assertThat(slots.hostOf(2)).contains(1);
        assertThat(slots.hostOf(7)).isEmpty();
    }

    @Test
    void whatEndedLeavesItsSlot() {
        IntStream.range(0, 6).forEach(slots::place);
        slots.ended(2);
        assertThat(slots.place(6)).contains(1);
    }

    @Test
    void aClosedHostKeepsWhatItHasAndTakesNoMore() {
        IntStream.range(0, 3).forEach(slots::place);
        assertThat(slots.close(0)).containsExactly(0, 1);
        assertThat(slots.hostOf(0)).contains(0);
        slots.ended(0);
        assertThat(slots.place(3)).contains(2);
        slots.close(1);
        slots.close(2);
        assertThat(slots.place(4)).isEmpty();
    }

    @Test
    void noHostIsOversubscribedWhileAnotherHasRoom() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        int[] sizes = IntStream.range(0, 5).map(_ -> 1 + random.nextInt(4)).toArray();
        int room = IntStream.of(sizes).sum();
        var many = new HostSlots(sizes);
        int[] taken = new int[sizes.length];
        for (int step = 0, next = 0; step < 1_000; step++) {
            if (random.nextBoolean() && IntStream.of(taken).sum() < room) {
                taken[many.place(next++).orElseThrow()]++;
            } else if (next > 0) {
                int process = random.nextInt(next);
                many.hostOf(process).ifPresent(host -> taken[host]--);
                many.ended(process);
            }
            for (int host = 0; host < sizes.length; host++) {
                assertThat(taken[host]).as("seed=%d", seed).isLessThanOrEqualTo(sizes[host]);
            }
        }
    }
}
