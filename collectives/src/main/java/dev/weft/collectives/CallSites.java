package dev.weft.collectives;

import java.util.List;

/**
 * Finds the line of a user's program in a stack trace: the nearest frame that isn't the engine's.
 *
 * @param engine packages whose frames are skipped, with the packages below them
 * @param programs packages below those whose frames count as the user's all the same
 */
public record CallSites(List<String> engine, List<String> programs) {
    /** Skips Weft, what carries its messages and the JDK, but not Weft's own graph algorithms. */
    public static final CallSites DEFAULT = new CallSites(
            List.of(
                    "dev.weft.collectives",
                    "dev.weft.runtime",
                    "dev.weft.graph",
                    "io.aeron",
                    "org.agrona",
                    "java",
                    "jdk"),
            List.of("dev.weft.graph.algorithms"));

    public CallSites {
        engine = List.copyOf(engine);
        programs = List.copyOf(programs);
    }

    /** The nearest frame of the program, or words that say there is none. */
    public String nearest(StackTraceElement[] frames) {
        for (StackTraceElement frame : frames) {
            if (belongsToProgram(frame.getClassName())) {
                return "%s.%s(%s:%d)"
                        .formatted(
                                frame.getClassName(),
                                frame.getMethodName(),
                                frame.getFileName(),
                                frame.getLineNumber());
            }
        }
        return "an unknown line";
    }

    private boolean belongsToProgram(String className) {
        return isIn(programs, className) || !isIn(engine, className);
    }

    private static boolean isIn(List<String> packages, String className) {
        for (String name : packages) {
            if (className.startsWith(name) && className.startsWith(".", name.length())) {
                return true;
            }
        }
        return false;
    }
}
