package dev.weft.collectives;

import java.util.List;

/**
 * One rank's part in the collective calls that move elements and leave them as they are: each rank copies what it needs
 * from where the others show it.
 */
final class Exchanges {
    private final MemoryMember mine;
    private final List<MemoryMember> members;
    private final Failure failure;
    private final Rounds rounds;
    private final FencedCopy copies;
    private final Meter meter;
    private final int size;
    private final int rank;

    Exchanges(MemoryMember mine, List<MemoryMember> members, Failure failure, Rounds rounds, Meter meter) {
        this.mine = mine;
        this.members = members;
        this.failure = failure;
        this.rounds = rounds;
        this.copies = new FencedCopy(failure);
        this.meter = meter;
        this.size = members.size();
        this.rank = mine.rank();
    }

    void barrier() {
        rounds.meet(Fingerprint.of(Operation.BARRIER));
    }

    void broadcast(ElementType type, Object data, int offset, int count, int root) {
        Arguments.checkArea("data", data, "offset", offset, count);
        Arguments.checkRank("root", root, size);
        long call = Fingerprint.withPeer(Operation.BROADCAST, type, count, root);
        rounds.open(call, type, data, offset, rank == root ? count : 0, Slot.isShort(type, count));
        if (rank != root) {
            copy(type, root, 0, data, offset, count);
        }
        rounds.close();
    }

    void allGather(ElementType type, Object send, int sendOffset, int count, Object receive, int receiveOffset) {
        long total = (long) count * size;
        Arguments.checkArea("send", send, "sendOffset", sendOffset, count);
        Arguments.checkArea("receive", receive, "receiveOffset", receiveOffset, "count*size", total);
        Arguments.checkApart(send, sendOffset, count, receive, receiveOffset, total);
        rounds.open(Fingerprint.of(Operation.ALL_GATHER, type, count), type, send, sendOffset, count);
        for (int i = 0, source = rank; i < size; i++, source = next(source)) {
            copy(type, source, 0, receive, receiveOffset + source * count, count);
        }
        rounds.close();
    }

    void allGatherV(ElementType type, Object send, int sendOffset, int[] counts, Object receive, int[] displacements) {
        Arguments.checkPerRank("counts", counts, size);
        Arguments.checkPerRank("displacements", displacements, size);
        Arguments.checkArea("send", send, "sendOffset", sendOffset, "counts[rank]", counts[rank]);
        Arguments.checkAreas("receive", receive, "displacements", displacements, "counts", counts);
        for (int source = 0; source < size; source++) {
            Arguments.checkApart(send, sendOffset, counts[rank], receive, displacements[source], counts[source]);
        }
        rounds.nextSlot().lendCounts(counts, displacements);
        long call = Fingerprint.withCounts(Operation.ALL_GATHER_V, type, counts);
        rounds.open(call, type, send, sendOffset, counts[rank], areShort(type, counts));
        for (int i = 0, source = rank; i < size; i++, source = next(source)) {
            copy(type, source, 0, receive, displacements[source], counts[source]);
        }
        rounds.close();
    }

    void allToAll(ElementType type, Object send, int sendOffset, int count, Object receive, int receiveOffset) {
        long total = (long) count * size;
        Arguments.checkArea("send", send, "sendOffset", sendOffset, "count*size", total);
        Arguments.checkArea("receive", receive, "receiveOffset", receiveOffset, "count*size", total);
        Arguments.checkApart(send, sendOffset, total, receive, receiveOffset, total);
        rounds.open(Fingerprint.of(Operation.ALL_TO_ALL, type, count), type, send, sendOffset, (int) total);
        for (int i = 0, source = rank; i < size; i++, source = next(source)) {
            copy(type, source, rank * count, receive, receiveOffset + source * count, count);
        }
        rounds.close();
    }

    void allToAllV(
            ElementType type,
            Object send,
            int[] sendCounts,
            int[] sendDisplacements,
            Object receive,
            int[] receiveCounts,
            int[] receiveDisplacements) {
        Arguments.checkPerRank("sendCounts", sendCounts, size);
        Arguments.checkPerRank("sendDisplacements", sendDisplacements, size);
        Arguments.checkPerRank("receiveCounts", receiveCounts, size);
        Arguments.checkPerRank("receiveDisplacements", receiveDisplacements, size);
        Arguments.checkAreas("send", send, "sendDisplacements", sendDisplacements, "sendCounts", sendCounts);
        Arguments.checkAreas(
                "receive", receive, "receiveDisplacements", receiveDisplacements, "receiveCounts", receiveCounts);
        rounds.nextSlot().lendCounts(sendCounts, sendDisplacements);
        long call = Fingerprint.of(Operation.ALL_TO_ALL_V, type);
        rounds.open(call, type, send, 0, 0, false);
        for (int source = 0; source < size; source++) {
            checkExpected(call, source, receiveCounts[source]);
        }
        for (int i = 0, source = rank; i < size; i++, source = next(source)) {
            int first = rounds.slot(source).displacements()[rank];
            copy(type, source, first, receive, receiveDisplacements[source], receiveCounts[source]);
        }
        rounds.close();
    }

    private void checkExpected(long call, int source, int expected) {
        int sent = rounds.slot(source).counts()[rank];
        if (sent != expected) {
            String text = Fingerprint.describe(call);
            throw failure.differentCalls(
                    mine,
                    "%s with receiveCounts[%d]=%d".formatted(text, source, expected),
                    members.get(source),
                    "%s with sendCounts[%d]=%d".formatted(text, rank, sent));
        }
    }

    /** Every rank begins with itself and goes round, so that not all read from one rank at a time. */
    private int next(int source) {
        return source + 1 == size ? 0 : source + 1;
    }

    private static boolean areShort(ElementType type, int[] counts) {
        for (int count : counts) {
            if (!Slot.isShort(type, count)) {
                return false;
            }
        }
        return true;
    }

    /** Copies {@code count} elements from the {@code first}-th on of those that the source shows. */
    private void copy(ElementType type, int source, int first, Object into, int offset, int count) {
        Slot slot = rounds.slot(source);
        copies.copy(type, slot.array(), slot.offset() + first, into, offset, count);
        if (source != rank) {
            meter.received(type.bytes(count));
        }
    }
}
