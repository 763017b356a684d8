package dev.weft.launcher;

import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Prints the flags that a job file asks of the JVM that is to run it, for bin/weft, which starts that: the words that follow {@code weft run}. Says nothing of a
 * command line that is wrong: the command itself will.
 */
final class JvmFlags {
    private JvmFlags() {}

    public static void main(String[] args) throws IOException {
        try {
            System.out.println(String.join(" ", of(RunOptions.of(Commands.all().given(List.of(args))))));
        } catch (UsageException wrong) {
            System.exit(ExitCode.WRONG_USAGE.number);
        }
    }

    /** A process that only watches workers has code that is compiled quickly, and a heap of its own. */
    static List<String> of(RunOptions options) {
        if (options.workers().isPresent()) {
            return List.of("-XX:TieredStopAtLevel=1");
        }
        var flags = new ArrayList<String>();
        options.stages().stream()
                .flatMap(stage -> stage.heaps().stream())
                .max(Comparator.naturalOrder())
                .filter(size -> size >= MemorySize.LEAST_MIB)
                .ifPresent(size -> flags.add("-Xmx" + size + "m"));
        return flags;
    }
}
