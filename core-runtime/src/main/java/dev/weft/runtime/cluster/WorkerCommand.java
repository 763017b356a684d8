package dev.weft.runtime.cluster;

import dev.weft.runtime.ClusterSpec;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command line of a worker: this JVM's own Java, flags and class path, with the worker's share of the heap. */
final class WorkerCommand {
    private static final List<String> OWN = List.of(
            "-Xmx",
            "-Xms",
            "-XX:MaxRAMPercentage",
            "-XX:InitialRAMPercentage",
            "-agentlib",
            "-javaagent",
            "-Dweft.terminal",
            "-XX:AOTCacheOutput",
            "-XX:TieredStopAtLevel");
    /** Agrona's. */
    private static final String OPENS = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED";

    /** Large arrays fill the young generation, however large it is, and are copied out of it: what they leave is memory that nothing uses. */
    private static final long MOST_YOUNG_MEBIBYTES = 128;

    private WorkerCommand() {}

    static List<String> of(ClusterSpec cluster, Path logs) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        long mebibytes = Math.max(64, (Runtime.getRuntime().maxMemory() >> 20) / cluster.workers());
        // Before this JVM's own flags, which may say otherwise.
        command.add("-XX:MaxNewSize=" + Math.min(MOST_YOUNG_MEBIBYTES, mebibytes / 3) + "m");
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> OWN.stream().noneMatch(flag::startsWith))
                .forEach(command::add);
        if (!command.contains(OPENS)) {
            command.add(OPENS);
        }
        command.add("-Xmx" + mebibytes + "m");
        command.add("-Dweft.log.file=" + logs.resolve("worker-{process}.log"));
        command.addAll(cluster.workerFlags());
        command.add("-cp");
        command.add(Stream.concat(
                        Stream.of(System.getProperty("java.class.path")),
                        cluster.workerJars().stream().map(Path::toString))
                .collect(Collectors.joining(File.pathSeparator)));
        command.add("dev.weft.runtime.worker.WorkerMain");
        return command;
    }
}
