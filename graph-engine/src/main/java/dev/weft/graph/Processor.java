package dev.weft.graph;

import dev.weft.runtime.UsageException;
import java.util.Locale;

/** What does the arithmetic of {@link Graph#sumOn}. */
public enum Processor {
    /** The ranks' GPUs if every rank has one that can be used, else the CPU. */
    AUTO,
    CPU,
    GPU;

    /** @throws UsageException if none is called so */
    public static Processor named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "auto" -> AUTO;
            case "cpu" -> CPU;
            case "gpu" -> GPU;
            default -> throw new UsageException("device=" + name + " is unknown: give auto, cpu or gpu");
        };
    }
}
