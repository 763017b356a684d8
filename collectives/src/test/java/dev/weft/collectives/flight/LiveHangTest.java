package dev.weft.collectives.flight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.collectives.Communicator;
import dev.weft.collectives.ElementType;
import dev.weft.collectives.EpochFencedException;
import dev.weft.collectives.Fence;
import dev.weft.collectives.InMemoryGroup;
import dev.weft.collectives.Operation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ranks that really hang, dumped while they do, by a thread that is none of theirs. */
@Timeout(30)
class LiveHangTest {
    private static final int RANKS = 4;
    private static final int LATE = 2;
    private static final long EVERYONE = FlightCommunicator.id(0, 1);

    private final Fence fence = new Fence();
    private final InMemoryGroup group = InMemoryGroup.create(RANKS, fence);
    private final List<FlightRecorder> recorders = IntStream.range(0, RANKS)
            .mapToObj(rank -> new FlightRecorder(FlightOrigin.here(rank, 0)))
            .toList();

    @Test
    void the_rank_that_is_missing_in_the_last_barrier_is_named(@TempDir Path folder) throws Exception {
        var threads = new ArrayList<Thread>();
        for (int rank = 0; rank < RANKS; rank++) {
            int number = rank;
            threads.add(Thread.ofPlatform().start(() -> run(number)));
        }
        for (FlightRecorder recorder : recorders) {
            FlightDump dump = recorder.dump("hangs");
            while (!isWhereItStays(dump)) {
                Thread.onSpinWait();
                dump = recorder.dump("hangs");
            }
            DumpFile.write(folder, dump);
        }
        fence.raise(new IllegalStateException("over"));
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(FlightReport.of(FlightFolder.read(folder)).verdict())
                .startsWith("rank 2 (worker 0, host ")
                .contains(") has ended its program ")
                .endsWith(": ranks 0, 1, 3 wait for it in barrier(), call 9 of communicator 0.1");
    }

    private static boolean isWhereItStays(FlightDump dump) {
        return dump.attempt().endedNanos().isPresent()
                || !dump.events().isEmpty() && dump.events().getLast().call() == 9;
    }

    private void run(int rank) {
        FlightRecorder recorder = recorders.get(rank);
        recorder.programBegins(0, List.of(new FlightWorker(0, "", 0, RANKS)));
        recorder.joins(FlightCommunicator.ofAll(EVERYONE, "", RANKS));
        try {
            for (int call = 1; call <= (rank == LATE ? 8 : 9); call++) {
                barrier(group.communicator(rank), recorder, call);
            }
            recorder.programEnds();
        } catch (EpochFencedException expected) {
            // The hang's end.
        }
    }

    private static void barrier(Communicator communicator, FlightRecorder recorder, int call) {
        recorder.beginsCall(EVERYONE, call, 0, Operation.BARRIER, ElementType.BYTE, 0);
        try {
            communicator.barrier();
            recorder.ends();
        } catch (Throwable failure) {
            recorder.fails();
            throw failure;
        }
    }
}
