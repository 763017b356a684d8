package dev.weft.collectives;

/**
 * The dissemination barrier (Hensgen, Finkel and Manber 1988): in round k a rank tells the one 2^k further on, and
 * hears from the one 2^k before; after log2(size) rounds it has heard, by way of others, from all.
 *
 * <pre>
 *   5 ranks, what rank 0 knows of    round 0: 4, 0    round 1: 2, 3, 4, 0    round 2: all
 * </pre>
 */
final class LaneBarrier {
    private static final byte[] NOTHING = {};

    private final Courier courier;

    LaneBarrier(Courier courier) {
        this.courier = courier;
    }

    void barrier() {
        courier.beginCall(Fingerprint.of(Operation.BARRIER), ElementType.BYTE);
        for (int distance = 1; distance < courier.size(); distance <<= 1) {
            courier.exchange(courier.after(distance), NOTHING, 0, 0, courier.after(-distance), NOTHING, 0, 0);
        }
    }
}
