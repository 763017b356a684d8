package dev.weft.runtime.hosts;

/** How a worker's process has ended, in words that travel between hosts, and what these words mean. */
public final class ProcessEnd {
    private static final int SIGNALS = 128;
    /** Of a worker whose actors find no memory; see ClusterSystem.ofWorker. */
    private static final int FATAL_ERROR = 255;
    /** With this exit code a worker ends that finds itself left behind. */
    private static final int SELF_FENCED = 64;

    private static final String CODE = "with exit code ";
    private static final String NO_MEMORY = "for want of memory";

    private ProcessEnd() {}

    static String words(long pid, int exitCode) {
        String how;
        if (exitCode == FATAL_ERROR) {
            how = "by a fatal error, " + NO_MEMORY + " most likely (--memory gives more), " + CODE + exitCode;
        } else {
            how = exitCode > SIGNALS ? "by signal " + (exitCode - SIGNALS) : CODE + exitCode;
        }
        return "its process " + pid + " ended " + how;
    }

    public static boolean isForWantOfMemory(String words) {
        return words.contains(NO_MEMORY);
    }

    /** Whether it has taken itself out. */
    public static boolean isSelfFenced(String words) {
        return (words + " ").contains(CODE + SELF_FENCED + " ");
    }
}
