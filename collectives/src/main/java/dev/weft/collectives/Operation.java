package dev.weft.collectives;

/**
 * What a rank can be doing in a communicator, under the name of the method that does it. Dumps of flight recorders hold
 * the ordinals.
 */
public enum Operation {
    BARRIER("barrier"),
    BROADCAST("broadcast"),
    ALL_REDUCE("allReduce"),
    ALL_GATHER("allGather"),
    ALL_GATHER_V("allGatherV"),
    ALL_TO_ALL("allToAll"),
    ALL_TO_ALL_V("allToAllV"),
    EXSCAN("exscan"),
    SEND("send"),
    RECEIVE("receive");

    private final String method;

    Operation(String method) {
        this.method = method;
    }

    /** As {@link Communicator} names it. */
    public String method() {
        return method;
    }
}
