package dev.weft.collectives;

import java.util.List;

/**
 * The processes between which an epoch's lanes go, the same list in each of them.
 *
 * @param epoch from 0; lanes of different epochs share nothing
 * @param endpoint the index of this process
 * @param endpoints the workers in order, then the agent if it takes part
 */
public record LanePlan(int epoch, int endpoint, List<Endpoint> endpoints) {
    static final int MAX_ENDPOINTS = 1 << 12;
    private static final int MAX_EPOCH = (1 << 17) - 1;
    private static final int INCARNATION_BITS = 0x3ffff;

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

    int incarnation(int of) {
        return endpoints.get(of).incarnation();
    }

    /** The stream on which an endpoint receives, a fresh one for each epoch. */
    int stream(int receiver, LaneKind kind) {
        return FIRST_STREAM + ((epoch * MAX_ENDPOINTS + receiver) << 1 | kind.bit());
    }

    /** Tells the senders of a stream apart, and the lives of a sender. */
    int session(int sender) {
        return (incarnation(sender) & INCARNATION_BITS) << 12 | sender;
    }
}
