package dev.weft.runtime.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * A process in a session of its own, which ends with this one: a shell in the session reads from a pipe that closes when this process ends, however it does, and then kills
 * the session's process group. Once the command has ended, what it has left in that group is ended too.
 */
public final class Child implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(5);
    /** The command reads nothing. The watcher is ended first, lest it takes the end of the pipe for this process's. */
    private static final String SCRIPT = """
            exec 3<&0
            "$@" </dev/null &
            child=$!
            trap 'kill -TERM $child' TERM
            { cat <&3 >/dev/null; kill -KILL 0; } &
            watcher=$!
            exec 3<&-
            wait $child
            code=$?
            while kill -0 $child 2>/dev/null; do wait $child; code=$?; done
            kill -KILL $watcher
            trap '' TERM
            kill -TERM 0
            exit $code
            """;

    private final Process process;
    private final Thread listener;
    private volatile String lastWords = "";

    private Child(Process process, Consumer<String> whenSaid) {
        this.process = process;
        Map<String, String> context = MDC.getCopyOfContextMap();
        this.listener =
                Thread.ofPlatform().daemon().name("weft-child-" + process.pid()).start(() -> listen(context, whenSaid));
    }

    /**
     * Starts a command.
     *
     * @param folder that it starts in
     * @param whenSaid told each line that it prints, in the logging context of the caller
     * @throws IOException if there is no such program
     */
    public static Child start(
            List<String> command, Path folder, Map<String, String> environment, Consumer<String> whenSaid)
            throws IOException {
        var words = new ArrayList<>(List.of("setsid", "-w", "sh", "-c", SCRIPT, "weft-child"));
        words.addAll(command);
        var builder = new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new Child(builder.start(), whenSaid);
    }

    private void listen(@Nullable Map<String, String> context, Consumer<String> whenSaid) {
        if (context != null) {
            MDC.setContextMap(context);
        }
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                whenSaid.accept(line);
                lastWords = line.isBlank() ? lastWords : line.strip();
            }
        } catch (IOException e) {
            whenSaid.accept("its output can't be read any more: " + e.getMessage());
        }
    }

    /** Waits at most that long. */
    public boolean hasEnded(Duration patience) throws InterruptedException {
        return process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Of a child that has ended: 128 and more for a signal. */
    public int exitCode() {
        return process.exitValue();
    }

    /** The last line that it printed that is not blank. */
    public String lastWords() throws InterruptedException {
        listener.join(GRACE);
        return lastWords;
    }

    /** Ends it, if it has not ended: SIGTERM, then, after a while, SIGKILL to all that it started. */
    @Override
    public void close() {
        if (!process.isAlive()) {
            return;
        }
        boolean interrupted = false;
        try {
            process.destroy();
            if (!process.waitFor(GRACE.toNanos(), TimeUnit.NANOSECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            interrupted = true;
            kill();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
