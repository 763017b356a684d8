package dev.weft.collectives;

/**
 * A communicator's number, the same on all its ranks, never used again.
 *
 * @param epoch the job's life that it belongs to
 * @param counter which communicator of that epoch
 */
public record CommunicatorId(int epoch, long counter) {
    @Override
    public String toString() {
        return epoch + "." + counter;
    }
}
