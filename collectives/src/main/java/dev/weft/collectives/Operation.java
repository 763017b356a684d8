package dev.weft.collectives;

/** What a rank can be doing in a communicator, under the name of the method that does it. */
public enum Operation {
    BARRIER("barrier"),
    BROADCAST("broadcast"),
    REDUCE("reduce"),
    ALL_REDUCE("allReduce"),
    REDUCE_SCATTER("reduceScatter"),
    GATHER("gather"),
    GATHER_V("gatherV"),
    SCATTER("scatter"),
    SCATTER_V("scatterV"),
    ALL_GATHER("allGather"),
    ALL_GATHER_V("allGatherV"),
    ALL_TO_ALL("allToAll"),
    ALL_TO_ALL_V("allToAllV"),
    SCAN("scan"),
    EXSCAN("exscan"),
    SPLIT("split"),
    AGREE("agree"),
    SEND("send"),
    RECEIVE("receive");

    private final String method;

    Operation(String method) {
        this.method = method;
    }

    public String method() {
        return method;
    }

    /** True for those that combine elements by an {@link Op}. */
    public boolean combines() {
        return switch (this) {
            case REDUCE, ALL_REDUCE, REDUCE_SCATTER, SCAN, EXSCAN -> true;
            default -> false;
        };
    }
}
