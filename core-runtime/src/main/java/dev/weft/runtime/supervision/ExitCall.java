package dev.weft.runtime.supervision;

import dev.weft.runtime.ProgramExitedException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A call of {@link System#exit}, as a shutdown hook sees it: the caller waits in it for the hooks to end.
 *
 * @param thread the caller's name
 * @param site the frames that led to the call, the nearest first
 */
public record ExitCall(String thread, List<StackTraceElement> site) {
    private static final Set<String> EXITS = Set.of("java.lang.System", "java.lang.Runtime");
    private static final String OWN = "dev.weft.";
    private static final List<String> PROGRAMS = List.of("dev.weft.graph.algorithms.", "dev.weft.examples.");

    /** What began the end of this JVM, if that was a program and neither Weft itself nor a signal. */
    public static Optional<ExitCall> ofProgram() {
        return Thread.getAllStackTraces().entrySet().stream()
                .flatMap(each -> of(each).stream())
                .filter(ExitCall::isThePrograms)
                .findFirst();
    }

    private static Optional<ExitCall> of(Map.Entry<Thread, StackTraceElement[]> each) {
        StackTraceElement[] stack = each.getValue();
        for (int frame = stack.length - 1; frame >= 0; frame--) {
            if (EXITS.contains(stack[frame].getClassName())
                    && stack[frame].getMethodName().equals("exit")) {
                List<StackTraceElement> site = Arrays.asList(stack).subList(frame + 1, stack.length);
                return Optional.of(new ExitCall(each.getKey().getName(), List.copyOf(site)));
            }
        }
        return Optional.empty();
    }

    private boolean isThePrograms() {
        return site.stream()
                .findFirst()
                .map(StackTraceElement::getClassName)
                .filter(caller -> !caller.startsWith(OWN) || PROGRAMS.stream().anyMatch(caller::startsWith))
                .isPresent();
    }

    public ProgramExitedException toException() {
        var exception = new ProgramExitedException(
                "it called System.exit, which ends the process that it shares with others: return from run, or throw an exception");
        exception.setStackTrace(site.toArray(StackTraceElement[]::new));
        return exception;
    }
}
