package dev.weft.collectives;

import java.util.List;

/**
 * The processes between which an epoch's lanes go, the same list in each of them.
 *
 * @param epoch from 0; lanes of different epochs share nothing
 * @param endpoint the index of this process
 * @param endpoints the workers in order, then the agent if it takes part
 * @param secret by which they know each other
 */
public record LanePlan(int epoch, int endpoint, List<Endpoint> endpoints, LaneSecret secret) {
    static final int MAX_ENDPOINTS = 1 << 12;
    private static final int MAX_EPOCH = (1 << 17) - 1;
    private static final int SENDER_BITS = 12;

    /** Below are streams that aren't an epoch's. */
    private static final int FIRST_STREAM = 16;

    public LanePlan {
        endpoints = List.copyOf(endpoints);
        if (epoch < 0 || epoch > MAX_EPOCH) {
            throw new IllegalArgumentException("epoch=%d: pass 0 to %d".formatted(epoch, MAX_EPOCH));
        }
        if (endpoints.isEmpty() || endpoints.size() > MAX_ENDPOINTS) {
            throw new IllegalArgumentException(
                    "endpoints.size()=%d: pass 1 to %d".formatted(endpoints.size(), MAX_ENDPOINTS));
        }
        if (endpoint < 0 || endpoint >= endpoints.size()) {
            throw new IllegalArgumentException(
                    "endpoint=%d: pass an index of the %d endpoints".formatted(endpoint, endpoints.size()));
        }
    }

    /** Between processes that know each other without a secret. */
    public LanePlan(int epoch, int endpoint, List<Endpoint> endpoints) {
        this(epoch, endpoint, endpoints, LaneSecret.none());
    }

    int incarnation(int of) {
        return endpoints.get(of).incarnation();
    }

    /** The stream on which an endpoint receives, a fresh one for each epoch. */
    int stream(int receiver, LaneKind kind) {
        return FIRST_STREAM + ((epoch * MAX_ENDPOINTS + receiver) << 1 | kind.bit());
    }

    /** Tells the senders of a stream apart, and the lives of a sender, from each other and from strangers. */
    int session(int sender) {
        return secret.proof(epoch, incarnation(sender), sender) << SENDER_BITS | sender;
    }

    /** What each frame from one to the other carries. */
    int token(int sender, int receiver) {
        return secret.proof(epoch, incarnation(sender), sender, incarnation(receiver), receiver);
    }
}
