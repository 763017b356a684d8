package dev.weft.collectives.benchmark;

import dev.weft.collectives.HostTransport;
import dev.weft.collectives.Transport;
import dev.weft.collectives.TransportPlan;
import java.nio.file.Files;
import java.nio.file.Path;

/** The media driver of a benchmark, in this JVM, with its folder. */
record BenchmarkHost(Transport transport, TemporaryFolder folder, HostTransport driver) implements AutoCloseable {
    /** As a job with so many workers has it. */
    static BenchmarkHost start(Transport transport, int workers) {
        var folder = TemporaryFolder.inSharedMemory();
        try {
            Path driverFolder = folder.path().resolve("driver");
            return new BenchmarkHost(
                    transport, folder, HostTransport.start(driverFolder, TransportPlan.of(transport, workers + 1)));
        } catch (Throwable failure) { // also checked ones, which Aeron throws unseen
            folder.close();
            throw failure;
        }
    }

    /** What a JVM that outlives the one with the driver removes. */
    static void removeAfter(Path driverFolder) {
        Path parent = driverFolder.getParent();
        if (parent != null && Files.exists(parent)) {
            new TemporaryFolder(parent).close();
        }
    }

    @Override
    public void close() {
        try (folder) {
            driver.close();
        }
    }
}
