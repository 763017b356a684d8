package dev.weft.collectives.benchmark;

import dev.weft.collectives.process.InheritedFlags;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a JVM that is started from this one: its own Java, flags and class path, and a share of its heap. */
final class ChildCommand {
    /** Agrona's. */
    private static final List<String> NEEDED = List.of(
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private static final long LEAST_MEBIBYTES = 64;

    /** With this process as the leader of its own session, a Ctrl-C at the terminal doesn't reach it. */
    private static final String OWN_SESSION = "setsid";

    private ChildCommand() {}

    /** @param siblings how many JVMs share this one's heap size */
    static List<String> of(Class<?> main, int siblings, List<String> arguments) {
        var command = new ArrayList<String>();
        if (Programs.isOnPath(OWN_SESSION)) {
            command.add(OWN_SESSION);
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(InheritedFlags.ofThisJvm());
        command.addAll(NEEDED);
        command.add("-Xmx" + Math.max(LEAST_MEBIBYTES, (Runtime.getRuntime().maxMemory() >> 20) / siblings) + "m");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(arguments);
        return command;
    }
}
