package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What jobs on workers may leave behind: compared before and after. */
record Leftovers(Set<Long> workers, Set<Path> sharedMemory) {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm", "weft-" + System.getProperty("user.name"));

    static Leftovers now() {
        return new Leftovers(
                workersOf(ProcessHandle.current()).map(ProcessHandle::pid).collect(Collectors.toSet()),
                filesBelow(SHARED_MEMORY).stream().filter(Leftovers::isOwn).collect(Collectors.toSet()));
    }

    /** A job's name has its agent's process id in it; other jobs may run beside this test. */
    private static boolean isOwn(Path file) {
        return file.toString().contains("-" + ProcessHandle.current().pid() + "-");
    }

    /** The worker processes of an agent. Their class paths are long: the system tells the beginning of what they were started with only. */
    static Stream<ProcessHandle> workersOf(ProcessHandle agent) {
        return agent.children()
                .filter(process -> process.info().commandLine().orElse("").contains("-Dweft.log.file="));
    }

    /** Nothing is there that was not there before but logs, events, and what a flight recorder has left. */
    void assertNothingNew(Path stateFolder) {
        Leftovers after = now();
        assertThat(after.workers).as("processes").isSubsetOf(workers);
        assertThat(after.sharedMemory).as("shared memory").isSubsetOf(sharedMemory);
        assertThat(filesBelow(stateFolder))
                .as("files")
                .allMatch(file -> file.endsWith("events")
                        || file.getParent().endsWith("logs")
                        || file.getParent().endsWith("flight"));
    }

    private static Set<Path> filesBelow(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Set.of();
        }
        var files = new TreeSet<Path>();
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.filter(Files::isRegularFile).forEach(files::add);
        } catch (IOException | java.io.UncheckedIOException e) {
            files.add(folder); // something goes while we look: look at what is left the next time
        }
        return files;
    }
}
