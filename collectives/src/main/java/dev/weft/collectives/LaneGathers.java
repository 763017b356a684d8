package dev.weft.collectives;

/**
 * AllGather by pairs: in step d a rank gives its block to the one d further on and takes the block of the one d before,
 * so that nobody gets from two at a time. Short blocks are all sent before the first is awaited.
 */
final class LaneGathers {
    /** Blocks up to this length fit every window, so that sending them waits for nobody. */
    private static final int SHORT_BYTES = 2048;

    private final Courier courier;

    LaneGathers(Courier courier) {
        this.courier = courier;
    }

    void allGather(ElementType type, Object send, int sendOffset, int count, Object receive, int receiveOffset) {
        long total = (long) count * courier.size();
        Arguments.checkArea("send", send, "sendOffset", sendOffset, count);
        Arguments.checkArea("receive", receive, "receiveOffset", receiveOffset, "count*size", total);
        Arguments.checkApart(send, sendOffset, count, receive, receiveOffset, total);
        courier.beginCall(Fingerprint.of(Operation.ALL_GATHER, type, count), type);
        gather(type, send, sendOffset, count, receive, receiveOffset);
    }

    void allGatherV(ElementType type, Object send, int sendOffset, int[] counts, Object receive, int[] displacements) {
        int rank = courier.rank();
        Arguments.checkPerRank("counts", counts, courier.size());
        Arguments.checkPerRank("displacements", displacements, courier.size());
        Arguments.checkArea("send", send, "sendOffset", sendOffset, "counts[rank]", counts[rank]);
        Arguments.checkAreas("receive", receive, "displacements", displacements, "counts", counts);
        for (int source = 0; source < courier.size(); source++) {
            Arguments.checkApart(send, sendOffset, counts[rank], receive, displacements[source], counts[source]);
        }
        courier.beginCall(Fingerprint.withCounts(Operation.ALL_GATHER_V, type, counts), type, counts);
        System.arraycopy(send, sendOffset, receive, displacements[rank], counts[rank]);
        for (int distance = 1; distance < courier.size(); distance++) {
            int source = courier.after(-distance);
            courier.exchange(
                    courier.after(distance),
                    send,
                    sendOffset,
                    counts[rank],
                    source,
                    receive,
                    displacements[source],
                    counts[source]);
        }
    }

    /** The blocks of all ranks in rank order, as part of any call. */
    void gather(ElementType type, Object send, int sendOffset, int count, Object receive, int receiveOffset) {
        System.arraycopy(send, sendOffset, receive, receiveOffset + courier.rank() * count, count);
        if (type.bytes(count) <= SHORT_BYTES) {
            gatherShort(send, sendOffset, count, receive, receiveOffset);
        } else {
            gatherLong(send, sendOffset, count, receive, receiveOffset);
        }
    }

    private void gatherShort(Object send, int sendOffset, int count, Object receive, int receiveOffset) {
        for (int distance = 1; distance < courier.size(); distance++) {
            courier.send(courier.after(distance), send, sendOffset, count);
        }
        for (int distance = 1; distance < courier.size(); distance++) {
            int source = courier.after(-distance);
            courier.receive(source, receive, receiveOffset + source * count, count);
        }
    }

    private void gatherLong(Object send, int sendOffset, int count, Object receive, int receiveOffset) {
        for (int distance = 1; distance < courier.size(); distance++) {
            int source = courier.after(-distance);
            courier.exchange(
                    courier.after(distance),
                    send,
                    sendOffset,
                    count,
                    source,
                    receive,
                    receiveOffset + source * count,
                    count);
        }
    }
}
