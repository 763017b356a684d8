package dev.weft.launcher.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one process, and one user, may have. */
record LimitsCheck(Machine machine) implements Check {
    private static final String NAME = "ulimits";
    private static final String FILE = "/proc/self/limits";

    @Override
    public Finding run() {
        if (machine.text(FILE).isEmpty()) {
            return Finding.ok(NAME, "not known on this system");
        }
        long files = limit("Max open files");
        long processes = limit("Max processes");
        long locked = limit("Max locked memory");
        String all = "open files %s, processes and threads %s, locked memory %s"
                .formatted(
                        count(files), count(processes), locked == Long.MAX_VALUE ? "unlimited" : Amounts.bytes(locked));
        List<String> needed = tooFew(files, 1024, processes, 512);
        if (!needed.isEmpty()) {
            return Finding.fail(NAME, all + ": too few for a job's processes", remedy(needed));
        }
        List<String> wanted = tooFew(files, 4096, processes, 4096);
        return wanted.isEmpty()
                ? Finding.ok(NAME, all)
                : Finding.warn(NAME, all + ": few for many workers", remedy(wanted));
    }

    /** How to raise what is below the least. */
    private static List<String> tooFew(long files, long leastFiles, long processes, long leastProcesses) {
        var raise = new ArrayList<String>();
        if (files < leastFiles) {
            raise.add("ulimit -n 65536 (nofile)");
        }
        if (processes < leastProcesses) {
            raise.add("ulimit -u 65536 (nproc)");
        }
        return raise;
    }

    private static String remedy(List<String> raise) {
        return String.join(", ", raise)
                + " in the shell, or for good in /etc/security/limits.conf or the service's unit";
    }

    /** The soft one; most if there is none. */
    private long limit(String name) {
        var line = Pattern.compile(Pattern.quote(name) + " +([0-9]{1,18}) .*");
        return machine.text(FILE).stream()
                .flatMap(String::lines)
                .map(line::matcher)
                .filter(Matcher::matches)
                .map(matched -> OptionalLong.of(Long.parseLong(matched.group(1))))
                .findFirst()
                .orElse(OptionalLong.empty())
                .orElse(Long.MAX_VALUE);
    }

    private static String count(long limit) {
        return limit == Long.MAX_VALUE ? "unlimited" : Long.toString(limit);
    }
}
