package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Wrong arguments are refused before any other rank sees the call, and the call can then be made rightly. */
class ArgumentsTest {
    private final Communicator communicator = RankGroup.inMemory(2, new Fence()).communicator(0);

    @Test
    void areas_must_lie_in_their_arrays() {
        assertThatThrownBy(() -> communicator.allReduce(new double[12], 5, 10, Op.SUM))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("offset=5 + count=10 > data.length=12: pass a longer array or fewer elements");
        assertThatThrownBy(() -> communicator.broadcast(new int[2], -1, 1, 0))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("offset=-1 < 0: pass an index of data");
        assertThatThrownBy(() -> communicator.allGather(new int[2], 0, 2, new int[3], 0))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageStartingWith("receiveOffset=0 + count*size=4 > receive.length=3");
        assertThatThrownBy(() -> communicator.allGather(new byte[1 << 30], 0, 1 << 30, new byte[1], 0))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("count*size=2147483648");
        assertThatThrownBy(() -> communicator.allGatherV(new int[2], 0, new int[] {1, 2}, new int[3], new int[] {0, 2}))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageStartingWith("displacements[1]=2 + counts[1]=2 > receive.length=3");
    }

    @Test
    void counts_ranks_and_tags_have_their_ranges() {
        refused(() -> communicator.allReduce(new long[2], 0, -1, Op.SUM), "count=-1 < 0: pass 0 or more elements");
        refused(() -> communicator.broadcast(new long[2], 0, 1, 2), "root=2 >= size=2: pass a rank from 0 to 1");
        refused(() -> communicator.send(new long[2], 0, 1, -1, 0), "destination=-1 < 0: pass a rank from 0 to 1");
        refused(() -> communicator.receive(new long[2], 0, 1, 1, -5), "tag=-5 < 0: pass 0 or more");
        refused(
                () -> communicator.allGatherV(new int[2], 0, new int[1], new int[3], new int[2]),
                "counts.length=1 != size=2: pass one number per rank");
        refused(() -> RankGroup.inMemory(0, new Fence()), "size=0: pass 1 to 1048576 ranks");
    }

    @Test
    void bitwise_operations_are_for_integers() {
        refused(
                () -> communicator.allReduce(1.0, Op.XOR),
                "op=XOR, type=double: bitwise operations are for integer types; pass SUM, PRODUCT, MIN or MAX");
    }

    @Test
    void send_and_receive_areas_stay_apart() {
        int[] both = new int[10];
        refused(
                () -> communicator.allToAll(both, 0, 2, both, 3),
                "send area 0 to 4 overlaps receive area 3 to 7: pass another array or offset");
    }

    @Test
    void a_refused_call_leaves_no_trace() {
        RankThreads.run(2, ranks -> {
            if (ranks.rank() == 0) {
                assertThatIllegalArgumentException().isThrownBy(() -> ranks.broadcast(new int[1], 0, 1, 5));
            }
            ranks.barrier();
        });
    }

    private static void refused(Runnable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
    }
}
