package dev.weft.runtime.hosts;

import dev.weft.collectives.process.InheritedFlags;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command line of a worker: this JVM's own Java, flags and class path, with the worker's share of the heap. */
final class WorkerCommand {
    /** Agrona's. */
    private static final String OPENS = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED";

    /** Large arrays fill the young generation, however large it is, and are copied out of it: what they leave is memory that nothing uses. */
    private static final long MOST_YOUNG_MEBIBYTES = 128;

    private static final long LEAST_HEAP_MEBIBYTES = 64;
    private static final int AGENT_MEBIBYTES = 128;
    /** They name files of this host. */
    private static final List<String> HERE =
            List.of("-XX:AOTCache", "-Dweft.log.file", "-Dweft.root", "-Djava.io.tmpdir");

    private static final Pattern HEAP = Pattern.compile("-Xmx(\\d+)m");

    private WorkerCommand() {}

    /**
     * @param mebibytes of heap, unless the flags say it
     * @param flags beyond those that this JVM was started with
     * @param jars beyond this JVM's class path
     */
    static List<String> of(long mebibytes, List<String> flags, List<Path> jars, Path logs) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        long heap = heapIn(flags).orElse(Math.max(LEAST_HEAP_MEBIBYTES, mebibytes));
        // Before this JVM's own flags, which may say otherwise.
        command.add("-XX:MaxNewSize=" + Math.min(MOST_YOUNG_MEBIBYTES, heap / 3) + "m");
        command.addAll(inherited());
        command.add("-Xmx" + heap + "m");
        command.add("-Dweft.log.file=" + logs.resolve("worker-{process}.log"));
        command.addAll(flags);
        command.add("-cp");
        command.add(Stream.concat(
                        Stream.of(System.getProperty("java.class.path")),
                        jars.stream().map(Path::toString))
                .collect(Collectors.joining(File.pathSeparator)));
        command.add("dev.weft.runtime.worker.WorkerMain");
        return command;
    }

    private static List<String> inherited() {
        var flags = new ArrayList<>(InheritedFlags.ofThisJvm());
        if (!flags.contains(OPENS)) {
            flags.add(OPENS);
        }
        return flags;
    }

    /** Of the JVM that serves another host: what its workers are to inherit, and little memory for itself. Files of this host are of no use there. */
    static List<String> agentFlags(List<String> workerFlags) {
        var flags = new ArrayList<>(inherited().stream()
                .filter(flag -> HERE.stream().noneMatch(flag::startsWith))
                .toList());
        flags.add("-Xmx" + AGENT_MEBIBYTES + "m");
        flags.add("-XX:TieredStopAtLevel=1");
        workerFlags.stream().filter(flag -> flag.startsWith("-D")).forEach(flags::add);
        return flags;
    }

    /** What the flags say of the heap, so that the young generation fits into it. */
    private static OptionalLong heapIn(List<String> flags) {
        return flags.stream()
                .map(HEAP::matcher)
                .filter(Matcher::matches)
                .mapToLong(heap -> Long.parseLong(heap.group(1)))
                .reduce((before, last) -> last);
    }
}
