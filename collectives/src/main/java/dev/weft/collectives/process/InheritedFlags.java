package dev.weft.collectives.process;

import java.lang.management.ManagementFactory;
import java.util.List;

/** The flags of this JVM that one of the same job is to have, too: all but those about its heap, its terminal, its debugger and its compilers. */
public final class InheritedFlags {
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

    private InheritedFlags() {}

    public static List<String> ofThisJvm() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> OWN.stream().noneMatch(flag::startsWith))
                .toList();
    }
}
