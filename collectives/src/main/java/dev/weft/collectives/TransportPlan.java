package dev.weft.collectives;

/**
 * What a job's lanes take on one host. Every process has a control and a data lane to each of the others; a lane is a
 * log of three terms. Over IPC sender and receiver map the same log, over UDP each has its own.
 *
 * @param endpoints processes that have lanes: the workers, and the agent
 * @param dataTermBytes length of a term of a data lane, a power of two from 512 KiB; half of it can be on its way
 */
public record TransportPlan(Transport transport, int endpoints, int dataTermBytes) {
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;
    private static final int TERMS = 3;
    private static final int LOG_METADATA_BYTES = 4 * KIB;
    /** Control lanes have the shortest terms that there are. */
    static final int CONTROL_TERM_BYTES = 64 * KIB;

    private static final int SMALLEST_DATA_TERM = 512 * KIB;
    private static final int LARGEST_TERM = 1 << 30;

    /** Up to so many endpoints, data lanes get longer terms. */
    private static final int FEW_ENDPOINTS = 8;

    /** The driver's two command buffers, its error log and its loss report. */
    private static final int DRIVER_BYTES = 7 * MIB;

    /** Counters of the two ends of a lane, 128 bytes each. */
    private static final int LANE_COUNTER_BYTES = 12 * 128;

    private static final int FEWEST_COUNTER_BYTES = MIB;
    private static final int MOST_COUNTER_BYTES = 8 * MIB;

    /** The names of counters take four times the room of their values. */
    private static final int COUNTER_PARTS = 5;

    public TransportPlan {
        if (endpoints < 1 || endpoints > LanePlan.MAX_ENDPOINTS) {
            throw new IllegalArgumentException(
                    "endpoints=%d: pass 1 to %d".formatted(endpoints, LanePlan.MAX_ENDPOINTS));
        }
        checkTerm("dataTermBytes", dataTermBytes, SMALLEST_DATA_TERM);
    }

    /** Terms whose size goes with the number of processes. */
    public static TransportPlan of(Transport transport, int endpoints) {
        return new TransportPlan(transport, endpoints, endpoints <= FEW_ENDPOINTS ? 4 * MIB : MIB);
    }

    /** What the driver and all lanes of one epoch take of the shared-memory file system when they are full. */
    public long bytes() {
        return DRIVER_BYTES
                + (long) COUNTER_PARTS * counterBytes()
                + lanePairs() * (logBytes(CONTROL_TERM_BYTES) + logBytes(dataTermBytes) + ringBytes());
    }

    /** What the values of the driver's counters take. */
    int counterBytes() {
        long needed = 2 * lanePairs() * LANE_COUNTER_BYTES;
        int bytes = FEWEST_COUNTER_BYTES;
        while (bytes < needed && bytes < MOST_COUNTER_BYTES) {
            bytes <<= 1;
        }
        return bytes;
    }

    /** Logs of either kind. */
    private long lanePairs() {
        long pairs = (long) endpoints * (endpoints - 1);
        return transport == Transport.UDP ? 2 * pairs : pairs;
    }

    private int ringBytes() {
        return transport == Transport.IPC ? PayloadRing.FILE_BYTES : 0;
    }

    private static long logBytes(int termBytes) {
        return (long) TERMS * termBytes + LOG_METADATA_BYTES;
    }

    private static void checkTerm(String name, int bytes, int smallest) {
        if (bytes < smallest || bytes > LARGEST_TERM || Integer.bitCount(bytes) != 1) {
            throw new IllegalArgumentException(
                    "%s=%d: pass a power of two from %d to %d".formatted(name, bytes, smallest, LARGEST_TERM));
        }
    }
}
