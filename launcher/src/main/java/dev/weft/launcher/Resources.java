package dev.weft.launcher;

import dev.weft.launcher.jobfile.Said;
import dev.weft.runtime.UsageException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What each rank of an operator needs.
 *
 * @param cpuMillis thousandths of a core
 * @param memoryMebibytes of heap
 * @param gpuMilli thousandths of a GPU: a multiple of 1000, or less than that for a share of one
 */
record Resources(Optional<Integer> cpuMillis, Optional<Long> memoryMebibytes, int gpuMilli) {
    private static final int WHOLE = 1000;
    private static final Pattern CPU = Pattern.compile("[1-9][0-9]{0,8}m|(?![0.]+$)[0-9]{1,6}(\\.[0-9]{1,3})?");

    /** @param shares of ranks in the memory that {@code --memory} gives */
    static Resources of(Given given, long shares) {
        return new Resources(
                given.said("--cpu").map(Resources::millis),
                given.said("--memory").map(size -> MemorySize.mebibytes(size, shares)),
                given.said("--gpus").map(Resources::gpuMilli).orElse(0));
    }

    /** {@code 2}, {@code 0.5} or {@code 500m}. */
    private static int millis(Said said) {
        String cpu = said.text();
        if (!CPU.matcher(cpu).matches()) {
            throw new UsageException(said.name() + "=" + cpu + " can't be used: give cores, e.g. 2, 0.5 or 500m");
        }
        if (cpu.endsWith("m")) {
            return Integer.parseInt(cpu.substring(0, cpu.length() - 1));
        }
        return new BigDecimal(cpu)
                .movePointRight(3)
                .setScale(0, RoundingMode.UP)
                .intValueExact();
    }

    private static int gpuMilli(Said gpus) {
        String count = gpus.text();
        if (count.matches("0|[1-9]\\d{0,3}")) {
            return Integer.parseInt(count) * WHOLE;
        }
        if (count.matches("0?\\.\\d{1,3}") && Double.parseDouble(count) > 0) {
            return (int) Math.round(Double.parseDouble(count) * WHOLE);
        }
        throw new UsageException(
                gpus.name() + "=" + count
                        + " is no number of GPUs: give a whole number, or a share of one with up to three decimals, such as 0.5");
    }

    /** As they are asked for. */
    String gpus() {
        return BigDecimal.valueOf(gpuMilli, 3).stripTrailingZeros().toPlainString();
    }

    /** Threads for its cores, at least one. */
    Optional<Integer> threads() {
        return cpuMillis.map(millis -> Math.max(1, millis / 1000));
    }
}
