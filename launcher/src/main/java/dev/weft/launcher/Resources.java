package dev.weft.launcher;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * What each rank of an operator needs.
 *
 * @param cpuMillis thousandths of a core
 * @param memoryMebibytes of heap
 * @param gpus that no other rank has
 */
record Resources(Optional<Integer> cpuMillis, Optional<Long> memoryMebibytes, int gpus) {

    /** @param shares of ranks in the memory that {@code --memory} gives */
    static Resources of(Given given, long shares) {
        return new Resources(
                given.text("cpu").map(Resources::millis),
                given.said("--memory").map(size -> MemorySize.mebibytes(size, shares)),
                given.number("gpu", 0).orElse(0));
    }

    /** {@code 2}, {@code 0.5} or {@code 500m}, as the job file has checked. */
    private static int millis(String cpu) {
        if (cpu.endsWith("m")) {
            return Integer.parseInt(cpu.substring(0, cpu.length() - 1));
        }
        return new BigDecimal(cpu)
                .movePointRight(3)
                .setScale(0, RoundingMode.UP)
                .intValueExact();
    }

    /** Threads for its cores, at least one. */
    Optional<Integer> threads() {
        return cpuMillis.map(millis -> Math.max(1, millis / 1000));
    }
}
