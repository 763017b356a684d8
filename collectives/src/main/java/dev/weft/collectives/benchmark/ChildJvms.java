package dev.weft.collectives.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * JVMs that this one starts, all with the same main class. Each answers every line that it is told with one line, by
 * {@link ParentJvm}, and ends when its standard input ends. One that ends sooner ends the benchmark.
 */
final class ChildJvms implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 3;
    private static final int SIGNALS = 128;

    private sealed interface Event {}

    private record Said(int child, String line) implements Event {}

    private record Ended(int child, String how) implements Event {}

    private final String title;
    private final List<Process> processes = new ArrayList<>();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    private ChildJvms(String title) {
        this.title = title;
    }

    /**
     * Starts them.
     *
     * @param title what error messages call one of them
     * @param arguments those of each
     */
    static ChildJvms start(String title, Class<?> main, List<List<String>> arguments) {
        var children = new ChildJvms(title);
        try {
            for (List<String> own : arguments) {
                children.start(ChildCommand.of(main, arguments.size(), own));
            }
            return children;
        } catch (IOException e) {
            children.close();
            throw BenchmarkFailedException.notStarted("a JVM can't be started: " + e.getMessage(), e);
        }
    }

    private void start(List<String> command) throws IOException {
        int child = processes.size();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        processes.add(process);
        Thread.ofVirtual().start(() -> listen(child, process));
    }

    private void listen(int child, Process process) {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(ParentJvm.PREFIX)) {
                    events.add(new Said(child, line.substring(ParentJvm.PREFIX.length())));
                }
            }
            int code = process.waitFor();
            events.add(new Ended(child, code > SIGNALS ? "by signal " + (code - SIGNALS) : "with exit code " + code));
        } catch (IOException | InterruptedException e) {
            events.add(new Ended(child, "and can't be heard: " + e));
        }
    }

    /** Tells all the same, and returns what each answers. */
    List<String> ask(String line) throws InterruptedException {
        for (Process process : processes) {
            try {
                var input = process.outputWriter();
                input.write(line);
                input.newLine();
                input.flush();
            } catch (IOException _) {
                // It has ended, which is the next that is heard of it.
            }
        }
        return answers();
    }

    /** The next line of each. */
    List<String> answers() throws InterruptedException {
        var answers = new String[processes.size()];
        for (int i = 0; i < answers.length; i++) {
            Said said = said(events.take());
            answers[said.child()] = said.line();
        }
        return Arrays.asList(answers);
    }

    private Said said(Event event) {
        return switch (event) {
            case Said(int child, String line)
            when line.startsWith(ParentJvm.FAILED) ->
                throw BenchmarkFailedException.midway(
                        "%s %d: %s".formatted(title, child, line.substring(ParentJvm.FAILED.length())));
            case Said said -> said;
            case Ended(int child, String how) ->
                throw BenchmarkFailedException.midway("%s %d (process %d) ended %s"
                        .formatted(title, child, processes.get(child).pid(), how));
        };
    }

    /** Ends all: by the end of their input, after a while by force. */
    @Override
    public void close() {
        for (Process process : processes) {
            try {
                process.getOutputStream().close();
            } catch (IOException _) {
                // It has ended already.
            }
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        boolean interrupted = false;
        for (Process process : processes) {
            try {
                boolean ended = process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (!ended) {
                    process.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
