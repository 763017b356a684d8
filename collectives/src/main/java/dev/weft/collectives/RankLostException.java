package dev.weft.collectives;

/**
 * A process with ranks of the communicator is gone. The communicator makes no more calls but {@link
 * Communicator#agree}, {@link Communicator#shrink} and {@link Communicator#revoke}.
 */
public final class RankLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int rank;
    private final String host;

    RankLostException(int rank, String host, String pending, String why) {
        super("rank %d on host %s is lost (%s)%s".formatted(rank, host, why, pending));
        this.rank = rank;
        this.host = host;
    }

    /** The lost rank; if its process had several, the lowest of them. */
    public int rank() {
        return rank;
    }

    public String host() {
        return host;
    }
}
