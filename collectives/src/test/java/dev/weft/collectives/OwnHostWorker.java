package dev.weft.collectives;

import java.nio.file.Path;
import java.util.Arrays;

/** The main class of a process that is a host of its own: it starts a media driver and is its only worker. */
final class OwnHostWorker {
    private OwnHostWorker() {}

    /** Arguments: those of a {@link LaneWorker}, or "loop" and those of a {@link LoopWorker}. */
    public static void main(String[] arguments) throws Exception {
        var plan = TransportPlan.of(Transport.valueOf(arguments[2]), 2);
        try (var _ = HostTransport.start(Path.of(arguments[1]), plan)) {
            if (arguments[0].equals("loop")) {
                LoopWorker.main(Arrays.copyOfRange(arguments, 1, arguments.length));
            } else {
                LaneWorker.main(arguments);
            }
        }
    }
}
