package dev.weft.checkpoint;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** What a store could not do: the message says what, where, why, and the remedy where there is one. Never has a credential in it. */
public final class StoreException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    /** Why a call failed, as far as callers may want to act on it. */
    public enum Kind {
        /** There is no such object, or no such upload any more. */
        ABSENT(false),
        /** Credentials are missing, wrong or not enough. */
        DENIED(false),
        /** The bucket or folder itself is missing, or elsewhere. */
        NO_PLACE(false),
        /** The disk or quota is full. */
        FULL(false),
        /** The store takes no writes. */
        READ_ONLY(false),
        /** This host's clock and the store's are too far apart. */
        CLOCK_SKEW(false),
        /** The store asks for patience: overloaded, or two writers met. */
        BUSY(true),
        /** No connection, or a broken one. */
        UNREACHABLE(true),
        /** No answer in time. */
        TIMEOUT(true),
        /** The object ends before the bytes that were asked for. */
        TRUNCATED(false),
        /** The caller's thread was interrupted. */
        INTERRUPTED(false),
        /** The store lacks what Weft needs, or breaks its promise. */
        UNSUITABLE(false),
        /** Anything else. */
        FAILED(false);

        private final boolean passing;

        Kind(boolean passing) {
            this.passing = passing;
        }

        /** Whether the same call may succeed a little later. */
        public boolean isPassing() {
            return passing;
        }
    }

    private final Kind kind;
    private final boolean undecided;

    private StoreException(Kind kind, boolean undecided, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.undecided = undecided;
    }

    /** The call did not happen and will not. */
    public static StoreException of(Kind kind, String message, @Nullable Throwable cause) {
        return new StoreException(kind, false, message, cause);
    }

    public static StoreException of(Kind kind, String message) {
        return of(kind, message, null);
    }

    /** The call may have happened, or may yet. */
    public static StoreException undecided(Kind kind, String message, @Nullable Throwable cause) {
        return new StoreException(kind, true, message, cause);
    }

    /** The same failure, told in other words. */
    public StoreException saying(String message) {
        return new StoreException(kind, undecided, message, this);
    }

    public Kind kind() {
        return kind;
    }

    /** Whether the call may have happened all the same, or may yet: its answer is missing. */
    public boolean undecided() {
        return undecided;
    }
}
