package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that were made before are made again without an object. */
@ParameterizedClass
@EnumSource(
        value = Meeting.class,
        names = {"MEMORY", "IPC", "IPC_UNEVEN"})
@Timeout(60)
class NoGarbageTest extends AtMeeting {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int SIZE = 3;
    private static final int CALLS = 100;

    /** Of which one is without garbage: pools grow while ranks meet in ways that they have not met in before. */
    private static final int TIMES = 6;

    /** Less than an object a call. */
    private static final double FEW_BYTES = 12;

    private interface Made {
        void make(Communicator c);
    }

    NoGarbageTest(Meeting meeting) {
        super(meeting);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 600, 15_000})
    void every_blocking_call(int count) {
        RankThreads.run(SIZE, c -> {
            Map<String, Double> garbage = new LinkedHashMap<>();
            calls(count, c.rank()).forEach((name, call) -> {
                double bytes = allocated(c, call);
                if (bytes > FEW_BYTES) {
                    garbage.put(name, bytes);
                }
            });
            c.barrier();
            assertThat(garbage)
                    .as("bytes a call of %d doubles on rank %d", count, c.rank())
                    .isEmpty();
        });
    }

    /** Bytes a call. */
    private static double allocated(Communicator c, Made call) {
        double least = Double.MAX_VALUE;
        for (int time = 0; time < TIMES; time++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                call.make(c);
            }
            least = Math.min(least, (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / CALLS);
            c.barrier();
        }
        return least;
    }

    private static Map<String, Made> calls(int count, int rank) {
        double[] data = new double[count * SIZE];
        double[] result = new double[count * SIZE];
        int[] counts = new int[SIZE];
        Arrays.fill(counts, count);
        int[] places = {0, count, 2 * count};
        int next = (rank + 1) % SIZE;
        int before = (rank + 2) % SIZE;
        Op fast = Op.SUM.unordered();
        Map<String, Made> calls = new LinkedHashMap<>();
        calls.put("barrier", Communicator::barrier);
        calls.put("allReduce of a scalar", c -> c.allReduce(1.0, Op.SUM));
        calls.put("exscan of a scalar", c -> c.exscan(1L, Op.SUM, 0L));
        calls.put("broadcast", c -> c.broadcast(data, 0, count, 1));
        calls.put("reduce", c -> c.reduce(data, 0, count, Op.MAX, 1));
        calls.put("reduce in order", c -> c.reduce(data, 0, count, Op.SUM, 2));
        calls.put("allReduce", c -> c.allReduce(data, 0, count, Op.MAX));
        calls.put("allReduce in order", c -> c.allReduce(data, 0, count, Op.SUM));
        calls.put("allReduce in any order", c -> c.allReduce(data, 0, count, fast));
        calls.put("reduceScatter", c -> c.reduceScatter(data, 0, count, result, 0, Op.MIN));
        calls.put("reduceScatter in order", c -> c.reduceScatter(data, 0, count, result, 0, Op.SUM));
        calls.put("gather", c -> c.gather(data, 0, count, result, 0, 1));
        calls.put("gatherV", c -> c.gatherV(data, 0, count, result, counts, places, 1));
        calls.put("scatter", c -> c.scatter(data, 0, count, result, 0, 1));
        calls.put("scatterV", c -> c.scatterV(data, counts, places, result, 0, count, 1));
        calls.put("allGather", c -> c.allGather(data, 0, count, result, 0));
        calls.put("allGatherV", c -> c.allGatherV(data, 0, counts, result, places));
        calls.put("allToAll", c -> c.allToAll(data, 0, count, result, 0));
        calls.put("allToAllV", c -> c.allToAllV(data, counts, places, result, counts, places));
        calls.put("scan", c -> c.scan(data, 0, count, Op.SUM));
        calls.put("exscan", c -> c.exscan(data, 0, count, Op.MAX));
        calls.put("sendReceive", c -> c.sendReceive(data, 0, count, next, 1, result, 0, count, before, 1));
        calls.put("send and receive", c -> {
            if (rank == 0) {
                c.send(data, 0, count, next, 2);
                c.receive(result, 0, count, before, 2);
            } else {
                c.receive(result, 0, count, before, 2);
                c.send(data, 0, count, next, 2);
            }
        });
        calls.put("to oneself", c -> {
            c.send(data, 0, Math.min(count, 1000), rank, 3);
            c.receive(result, 0, count, rank, 3);
        });
        return calls;
    }
}
