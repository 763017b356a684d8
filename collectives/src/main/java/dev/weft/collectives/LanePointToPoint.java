package dev.weft.collectives;

/** Messages to and from single other ranks. A long one returns when it was received, as within a process. */
final class LanePointToPoint {
    private final Courier courier;

    LanePointToPoint(Courier courier) {
        this.courier = courier;
    }

    void send(ElementType type, Object data, int offset, int count, int destination, int tag) {
        Arguments.checkArea("data", data, "offset", offset, count);
        Arguments.checkRank("destination", destination, courier.size());
        Arguments.checkTag(tag);
        courier.beginMail(Fingerprint.withPeer(Operation.SEND, type, count, destination), tag, type);
        if (destination == courier.rank()) {
            courier.keep(data, offset, count);
            return;
        }
        courier.send(destination, data, offset, count);
        if (type.bytes(count) > Line.EAGER_BYTES) {
            courier.awaitReceived(destination);
        }
    }

    int receive(ElementType type, Object data, int offset, int capacity, int source, int tag) {
        Arguments.checkArea("data", data, "offset", offset, "capacity", capacity);
        Arguments.checkRank("source", source, courier.size());
        Arguments.checkTag(tag);
        courier.beginMail(Fingerprint.withPeer(Operation.RECEIVE, type, capacity, source), tag, type);
        return courier.receive(source, data, offset, capacity);
    }
}
