package dev.weft.launcher.doctor;

import java.util.Optional;
import java.util.regex.Pattern;

/** Whether the heap can have huge pages, which spare graph programs many misses of the TLB. */
record HugePagesCheck(Machine machine) implements Check {
    private static final String NAME = "pages";
    private static final String FILE = "/sys/kernel/mm/transparent_hugepage/enabled";
    private static final Pattern CHOSEN = Pattern.compile(".*\\[(\\w+)].*");

    @Override
    public Finding run() {
        Optional<String> mode = machine.text(FILE)
                .map(CHOSEN::matcher)
                .filter(matched -> matched.matches())
                .map(matched -> matched.group(1));
        if (mode.filter("never"::equals).isPresent()) {
            return Finding.warn(
                    NAME,
                    "transparent huge pages are off: jobs on large graphs are slower",
                    "echo madvise > " + FILE + " (as root)");
        }
        return Finding.ok(
                NAME, mode.map(word -> "transparent huge pages: " + word).orElse("not known on this system"));
    }
}
