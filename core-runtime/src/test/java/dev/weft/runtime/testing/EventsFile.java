package dev.weft.runtime.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the only job in a state folder wrote of itself, for tests that wait until something has happened to it. */
public record EventsFile(Path stateFolder) {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 10;

    /** The job's folder. */
    public Path job() {
        return until("a job in " + stateFolder, this::onlyJob);
    }

    public List<String> lines() {
        return read(job().resolve("events"));
    }

    /** The first line that has all these parts. */
    public Optional<String> line(String... parts) {
        return lines().stream()
                .filter(line -> Arrays.stream(parts).allMatch(line::contains))
                .findFirst();
    }

    /** As {@link #line}, once there is one. */
    public String await(String... parts) {
        return until(Arrays.toString(parts) + " in " + job().resolve("events"), () -> line(parts));
    }

    private Optional<Path> onlyJob() {
        if (!Files.isDirectory(stateFolder)) {
            return Optional.empty();
        }
        try (Stream<Path> jobs = Files.list(stateFolder)) {
            return jobs.filter(job -> Files.exists(job.resolve("events"))).findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T until(String what, Supplier<Optional<T>> look) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("no more waiting for " + what, e);
            }
        }
        throw new AssertionError("after " + LIMIT.toSeconds() + " s there is no " + what);
    }
}
