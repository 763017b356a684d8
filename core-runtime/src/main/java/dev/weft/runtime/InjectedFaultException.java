package dev.weft.runtime;

/** A {@link Fault} has struck a rank. */
public final class InjectedFaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InjectedFaultException(String message) {
        super(message);
    }
}
