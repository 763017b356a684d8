package dev.weft.runtime;

import org.jspecify.annotations.Nullable;

/** An exception that a program threw in another process; it looks like the original, whose class may be unknown here. */
@SuppressWarnings("OverrideThrowableToString") // the name of a class that is not here
public final class RemoteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String className;

    public RemoteException(String className, @Nullable String message) {
        super(message);
        this.className = className;
    }

    /** Of the exception that was thrown. */
    public String className() {
        return className;
    }

    @Override
    public String toString() {
        return getMessage() == null ? className : className + ": " + getMessage();
    }
}
