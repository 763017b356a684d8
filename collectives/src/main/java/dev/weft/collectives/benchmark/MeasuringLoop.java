package dev.weft.collectives.benchmark;

import dev.weft.collectives.Communicator;
import dev.weft.collectives.Op;
import java.util.Arrays;

/** Makes calls of a kernel on one rank and takes their times. All ranks do so at the same time. */
final class MeasuringLoop {
    private final Kernel kernel;
    private final Communicator communicator;
    private final Areas areas;
    private final boolean inPlace;
    private final boolean startsTogether;
    private final int[] timeIsUp = new int[1];

    MeasuringLoop(Kernel kernel, Communicator communicator, int bytes) {
        this.kernel = kernel;
        this.communicator = communicator;
        this.areas = Areas.of(kernel, bytes, communicator.rank(), communicator.size(), (rank, i) -> rank + i * 0.5);
        this.inPlace = kernel.result() == Result.IN_PLACE;
        this.startsTogether = kernel.shape().startsTogether();
    }

    /** The time of the calls, as many as fit the limit; the same on all ranks. */
    Timing timing(Rounds rounds) {
        double[] _ = run(rounds.warmUp(), Rounds.WARM_UP_LIMIT_NANOS);
        double[] micros = run(rounds.measured(), Rounds.MEASURED_LIMIT_NANOS);
        communicator.allReduce(micros, 0, micros.length, Op.MAX);
        return Timing.of(micros);
    }

    /** This rank's time of each call. */
    double[] run(int calls, long limitNanos) {
        var micros = new double[calls];
        int block = Rounds.block(calls);
        long start = System.nanoTime();
        for (int made = 0; made < calls; made++) {
            if (made > 0 && made % block == 0 && isTimeUp(start, limitNanos)) {
                return Arrays.copyOf(micros, made);
            }
            micros[made] = counted(call());
        }
        return micros;
    }

    private boolean isTimeUp(long start, long limitNanos) {
        timeIsUp[0] = System.nanoTime() - start >= limitNanos ? 1 : 0;
        communicator.broadcast(timeIsUp, 0, 1, 0);
        return timeIsUp[0] == 1;
    }

    private long call() {
        if (inPlace) {
            areas.copySentToReceived();
        }
        if (startsTogether) {
            communicator.barrier();
        }
        long start = System.nanoTime();
        kernel.call().on(communicator, areas);
        return System.nanoTime() - start;
    }

    private double counted(long nanos) {
        if (kernel.shape() == Shape.MESSAGE) {
            return communicator.rank() == 0 ? nanos / 2e3 : 0;
        }
        return nanos / 1e3;
    }
}
