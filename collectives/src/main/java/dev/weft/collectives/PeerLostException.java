package dev.weft.collectives;

/** A process whose ranks belong to a group is gone; the cause of the {@link EpochFencedException}s that follow. */
public final class PeerLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PeerLostException(int endpoint, String why) {
        super("process %d of the job is lost: %s".formatted(endpoint, why));
    }
}
