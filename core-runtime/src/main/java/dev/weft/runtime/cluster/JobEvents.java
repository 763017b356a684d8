package dev.weft.runtime.cluster;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happened to a job, a line each: {@code 2026-01-31T12:00:00.123Z state epoch=2 state=RUNNING}. */
final class JobEvents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobEvents.class);

    private final BufferedWriter file;

    JobEvents(Path path) throws IOException {
        this.file = Files.newBufferedWriter(path);
    }

    /** @param pairs names and values in turn */
    synchronized void write(String what, Object... pairs) {
        var line = new StringBuilder().append(Instant.now()).append(' ').append(what);
        for (int i = 0; i < pairs.length; i += 2) {
            line.append(' ').append(pairs[i]).append('=').append(quoted(String.valueOf(pairs[i + 1])));
        }
        try {
            file.append(line).append('\n').flush();
        } catch (IOException e) {
            LOG.debug("an event is lost: {}", line, e);
        }
    }

    private static String quoted(String value) {
        return value.indexOf(' ') < 0 ? value : '"' + value.replace("\"", "'").replace("\n", " ") + '"';
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
