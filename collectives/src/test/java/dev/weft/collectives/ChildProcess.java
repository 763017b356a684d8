package dev.weft.collectives;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that runs a main class of these tests; spoken with line by line. */
final class ChildProcess implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;

    /** What it said, and when it was heard. */
    record Line(String text, long nanos) {
        private static final Line END = new Line("", 0);
    }

    private final Process process;
    private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();

    private ChildProcess(Process process) {
        this.process = process;
        Thread.ofPlatform().daemon().name("lines of " + process.pid()).start(this::listen);
    }

    static ChildProcess start(String... arguments) {
        return start(List.of(), LaneWorker.class, arguments);
    }

    /** @param before the JVM's command, such as one that moves it elsewhere */
    static ChildProcess start(List<String> before, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        try {
            var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            return new ChildProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line that begins with the word, without it. */
    String await(String word) {
        return awaitLine(word).text();
    }

    /** The same with its time; lines before it are forgotten. */
    Line awaitLine(String word) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        List<String> others = new ArrayList<>();
        while (true) {
            Line line = next(deadline - System.nanoTime(), word, others);
            if (line.text().startsWith(word)) {
                return new Line(line.text().substring(word.length()).strip(), line.nanos());
            }
            others.add(line.text());
        }
    }

    private Line next(long nanos, String word, List<String> others) {
        Line line;
        try {
            line = lines.poll(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted before a line " + word, e);
        }
        if (line == null) {
            throw new AssertionError("no line %s within %d s, only %s".formatted(word, LIMIT_SECONDS, others));
        }
        if (line.equals(Line.END)) {
            lines.add(line);
            throw new AssertionError("the process ended without a line %s, only with %s".formatted(word, others));
        }
        return line;
    }

    private void listen() {
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(new Line(line, System.nanoTime()));
            }
        } catch (IOException e) {
            // A process that was killed says no more.
        } finally {
            lines.add(Line.END);
        }
    }

    void say(String line) {
        try {
            var input = process.outputWriter(StandardCharsets.UTF_8);
            input.write(line);
            input.newLine();
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill() {
        process.destroyForcibly();
    }

    CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the process doesn't end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
