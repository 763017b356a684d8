package dev.weft.collectives;

import dev.weft.collectives.algorithm.Call;

/** Fills in what a rank passes to its collective calls, and checks it before anything can be seen by another rank. */
final class CallForms {
    private final int rank;
    private final int size;

    CallForms(int rank, int size) {
        this.rank = rank;
        this.size = size;
    }

    void barrier(Call call) {
        call.begin(Operation.BARRIER, ElementType.BYTE, 0);
        call.fingerprint = Fingerprint.of(Operation.BARRIER);
    }

    void broadcast(Call call, ElementType type, Object data, int offset, int count, int root) {
        Arguments.checkArea(type, "data", data, "offset", offset, count);
        Arguments.checkRank("root", root, size);
        inPlace(call, Operation.BROADCAST, type, data, offset, count);
        call.root = root;
        call.fingerprint = Fingerprint.withPeer(Operation.BROADCAST, type, count, root);
    }

    void reduce(Call call, ElementType type, Object data, int offset, int count, Op op, int root) {
        Arguments.checkArea(type, "data", data, "offset", offset, count);
        Arguments.checkRank("root", root, size);
        Arguments.checkOp(type, op, count);
        inPlace(call, Operation.REDUCE, type, data, offset, count);
        call.op = op;
        call.root = root;
        call.fingerprint = Fingerprint.of(Operation.REDUCE, type, count, op, root);
    }

    /** AllReduce, scan or exscan. */
    void combine(Call call, Operation operation, ElementType type, Object data, int offset, int count, Op op) {
        Arguments.checkArea(type, "data", data, "offset", offset, count);
        Arguments.checkOp(type, op, count);
        inPlace(call, operation, type, data, offset, count);
        call.op = op;
        call.fingerprint = Fingerprint.of(operation, type, count, op);
    }

    /** The same of a single value, in and out of an array of one. */
    void combineScalar(Call call, Operation operation, ElementType type, Object cell, Op op) {
        Arguments.checkOp(type, op, 1);
        inPlace(call, operation, type, cell, 0, 1);
        call.op = op;
        call.fingerprint = Fingerprint.of(operation, type, Fingerprint.SCALAR, op);
    }

    private static void inPlace(Call call, Operation operation, ElementType type, Object data, int offset, int count) {
        call.begin(operation, type, count);
        call.receive = data;
        call.receiveOffset = offset;
    }

    void reduceScatter(
            Call call,
            ElementType type,
            Object send,
            int sendOffset,
            int count,
            Object receive,
            int receiveOffset,
            Op op) {
        long all = (long) count * size;
        Arguments.checkArea(type, "send", send, "sendOffset", sendOffset, "count*size", all);
        Arguments.checkArea(type, "receive", receive, "receiveOffset", receiveOffset, count);
        Arguments.checkOp(type, op, count);
        apart(call, Operation.REDUCE_SCATTER, type, send, sendOffset, count, receive, receiveOffset);
        call.op = op;
        call.fingerprint = Fingerprint.of(Operation.REDUCE_SCATTER, type, count, op);
    }

    void gather(
            Call call,
            ElementType type,
            Object send,
            int sendOffset,
            int count,
            Object receive,
            int receiveOffset,
            int root) {
        Arguments.checkArea(type, "send", send, "sendOffset", sendOffset, count);
        Arguments.checkRank("root", root, size);
        if (rank == root) {
            long all = (long) count * size;
            Arguments.checkArea(type, "receive", receive, "receiveOffset", receiveOffset, "count*size", all);
            Arguments.checkApartOrInPlace(
                    type, send, sendOffset, count, receive, receiveOffset, all, receiveOffset + rank * count);
        }
        apart(call, Operation.GATHER, type, send, sendOffset, count, receive, receiveOffset);
        call.root = root;
        call.fingerprint = Fingerprint.withPeer(Operation.GATHER, type, count, root);
    }

    void gatherV(
            Call call,
            ElementType type,
            Object send,
            int sendOffset,
            int count,
            Object receive,
            int receiveOffset,
            int[] counts,
            int[] displacements,
            int root) {
        Arguments.checkArea(type, "send", send, "sendOffset", sendOffset, count);
        Arguments.checkRank("root", root, size);
        if (rank == root) {
            Arguments.checkPerRank("counts", counts, size);
            Arguments.checkPerRank("displacements", displacements, size);
            Arguments.checkAreas(
                    type, "receive", receive, receiveOffset, "displacements", displacements, "counts", counts);
        }
        apart(call, Operation.GATHER_V, type, send, sendOffset, count, receive, receiveOffset);
        call.receiveCounts = counts;
        call.receiveDisplacements = displacements;
        call.root = root;
        call.fingerprint = Fingerprint.withPeer(Operation.GATHER_V, type, 0, root);
    }

    void scatter(
            Call call,
            ElementType type,
            Object send,
            int sendOffset,
            int count,
            Object receive,
            int receiveOffset,
            int root) {
        Arguments.checkArea(type, "receive", receive, "receiveOffset", receiveOffset, count);
        Arguments.checkRank("root", root, size);
        if (rank == root) {
            long all = (long) count * size;
            Arguments.checkArea(type, "send", send, "sendOffset", sendOffset, "count*size", all);
            Arguments.checkApartOrInPlace(
                    type, receive, receiveOffset, count, send, sendOffset, all, sendOffset + rank * count);
        }
        apart(call, Operation.SCATTER, type, send, sendOffset, count, receive, receiveOffset);
        call.root = root;
        call.fingerprint = Fingerprint.withPeer(Operation.SCATTER, type, count, root);
    }

    void scatterV(
            Call call,
            ElementType type,
            Object send,
            int sendOffset,
            int[] counts,
            int[] displacements,
            Object receive,
            int receiveOffset,
            int count,
            int root) {
        Arguments.checkArea(type, "receive", receive, "receiveOffset", receiveOffset, count);
        Arguments.checkRank("root", root, size);
        if (rank == root) {
            Arguments.checkPerRank("counts", counts, size);
            Arguments.checkPerRank("displacements", displacements, size);
            Arguments.checkAreas(type, "send", send, sendOffset, "displacements", displacements, "counts", counts);
        }
        apart(call, Operation.SCATTER_V, type, send, sendOffset, count, receive, receiveOffset);
        call.sendCounts = counts;
        call.sendDisplacements = displacements;
        call.root = root;
        call.fingerprint = Fingerprint.withPeer(Operation.SCATTER_V, type, 0, root);
    }

    void allGather(
            Call call, ElementType type, Object send, int sendOffset, int count, Object receive, int receiveOffset) {
        long all = (long) count * size;
        Arguments.checkArea(type, "send", send, "sendOffset", sendOffset, count);
        Arguments.checkArea(type, "receive", receive, "receiveOffset", receiveOffset, "count*size", all);
        Arguments.checkApartOrInPlace(
                type, send, sendOffset, count, receive, receiveOffset, all, receiveOffset + rank * count);
        apart(call, Operation.ALL_GATHER, type, send, sendOffset, count, receive, receiveOffset);
        call.fingerprint = Fingerprint.of(Operation.ALL_GATHER, type, count);
    }

    void allGatherV(
            Call call,
            ElementType type,
            Object send,
            int sendOffset,
            int[] counts,
            Object receive,
            int receiveOffset,
            int[] displacements) {
        Arguments.checkPerRank("counts", counts, size);
        Arguments.checkPerRank("displacements", displacements, size);
        Arguments.checkArea(type, "send", send, "sendOffset", sendOffset, "counts[rank]", counts[rank]);
        Arguments.checkAreas(type, "receive", receive, receiveOffset, "displacements", displacements, "counts", counts);
        for (int source = 0; source < size; source++) {
            Arguments.checkApartOrInPlace(
                    type,
                    send,
                    sendOffset,
                    counts[rank],
                    receive,
                    receiveOffset + displacements[source],
                    counts[source],
                    receiveOffset + displacements[rank]);
        }
        apart(call, Operation.ALL_GATHER_V, type, send, sendOffset, counts[rank], receive, receiveOffset);
        call.receiveCounts = counts;
        call.receiveDisplacements = displacements;
        call.agreedCounts = counts;
        call.fingerprint = Fingerprint.withCounts(Operation.ALL_GATHER_V, type, counts);
    }

    void allToAll(
            Call call, ElementType type, Object send, int sendOffset, int count, Object receive, int receiveOffset) {
        long all = (long) count * size;
        Arguments.checkArea(type, "send", send, "sendOffset", sendOffset, "count*size", all);
        Arguments.checkArea(type, "receive", receive, "receiveOffset", receiveOffset, "count*size", all);
        Arguments.checkApartOrInPlace(type, send, sendOffset, all, receive, receiveOffset, all, receiveOffset);
        apart(call, Operation.ALL_TO_ALL, type, send, sendOffset, count, receive, receiveOffset);
        call.fingerprint = Fingerprint.of(Operation.ALL_TO_ALL, type, count);
    }

    void allToAllV(
            Call call,
            ElementType type,
            Object send,
            int sendOffset,
            int[] sendCounts,
            int[] sendDisplacements,
            Object receive,
            int receiveOffset,
            int[] receiveCounts,
            int[] receiveDisplacements) {
        Arguments.checkPerRank("sendCounts", sendCounts, size);
        Arguments.checkPerRank("sendDisplacements", sendDisplacements, size);
        Arguments.checkPerRank("receiveCounts", receiveCounts, size);
        Arguments.checkPerRank("receiveDisplacements", receiveDisplacements, size);
        Arguments.checkAreas(
                type, "send", send, sendOffset, "sendDisplacements", sendDisplacements, "sendCounts", sendCounts);
        Arguments.checkAreas(
                type,
                "receive",
                receive,
                receiveOffset,
                "receiveDisplacements",
                receiveDisplacements,
                "receiveCounts",
                receiveCounts);
        apart(call, Operation.ALL_TO_ALL_V, type, send, sendOffset, 0, receive, receiveOffset);
        call.sendCounts = sendCounts;
        call.sendDisplacements = sendDisplacements;
        call.receiveCounts = receiveCounts;
        call.receiveDisplacements = receiveDisplacements;
        call.fingerprint = Fingerprint.of(Operation.ALL_TO_ALL_V, type);
    }

    private static void apart(
            Call call,
            Operation operation,
            ElementType type,
            Object send,
            int sendOffset,
            int count,
            Object receive,
            int receiveOffset) {
        call.begin(operation, type, count);
        call.send = send;
        call.sendOffset = sendOffset;
        call.receive = receive;
        call.receiveOffset = receiveOffset;
    }
}
