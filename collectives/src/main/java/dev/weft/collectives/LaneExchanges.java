package dev.weft.collectives;

/**
 * AllToAll by pairs: in step d a rank sends to the one d further on and receives from the one d before, so that nobody
 * gets from two at a time.
 */
final class LaneExchanges {
    private final Courier courier;

    LaneExchanges(Courier courier) {
        this.courier = courier;
    }

    void allToAll(ElementType type, Object send, int sendOffset, int count, Object receive, int receiveOffset) {
        long total = (long) count * courier.size();
        Arguments.checkArea("send", send, "sendOffset", sendOffset, "count*size", total);
        Arguments.checkArea("receive", receive, "receiveOffset", receiveOffset, "count*size", total);
        Arguments.checkApart(send, sendOffset, total, receive, receiveOffset, total);
        courier.beginCall(Fingerprint.of(Operation.ALL_TO_ALL, type, count), type);
        int rank = courier.rank();
        System.arraycopy(send, sendOffset + rank * count, receive, receiveOffset + rank * count, count);
        for (int distance = 1; distance < courier.size(); distance++) {
            int destination = courier.after(distance);
            int source = courier.after(-distance);
            courier.exchange(
                    destination,
                    send,
                    sendOffset + destination * count,
                    count,
                    source,
                    receive,
                    receiveOffset + source * count,
                    count);
        }
    }

    void allToAllV(
            ElementType type,
            Object send,
            int[] sendCounts,
            int[] sendDisplacements,
            Object receive,
            int[] receiveCounts,
            int[] receiveDisplacements) {
        int size = courier.size();
        Arguments.checkPerRank("sendCounts", sendCounts, size);
        Arguments.checkPerRank("sendDisplacements", sendDisplacements, size);
        Arguments.checkPerRank("receiveCounts", receiveCounts, size);
        Arguments.checkPerRank("receiveDisplacements", receiveDisplacements, size);
        Arguments.checkAreas("send", send, "sendDisplacements", sendDisplacements, "sendCounts", sendCounts);
        Arguments.checkAreas(
                "receive", receive, "receiveDisplacements", receiveDisplacements, "receiveCounts", receiveCounts);
        courier.beginCall(Fingerprint.of(Operation.ALL_TO_ALL_V, type), type);
        for (int distance = 0; distance < size; distance++) {
            int destination = courier.after(distance);
            int source = courier.after(-distance);
            courier.exchange(
                    destination,
                    send,
                    sendDisplacements[destination],
                    sendCounts[destination],
                    source,
                    receive,
                    receiveDisplacements[source],
                    receiveCounts[source]);
        }
    }
}
