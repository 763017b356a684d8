package dev.weft.collectives.benchmark;

import dev.weft.collectives.Communicator;
import java.util.Locale;

/**
 * What all ranks do next; a line between processes.
 *
 * @param bytes the length of a rank's send buffer
 */
record Task(Kind kind, Kernel kernel, int bytes) {
    enum Kind {
        /** Calls with short and long buffers, until the code for both is compiled; then the costs are measured. */
        PREPARE,
        VERIFY,
        MEASURE
    }

    private static final int SHORT_BYTES = 1 << 10;
    private static final int LONG_BYTES = 1 << 18;
    private static final int SHORT_CALLS = 12_000;
    private static final int LONG_CALLS = 1_200;
    private static final long PREPARE_LIMIT_NANOS = 400_000_000;

    static Task prepare(Kernel kernel) {
        return new Task(Kind.PREPARE, kernel, 0);
    }

    /** What one rank does. */
    Outcome play(Communicator communicator) {
        return switch (kind) {
            case PREPARE -> {
                double[] _ = loop(communicator, SHORT_BYTES).run(SHORT_CALLS, PREPARE_LIMIT_NANOS);
                double[] _ = loop(communicator, LONG_BYTES).run(LONG_CALLS, PREPARE_LIMIT_NANOS);
                communicator.calibrate();
                yield new Outcome.Done();
            }
            case VERIFY -> new Outcome.Verified(kernel.verifier().check(kernel, communicator, bytes));
            case MEASURE -> {
                Timing timing = loop(communicator, bytes).timing(Rounds.of(bytes));
                yield communicator.rank() == 0 ? new Outcome.Timed(timing) : new Outcome.Done();
            }
        };
    }

    private MeasuringLoop loop(Communicator communicator, int bytesOfLoop) {
        return new MeasuringLoop(kernel, communicator, bytesOfLoop);
    }

    String line() {
        return "%s %s %d".formatted(kind, kernel.name(), bytes);
    }

    static Task of(String line) {
        String[] words = line.split(" ", -1);
        return new Task(Kind.valueOf(words[0]), KernelTable.named(words[1]), Integer.parseInt(words[2]));
    }

    /** For error messages. */
    @Override
    public String toString() {
        return "%s of %s with %d bytes a rank".formatted(kind.name().toLowerCase(Locale.ROOT), kernel.name(), bytes);
    }
}
