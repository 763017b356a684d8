package dev.weft.collectives;

/**
 * Broadcast along a binomial tree. Ranks count from the root; the parent of one is the number without its lowest bit.
 *
 * <pre>
 *   6 ranks    0 → 4, 2, 1    2 → 3    4 → 5
 * </pre>
 *
 * An empty message goes back up the tree, so that nobody leaves the call before all below have joined it: a root that
 * disagrees with the others finds out.
 */
final class LaneBroadcast {
    private final Courier courier;

    LaneBroadcast(Courier courier) {
        this.courier = courier;
    }

    void broadcast(ElementType type, Object data, int offset, int count, int root) {
        Arguments.checkArea("data", data, "offset", offset, count);
        Arguments.checkRank("root", root, courier.size());
        courier.beginCall(Fingerprint.withPeer(Operation.BROADCAST, type, count, root), type);
        int size = courier.size();
        int number = Math.floorMod(courier.rank() - root, size);
        int reach = number == 0 ? Integer.highestOneBit(size) << 1 : Integer.lowestOneBit(number);
        int parent = (number - Integer.lowestOneBit(number) + root) % size;
        if (number != 0) {
            courier.receive(parent, data, offset, count);
        }
        for (int distance = reach >> 1; distance > 0; distance >>= 1) {
            if (number + distance < size) {
                courier.send((number + distance + root) % size, data, offset, count);
            }
        }
        for (int distance = reach >> 1; distance > 0; distance >>= 1) {
            if (number + distance < size) {
                courier.receive((number + distance + root) % size, data, offset, 0);
            }
        }
        if (number != 0) {
            courier.send(parent, data, offset, 0);
        }
    }
}
