package dev.weft.launcher;

import dev.weft.launcher.jobfile.Said;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.hosts.HostMemory;
import java.util.regex.Pattern;

/**
 * {@code --memory}, the heap of all ranks together, or the {@code memory} of a job file, that of one: bin/weft makes it the JVM's heap where it makes sense;
 * here it is refused where it does not.
 */
final class MemorySize {
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,6})([mMgG])");
    private static final String IN_FILES = "i";
    static final long LEAST_MIB = 16;

    private MemorySize() {}

    /** Of one rank, as a job file gives it: {@code 800Mi}; or its share of {@code --memory}. */
    static long mebibytes(Said size, long shares) {
        if (size.text().endsWith(IN_FILES)) {
            String number = size.text().substring(0, size.text().length() - 2);
            return Long.parseLong(number) * (size.text().contains("G") ? 1024 : 1);
        }
        return Math.max(1, check(size.text()) / shares);
    }

    private static long check(String size) {
        var parts = SIZE.matcher(size);
        if (!parts.matches()) {
            throw new UsageException("--memory=" + size + " is no size: give a number with m or g, e.g. --memory 16g");
        }
        long mebibytes = Long.parseLong(parts.group(1)) * (parts.group(2).equalsIgnoreCase("g") ? 1024 : 1);
        long machine = HostMemory.mebibytes();
        if (mebibytes < LEAST_MIB) {
            throw new UsageException("--memory=" + size + " < " + LEAST_MIB + "m: give at least " + LEAST_MIB + "m");
        }
        if (mebibytes > machine) {
            throw new UsageException(
                    "--memory=" + size + " > " + machine + "m, which is all that this machine has: give less");
        }
        return mebibytes;
    }
}
