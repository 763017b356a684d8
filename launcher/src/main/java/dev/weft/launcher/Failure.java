package dev.weft.launcher;

import dev.weft.runtime.CheckpointException;
import dev.weft.runtime.DrainedException;
import dev.weft.runtime.JobCancelledException;
import dev.weft.runtime.JobFailedException;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.supervision.ExitCall;
import java.io.PrintStream;
import java.util.Optional;

/** What went wrong, as the user is told it, and as the shell is. The whole trace is for {@code --log-level debug}. */
record Failure(ExitCode exitCode, String text, Throwable thrown) {

    /** Why a job failed. */
    static Failure ofJob(String program, JobFailedException failed) {
        return inChain(failed)
                .orElseGet(() -> new Failure(ExitCode.PROGRAM_FAILED, FailureTrace.ofJob(program, failed), failed));
    }

    /** A program in this process has called exit. */
    static Failure ofExit(ExitCall call) {
        var thrown = call.toException();
        return new Failure(ExitCode.PROGRAM_FAILED, FailureTrace.ofThread(call.thread(), thrown), thrown);
    }

    /** Why anything failed. */
    static Failure of(Throwable thrown) {
        return interruption(thrown)
                .or(() -> inChain(thrown))
                .orElseGet(() -> new Failure(ExitCode.PROGRAM_FAILED, FailureTrace.ofWeft(thrown), thrown));
    }

    /** Prints the text and returns the exit code. */
    int tell(PrintStream err) {
        err.println("weft: " + text);
        if (LogLevel.wantsTraces()) {
            thrown.printStackTrace(err);
        }
        return exitCode.number;
    }

    /** Who interrupts the command wants its end, whatever that makes of what it was doing. */
    private static Optional<Failure> interruption(Throwable thrown) {
        boolean interrupted = thrown instanceof InterruptedException
                || thrown instanceof JobCancelledException
                || Thread.interrupted();
        return interrupted ? told(ExitCode.INTERRUPTED, "interrupted", thrown) : Optional.empty();
    }

    /** A cause that a sentence explains. */
    private static Optional<Failure> inChain(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            var explained = explained(cause);
            if (explained.isPresent()) {
                return explained;
            }
        }
        return Optional.empty();
    }

    private static Optional<Failure> explained(Throwable cause) {
        return switch (cause) {
            case UsageException wrong -> told(ExitCode.WRONG_USAGE, String.valueOf(wrong.getMessage()), wrong);
            case CommandFailedException failed -> told(failed.exitCode(), String.valueOf(failed.getMessage()), failed);
            case CheckpointException trouble ->
                told(ExitCode.PROGRAM_FAILED, String.valueOf(trouble.getMessage()), trouble);
            case DrainedException drained -> told(ExitCode.DRAINED, String.valueOf(drained.getMessage()), drained);
            case OutOfMemoryError exhausted -> told(ExitCode.OUT_OF_MEMORY, outOfMemory(exhausted), exhausted);
            default -> Optional.empty();
        };
    }

    private static Optional<Failure> told(ExitCode exitCode, String sentence, Throwable thrown) {
        return Optional.of(new Failure(exitCode, sentence, thrown));
    }

    private static String outOfMemory(OutOfMemoryError exhausted) {
        if (String.valueOf(exhausted.getMessage()).contains("native thread")) {
            return "the system gives no more threads: take fewer --ranks or --threads";
        }
        long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
        return "out of memory: the heap has " + mebibytes + " MiB; give more with --memory, e.g. --memory "
                + 2 * mebibytes + "m";
    }
}
