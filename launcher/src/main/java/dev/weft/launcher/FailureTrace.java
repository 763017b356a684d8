package dev.weft.launcher;

import dev.weft.runtime.JobFailedException;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** An exception and its causes, the first cause last, each with the frames that help whoever reads it. */
final class FailureTrace {
    private static final int MOST_FRAMES = 8;
    private static final List<String> PLATFORM =
            List.of("java.", "javax.", "jdk.", "sun.", "scala.", "org.apache.pekko.");
    private static final String WEFT = "dev.weft.";
    private static final List<String> PROGRAMS_OF_WEFT = List.of("dev.weft.graph.algorithms.", "dev.weft.examples.");

    private FailureTrace() {}

    /** {@code pagerank failed on rank 2 at step 7}, and below it why, with the program's own frames. */
    static String ofJob(String program, JobFailedException failed) {
        var where = failed.step() < 0 ? "before its first step" : "at step " + failed.step();
        Throwable cause = failed.getCause() == null ? failed : failed.getCause();
        return program + " failed on rank " + failed.rank() + " " + where + "\n"
                + causes(cause, FailureTrace::isThePrograms);
    }

    /** A program has failed, wherever it is: {@code the program failed on thread weft-pagerank-20260131-120000-4711-1-rank-2}. */
    static String ofThread(String thread, Throwable thrown) {
        return "the program failed on thread " + thread + "\n" + causes(thrown, FailureTrace::isThePrograms);
    }

    /** An error of Weft's own, with its frames. */
    static String ofWeft(Throwable thrown) {
        return "an error in Weft itself\n" + causes(thrown, frame -> !startsWithAny(frame, PLATFORM));
    }

    private static String causes(Throwable thrown, Predicate<StackTraceElement> kept) {
        var lines = new StringJoiner("\n");
        String before = "    ";
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            lines.add(before + cause);
            frames(cause, kept).forEach(frame -> lines.add("        at " + frame));
            before = "    caused by ";
        }
        return lines.toString();
    }

    private static Stream<String> frames(Throwable cause, Predicate<StackTraceElement> kept) {
        List<String> frames = Arrays.stream(cause.getStackTrace())
                .filter(kept)
                .map(FailureTrace::text)
                .toList();
        int left = frames.size() - MOST_FRAMES;
        return Stream.concat(
                frames.stream().limit(MOST_FRAMES), left > 0 ? Stream.of("… " + left + " more") : Stream.empty());
    }

    private static boolean isThePrograms(StackTraceElement frame) {
        boolean wefts = frame.getClassName().startsWith(WEFT) && !startsWithAny(frame, PROGRAMS_OF_WEFT);
        return !wefts && !startsWithAny(frame, PLATFORM);
    }

    private static boolean startsWithAny(StackTraceElement frame, List<String> prefixes) {
        return prefixes.stream().anyMatch(frame.getClassName()::startsWith);
    }

    /** Without the names of class loaders and modules. */
    private static String text(StackTraceElement frame) {
        return frame.getClassName() + "." + frame.getMethodName() + "(" + frame.getFileName() + ":"
                + frame.getLineNumber() + ")";
    }
}
