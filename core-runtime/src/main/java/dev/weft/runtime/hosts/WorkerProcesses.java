package dev.weft.runtime.hosts;

import dev.weft.runtime.Device;
import dev.weft.runtime.control.WorkerStart;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of a job's workers on this host, each in a session of its own, so that a Ctrl-C at the terminal does not reach it. A process
 * lives as long as its standard input is open, so that it ends with this one, however this one ends.
 */
final class WorkerProcesses {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcesses.class);

    private final Function<WorkerSeat, List<String>> command;
    private final Map<String, String> environment;
    private final Path logFolder;
    private final BiConsumer<Integer, String> whenEnded;
    private final Map<Integer, Process> processes = new ConcurrentHashMap<>();

    /**
     * @param command of a worker
     * @param environment beside this process's own
     * @param whenEnded told of each process that ended, with words that say how
     */
    WorkerProcesses(
            Function<WorkerSeat, List<String>> command,
            Map<String, String> environment,
            Path logFolder,
            BiConsumer<Integer, String> whenEnded) {
        this.command = command;
        this.environment = environment;
        this.logFolder = logFolder;
        this.whenEnded = whenEnded;
    }

    /** Starts a process; what it needs to know it is told by {@link #introduce}. */
    void spawn(WorkerSeat seat) {
        int number = seat.process();
        var own = new ArrayList<>(List.of("setsid"));
        own.addAll(HostCores.binding(seat.cores(), seat.numaNode()));
        own.addAll(command.apply(seat));
        own.replaceAll(word -> word.replace("{process}", Integer.toString(number)));
        Path output = logFolder.resolve("worker-" + number + ".out");
        try {
            var builder = new ProcessBuilder(own);
            builder.environment().putAll(environment);
            if (!seat.devices().isEmpty()) {
                builder.environment().putAll(Device.environment(seat.devices()));
            }
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            processes.put(number, process);
            var _ = process.onExit()
                    .thenAccept(ended -> whenEnded.accept(number, ProcessEnd.words(ended.pid(), ended.exitValue())));
        } catch (IOException e) {
            whenEnded.accept(number, "it could not be started: " + e.getMessage());
        }
    }

    boolean allHaveEnded() {
        return processes.values().stream().noneMatch(Process::isAlive);
    }

    void introduce(WorkerStart start) {
        Process process = processes.get(start.getProcess());
        if (process == null) {
            return;
        }
        try {
            OutputStream input = process.getOutputStream();
            start.writeDelimitedTo(input);
            input.flush();
        } catch (IOException e) {
            LOG.debug("process {} does not listen", start.getProcess(), e);
        }
    }

    /** Ends the process at once (SIGKILL). */
    void kill(int number) {
        Process process = processes.get(number);
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /** @param signal its name, e.g. {@code STOP} */
    void signal(int number, String signal) {
        Process process = processes.get(number);
        if (process == null || !process.isAlive()) {
            return;
        }
        try {
            Process _ = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
        } catch (IOException e) {
            LOG.warn("process {} can't be sent signal {}", process.pid(), signal, e);
        }
    }

    /** Ends all: first by closing their standard input, then, after a while, by force. */
    void end(Duration patience) {
        processes.values().forEach(WorkerProcesses::closeInput);
        long deadline = System.nanoTime() + patience.toNanos();
        for (Process process : processes.values()) {
            try {
                if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    process.destroyForcibly();
                    process.waitFor();
                }
            } catch (InterruptedException e) {
                processes.values().forEach(Process::destroyForcibly);
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static void closeInput(Process process) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("process {} has ended already", process.pid(), e);
        }
    }
}
