package dev.weft.runtime.supervision;

/**
 * Carries a rank's failure from its actor to the job's, by Pekko's supervision. An {@link Error} travels inside, where it is no reason
 * for Pekko to end the JVM.
 */
final class RankFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient RankFailure failure;

    RankFailedException(RankFailure failure) {
        super(failure.cause());
        this.failure = failure;
    }

    RankFailure failure() {
        return failure;
    }
}
