package dev.weft.runtime.hosts;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What this host, or the container that this process runs in, has of memory. */
public final class HostMemory {
    private HostMemory() {}

    public static long mebibytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize() >> 20;
    }
}
