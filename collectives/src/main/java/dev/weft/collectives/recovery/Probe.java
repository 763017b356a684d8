package dev.weft.collectives.recovery;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A question that goes from rank to rank, always to the one that the rank waits for: does it come back to where it began?
 *
 * @param initiator the rank that asks
 * @param waitNumber the number of its wait
 * @param round which of its rounds this is: each probe that a process sends has a higher one
 * @param to the rank that it goes to
 * @param length how many ranks it has passed, the initiator included
 * @param trace a hash of these ranks and the numbers of their waits, in order
 * @param tells whether it gathers the calls; the first time round a probe is light, as most find no circle
 * @param path the calls, the first {@link #MAX_PATH} of them
 */
public record Probe(
        int initiator,
        long waitNumber,
        long round,
        int to,
        int length,
        long trace,
        boolean tells,
        List<WaitingCall> path) {
    public static final int MAX_PATH = 32;

    private static final int FIXED_BYTES = 3 * Integer.BYTES + 3 * Long.BYTES + 2;
    private static final int CALL_BYTES = Integer.BYTES + Long.BYTES + Short.BYTES;

    public Probe {
        path = List.copyOf(path);
    }

    static Probe from(WaitingCall call, int forRank, long round, boolean tells) {
        return new Probe(call.rank(), call.number(), round, call.rank(), 0, 0, tells, List.of()).past(call, forRank);
    }

    /** The probe when it has passed a rank that waits in this call for another. */
    Probe past(WaitingCall call, int forRank) {
        List<WaitingCall> calls = path;
        if (tells && path.size() < MAX_PATH) {
            calls = new ArrayList<>(path);
            calls.add(call);
        }
        long hash = mixed(mixed(trace, call.rank()), call.number());
        return new Probe(initiator, waitNumber, round, forRank, length + 1, hash, tells, calls);
    }

    private static long mixed(long hash, long value) {
        long mixed = (hash + value + 1) * 0x9e3779b97f4a7c15L;
        return mixed ^ mixed >>> 32;
    }

    /** Whether two probes have passed the same ranks in the same waits. */
    boolean wentAs(Probe other) {
        return length == other.length && trace == other.trace;
    }

    /** The probe as {@link #fromBytes} reads it: at most some 7 kB, 38 bytes without calls. */
    public byte[] toBytes() {
        List<byte[]> texts = path.stream()
                .map(each -> each.call().getBytes(StandardCharsets.UTF_8))
                .toList();
        int bytes = FIXED_BYTES + path.size() * CALL_BYTES;
        for (byte[] text : texts) {
            bytes += text.length;
        }
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        buffer.putInt(initiator).putLong(waitNumber).putLong(round).putInt(to).putInt(length);
        buffer.putLong(trace).put((byte) (tells ? 1 : 0)).put((byte) path.size());
        for (int i = 0; i < path.size(); i++) {
            WaitingCall call = path.get(i);
            byte[] text = texts.get(i);
            buffer.putInt(call.rank()).putLong(call.number());
            buffer.putShort((short) text.length).put(text);
        }
        return buffer.array();
    }

    /** The probe that {@link #toBytes} wrote. */
    public static Probe fromBytes(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int initiator = buffer.getInt();
        long waitNumber = buffer.getLong();
        long round = buffer.getLong();
        int to = buffer.getInt();
        int length = buffer.getInt();
        long trace = buffer.getLong();
        boolean tells = buffer.get() == 1;
        int calls = buffer.get();
        var path = new ArrayList<WaitingCall>(calls);
        for (int i = 0; i < calls; i++) {
            int rank = buffer.getInt();
            long number = buffer.getLong();
            var text = new byte[buffer.getShort()];
            buffer.get(text);
            path.add(new WaitingCall(rank, number, new String(text, StandardCharsets.UTF_8)));
        }
        return new Probe(initiator, waitNumber, round, to, length, trace, tells, path);
    }
}
