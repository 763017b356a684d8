package dev.weft.launcher;

import com.sun.management.OperatingSystemMXBean;
import dev.weft.runtime.UsageException;
import java.lang.management.ManagementFactory;
import java.util.regex.Pattern;

/** {@code --memory}: bin/weft makes it the JVM's heap where it makes sense; here it is refused where it does not. */
final class MemorySize {
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,6})([mMgG])");
    private static final long LEAST_MIB = 16;

    private MemorySize() {}

    static void check(String size) {
        var parts = SIZE.matcher(size);
        if (!parts.matches()) {
            throw new UsageException("--memory=" + size + " is no size: give a number with m or g, e.g. --memory 16g");
        }
        long mebibytes = Long.parseLong(parts.group(1)) * (parts.group(2).equalsIgnoreCase("g") ? 1024 : 1);
        long machine = machineMebibytes();
        if (mebibytes < LEAST_MIB) {
            throw new UsageException("--memory=" + size + " < " + LEAST_MIB + "m: give at least " + LEAST_MIB + "m");
        }
        if (mebibytes > machine) {
            throw new UsageException(
                    "--memory=" + size + " > " + machine + "m, which is all that this machine has: give less");
        }
    }

    /** What the machine or the container has. */
    private static long machineMebibytes() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getTotalMemorySize() >> 20;
    }
}
