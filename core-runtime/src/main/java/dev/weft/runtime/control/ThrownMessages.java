package dev.weft.runtime.control;

import dev.weft.runtime.CheckpointException;
import dev.weft.runtime.DrainedException;
import dev.weft.runtime.ProgramExitedException;
import dev.weft.runtime.RemoteException;
import dev.weft.runtime.UsageException;
import java.util.Arrays;

/** Exceptions as messages and back. */
public final class ThrownMessages {
    private static final int MOST_CAUSES = 16;

    private ThrownMessages() {}

    public static Thrown of(Throwable throwable) {
        return of(throwable, MOST_CAUSES);
    }

    private static Thrown of(Throwable throwable, int most) {
        var message = Thrown.newBuilder().setClassName(classNameOf(throwable));
        if (throwable.getMessage() != null) {
            message.setMessage(throwable.getMessage());
        }
        Arrays.stream(throwable.getStackTrace()).map(ThrownMessages::of).forEach(message::addFrames);
        if (throwable.getCause() != null && most > 0) {
            message.setCause(of(throwable.getCause(), most - 1));
        }
        return message.build();
    }

    private static String classNameOf(Throwable throwable) {
        return throwable instanceof RemoteException remote
                ? remote.className()
                : throwable.getClass().getName();
    }

    private static Frame of(StackTraceElement frame) {
        var message = Frame.newBuilder()
                .setClassName(frame.getClassName())
                .setMethod(frame.getMethodName())
                .setLine(frame.getLineNumber());
        if (frame.getFileName() != null) {
            message.setFile(frame.getFileName());
        }
        return message.build();
    }

    /** What the user gave wrong, trouble with checkpoints, a lack of memory and calls of exit keep their class, because more than their text is looked at. */
    public static Throwable toThrowable(Thrown message) {
        Throwable throwable = switch (message.getClassName()) {
            case "dev.weft.runtime.UsageException" -> new UsageException(message.getMessage());
            case "dev.weft.runtime.CheckpointException" -> new CheckpointException(message.getMessage());
            case "dev.weft.runtime.DrainedException" -> new DrainedException(message.getMessage());
            case "dev.weft.runtime.ProgramExitedException" -> new ProgramExitedException(message.getMessage());
            case "java.lang.OutOfMemoryError" -> new OutOfMemoryError(message.getMessage());
            default -> new RemoteException(message.getClassName(), message.hasMessage() ? message.getMessage() : null);
        };
        throwable.setStackTrace(
                message.getFramesList().stream().map(ThrownMessages::toFrame).toArray(StackTraceElement[]::new));
        if (message.hasCause()) {
            throwable.initCause(toThrowable(message.getCause()));
        }
        return throwable;
    }

    private static StackTraceElement toFrame(Frame frame) {
        String file = frame.getFile().isEmpty() ? null : frame.getFile();
        return new StackTraceElement(frame.getClassName(), frame.getMethod(), file, frame.getLine());
    }
}
