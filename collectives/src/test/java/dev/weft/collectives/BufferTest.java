package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.collectives.algorithm.Elements;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls with views of arrays and of memory segments, apart and in place, against plain loops. */
@ParameterizedClass
@EnumSource(Meeting.class)
@Timeout(60)
class BufferTest extends AtMeeting {
    private static final int SIZE = 3;
    private static final int[] COUNTS = {0, 1, 150, 30_001};

    BufferTest(Meeting meeting) {
        super(meeting);
    }

    /** What a buffer looks at. */
    private enum Kind {
        ARRAY,
        NATIVE,
        HEAP
    }

    /** Elements of which parts are buffers, with others around them that nobody may touch. */
    private static final class Cells {
        private static final int BEFORE = 3;
        private final ElementType type;
        private final Kind kind;
        private final Object array;
        private final MemorySegment segment;

        Cells(ElementType type, Kind kind, int count, IntToLongFunction value) {
            this.type = type;
            this.kind = kind;
            this.array = SerialModel.toArray(
                    type,
                    count + 2 * BEFORE,
                    i -> i < BEFORE || i >= BEFORE + count ? bits(99) : bits(value.applyAsLong(i - BEFORE)));
            // One byte off, so that no element is aligned.
            long bytes = type.bytes(count + 2 * BEFORE) + 1;
            MemorySegment all =
                    kind == Kind.NATIVE ? Arena.ofAuto().allocate(bytes) : MemorySegment.ofArray(new byte[(int) bytes]);
            this.segment = all.asSlice(1);
            Elements.copy(type, array, 0, segment, 0, count + 2 * BEFORE);
        }

        private long bits(long value) {
            return switch (type) {
                case DOUBLE -> Double.doubleToRawLongBits((double) value);
                case FLOAT -> Float.floatToRawIntBits((float) value);
                default -> value;
            };
        }

        Buffer buffer(int first, int count) {
            int at = BEFORE + first;
            return kind == Kind.ARRAY
                    ? switch (array) {
                        case double[] a -> Buffer.of(a, at, count);
                        case long[] a -> Buffer.of(a, at, count);
                        case int[] a -> Buffer.of(a, at, count);
                        case byte[] a -> Buffer.of(a, at, count);
                        case float[] a -> Buffer.of(a, at, count);
                        default -> Buffer.of((short[]) array, at, count);
                    }
                    : Buffer.of(segment.asSlice(type.bytes(at), type.bytes(count)), type);
        }

        void are(String call, int count, IntToLongFunction expected) {
            if (kind != Kind.ARRAY) {
                Elements.copy(type, segment, 0, array, 0, count + 2 * BEFORE);
            }
            long[] actual = SerialModel.toLongs(type, array);
            long[] wanted = new long[actual.length];
            Arrays.setAll(wanted, i -> bits(i < BEFORE || i >= BEFORE + count ? 99 : expected.applyAsLong(i - BEFORE)));
            int differing = Arrays.mismatch(actual, wanted);
            assertThat(differing)
                    .as("first wrong cell of %s of %s[%d], %s", call, type, count, kind)
                    .isEqualTo(-1);
        }
    }

    /** Small enough that sums fit a byte. */
    private static long value(int rank, int i) {
        return (rank * 7L + i * 3L) % 5;
    }

    private static long sum(int until, int i) {
        long sum = 0;
        for (int rank = 0; rank < until; rank++) {
            sum += value(rank, i);
        }
        return sum;
    }

    @Test
    void all_calls_with_all_types_and_kinds_of_memory() {
        RankThreads.run(SIZE, c -> {
            for (ElementType type : ElementType.values()) {
                for (Kind kind : Kind.values()) {
                    for (int count : COUNTS) {
                        moves(c, type, kind, count);
                        combinations(c, type, kind, count);
                        inPlace(c, type, kind, count);
                    }
                }
            }
        });
    }

    private static void moves(Communicator c, ElementType type, Kind kind, int count) {
        int rank = c.rank();
        int all = count * SIZE;
        var data = new Cells(type, kind, count, i -> value(rank, i));
        var many = new Cells(type, kind, all, i -> value(rank, i));
        var got = new Cells(type, kind, all, i -> 50);
        c.allGather(data.buffer(0, count), got.buffer(0, all));
        got.are("allGather", all, i -> value(i / count, i % count));
        c.allToAll(many.buffer(0, all), got.buffer(0, all));
        got.are("allToAll", all, i -> value(i / count, rank * count + i % count));
        var part = new Cells(type, kind, count, i -> 50);
        c.scatter(many.buffer(0, all), part.buffer(0, count), 1);
        part.are("scatter", count, i -> value(1, rank * count + i));
        var gathered = new Cells(type, kind, all, i -> 50);
        c.gather(data.buffer(0, count), gathered.buffer(0, all), 2);
        gathered.are("gather", all, i -> rank == 2 ? value(i / count, i % count) : 50);
        int[] counts = {count, 0, count / 2};
        int[] places = {count / 2, 0, 0};
        var uneven = new Cells(type, kind, all, i -> 50);
        c.allGatherV(data.buffer(0, counts[rank]), counts, uneven.buffer(0, all), places);
        uneven.are(
                "allGatherV",
                all,
                i -> i < count / 2 ? value(2, i) : i < count / 2 + count ? value(0, i - count / 2) : 50);
        data.are("what was sent", count, i -> value(rank, i));
        var ring = new Cells(type, kind, count, i -> 50);
        assertThat(c.sendReceive(
                        data.buffer(0, count),
                        (rank + 1) % SIZE,
                        4,
                        ring.buffer(0, count),
                        (rank + SIZE - 1) % SIZE,
                        4))
                .isEqualTo(count);
        ring.are("sendReceive", count, i -> value((rank + SIZE - 1) % SIZE, i));
        c.broadcast(ring.buffer(0, count), 1);
        ring.are("broadcast", count, i -> value(0, i));
    }

    private static void combinations(Communicator c, ElementType type, Kind kind, int count) {
        int rank = c.rank();
        int all = count * SIZE;
        var sums = new Cells(type, kind, count, i -> value(rank, i));
        c.allReduce(sums.buffer(0, count), Op.SUM);
        sums.are("allReduce", count, i -> sum(SIZE, i));
        var scanned = new Cells(type, kind, count, i -> value(rank, i));
        c.scan(scanned.buffer(0, count), Op.SUM);
        scanned.are("scan", count, i -> sum(rank + 1, i));
        var exscanned = new Cells(type, kind, count, i -> value(rank, i));
        c.exscan(exscanned.buffer(0, count), Op.SUM);
        exscanned.are("exscan", count, i -> rank == 0 ? value(0, i) : sum(rank, i));
        var reduced = new Cells(type, kind, count, i -> value(rank, i));
        c.reduce(reduced.buffer(0, count), Op.SUM, 1);
        reduced.are("reduce", count, i -> rank == 1 ? sum(SIZE, i) : value(rank, i));
        var many = new Cells(type, kind, all, i -> value(rank, i));
        var mine = new Cells(type, kind, count, i -> 50);
        c.reduceScatter(many.buffer(0, all), mine.buffer(0, count), Op.SUM);
        mine.are("reduceScatter", count, i -> sum(SIZE, rank * count + i));
    }

    /** Own blocks stand where they belong, as a slice of the same memory. */
    private static void inPlace(Communicator c, ElementType type, Kind kind, int count) {
        int rank = c.rank();
        int all = count * SIZE;
        IntToLongFunction own = i -> count > 0 && i / count == rank ? value(rank, i % count) : 50;
        var gathered = new Cells(type, kind, all, own);
        c.allGather(gathered.buffer(rank * count, count), gathered.buffer(0, all));
        gathered.are("allGather in place", all, i -> value(i / count, i % count));
        var atRoot = new Cells(type, kind, all, own);
        c.gather(atRoot.buffer(rank * count, count), atRoot.buffer(0, all), 1);
        atRoot.are("gather in place", all, i -> rank == 1 ? value(i / count, i % count) : own.applyAsLong(i));
        var scattered = new Cells(type, kind, all, i -> value(rank, i));
        c.scatter(scattered.buffer(0, all), scattered.buffer(rank * count, count), 1);
        scattered.are(
                "scatter in place",
                all,
                i -> i / count == rank && rank != 1 ? value(1, rank * count + i % count) : value(rank, i));
        var exchanged = new Cells(type, kind, all, i -> value(rank, i));
        c.allToAll(exchanged.buffer(0, all), exchanged.buffer(0, all));
        exchanged.are("allToAll in place", all, i -> value(i / count, rank * count + i % count));
        int[] counts = {count, count, count};
        int[] places = {0, count, 2 * count};
        c.allToAllV(exchanged.buffer(0, all), counts, places, exchanged.buffer(0, all), counts, places);
        exchanged.are("allToAllV in place", all, i -> value(rank, i));
        int shift = count / 2;
        var reduced = new Cells(type, kind, all, i -> value(rank, i));
        c.reduceScatter(reduced.buffer(0, all), reduced.buffer(shift, count), Op.SUM);
        reduced.are(
                "reduceScatter on top",
                all,
                i -> i >= shift && i < shift + count ? sum(SIZE, rank * count + i - shift) : value(rank, i));
    }

    @Test
    void wrong_buffers_are_refused_before_anybody_sees_the_call() {
        RankThreads.run(2, c -> {
            int[] ints = new int[10];
            MemorySegment segment = Arena.ofAuto().allocate(80);
            refused(() -> Buffer.of(ints, 5, 6), "offset=5 + count=6 > elements.length=10: pass a longer array");
            refused(() -> Buffer.of(ints, 5, -1), "count=-1 < 0: pass 0 or more elements");
            refused(() -> Buffer.of(segment.asSlice(3), ElementType.INT), "segment.byteSize()=77 is no multiple of 4");
            try (var confined = Arena.ofConfined()) {
                MemorySegment mine = confined.allocate(8);
                refused(() -> Buffer.of(mine, ElementType.LONG), "pass one of Arena.ofShared() or ofAuto()");
            }
            refused(() -> Buffer.of(ofClosedArena(), ElementType.LONG), "the segment's arena is closed");
            Buffer readOnly = Buffer.of(segment.asReadOnly(), ElementType.INT);
            refused(() -> c.allReduce(readOnly, Op.SUM), "pass one that may be written");
            refused(() -> c.receive(readOnly, 0, 0), "a read-only segment of 80 bytes");
            refused(() -> c.allGather(Buffer.of(ints), Buffer.of(new long[20])), "buffers of int and of long");
            refused(() -> c.allToAll(Buffer.of(ints, 0, 3), Buffer.of(ints, 5, 3)), "count=3 of the buffer is no mult");
            // The array is long enough, the view of it isn't.
            refused(
                    () -> c.allGather(Buffer.of(ints, 0, 2), Buffer.of(new int[10], 0, 3)),
                    "count=3 of the buffer < 4 elements of all ranks: pass a longer one");
            refused(
                    () -> c.allGatherV(
                            Buffer.of(ints, 0, 2), new int[] {1, 2}, Buffer.of(new int[10], 0, 3), new int[] {0, 2}),
                    "[1]=2 + counts[1]=2 > count=3 of the buffer");
            refused(
                    () -> c.allGather(
                            Buffer.of(segment.asSlice(4, 8), ElementType.INT),
                            Buffer.of(segment.asSlice(0, 16), ElementType.INT)),
                    "overlaps");
            Buffer given = c.rank() == 0 ? readOnly : Buffer.of(segment, ElementType.INT);
            c.broadcast(given, 0);
            c.send(readOnly, c.rank(), 1);
            c.receive(Buffer.of(segment, ElementType.INT), c.rank(), 1);
        });
    }

    private static MemorySegment ofClosedArena() {
        try (var arena = Arena.ofShared()) {
            return arena.allocate(8);
        }
    }

    private static void refused(Runnable call, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOfAny(IllegalArgumentException.class, IndexOutOfBoundsException.class)
                .hasMessageContaining(message);
    }

    @Test
    void operations_of_ones_own_fold_in_rank_order() {
        // Associative, not commutative: (a, b) is x -> a x + b, in the upper and the lower half of a long.
        Op compose = Op.ofLongs("COMPOSE", (left, right) -> {
            int factor = (int) (left >> 32) * (int) (right >> 32);
            int shift = (int) (right >> 32) * (int) left + (int) right;
            return (long) factor << 32 | Integer.toUnsignedLong(shift);
        });
        RankThreads.run(SIZE, c -> {
            for (int count : COUNTS) {
                long[] data = new long[count];
                Arrays.setAll(data, i -> line(c.rank(), i));
                long[] expected = new long[count];
                Arrays.setAll(expected, i -> compose.apply(compose.apply(line(0, i), line(1, i)), line(2, i)));
                c.allReduce(data, 0, count, compose);
                assertThat(data).isEqualTo(expected);
                double[] least = new double[2 * count];
                Arrays.setAll(least, i -> i % 2 == 0 ? (c.rank() + i / 2) % SIZE : c.rank());
                c.allReduce(least, 0, 2 * count, Op.MIN_LOCATION);
                for (int i = 0; i < count; i++) {
                    assertThat(least[2 * i]).isZero();
                    assertThat(least[2 * i + 1]).isEqualTo(Math.floorMod(-i, SIZE));
                }
            }
        });
    }

    private static long line(int rank, int i) {
        return (long) (rank + i % 3 + 2) << 32 | (rank * 5 + i % 7);
    }
}
