package dev.weft.runtime.rank;

import java.util.Arrays;

/** The line of the user's program at which a thread is: the nearest frame that is neither the engine's nor the JDK's. */
public final class CallSite {
    private CallSite() {}

    public static String in(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .filter(frame -> isOutside(frame.getClassName()))
                .findFirst()
                .map(StackTraceElement::toString)
                .orElse("an unknown line");
    }

    private static boolean isOutside(String className) {
        boolean engine = className.startsWith("dev.weft.runtime.") || className.startsWith("dev.weft.graph.");
        boolean jdk = className.startsWith("java.") || className.startsWith("jdk.");
        return className.startsWith("dev.weft.graph.algorithms.") || !(engine || jdk);
    }
}
