package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/**
 * Calls that combine elements within a worker, always in ascending rank order.
 *
 * <pre>
 *   few elements    each rank reads all places and combines for itself
 *   many elements   the s-th rank combines the s-th share of all ranks' elements, block by block, and writes the
 *                   results where they are wanted: between opening and closing nobody else touches that share
 *
 *   allReduce of 3 ranks    rank 0 [A a α]    rank 1 [B b β]    rank 2 [C c γ]
 *   rank 1 reads a, b, c and writes a+b+c over each; rank 0 does so with A, B, C, rank 2 with α, β, γ
 *   exscan                  rank 1 writes a over b, then a+b over c
 * </pre>
 */
final class SharedReductions {
    private SharedReductions() {}

    static void allReduce(Crew crew, Call call) {
        boolean few = crew.areFew(call.count);
        crew.open(call.receive, call.receiveOffset, call.count, few);
        if (few) {
            combineFew(crew, call, crew.size());
        } else {
            foldShare(crew, call, 0, crew.size() - 1);
        }
        crew.close();
    }

    static void reduce(Crew crew, Call call) {
        boolean few = crew.areFew(call.count);
        crew.open(call.receive, call.receiveOffset, call.count, few);
        if (!few) {
            foldShare(crew, call, call.root, call.root);
        } else if (crew.index() == call.root) {
            combineFew(crew, call, crew.size());
        }
        crew.close();
    }

    static void reduceScatter(Crew crew, Call call) {
        int all = crew.size() * call.count;
        crew.open(call.send, call.sendOffset, all, crew.areFew(all));
        int mine = crew.index() * call.count;
        int longest = call.type.countIn(Folding.BLOCK_BYTES);
        Object total = crew.scratch(0, longest);
        for (int done = 0; done < call.count; ) {
            int length = Math.min(longest, call.count - done);
            combine(crew, total, crew.size(), mine + done, length);
            crew.copy(total, 0, call.receive, call.receiveOffset + done, length);
            done += length;
        }
        crew.close();
    }

    static void scan(Crew crew, Call call) {
        boolean few = crew.areFew(call.count);
        crew.open(call.receive, call.receiveOffset, call.count, few);
        if (few) {
            combineFew(crew, call, call.operation == Operation.SCAN ? crew.index() + 1 : crew.index());
        } else {
            scanShare(crew, call);
        }
        crew.close();
    }

    /** Reads copies, so that this rank's own array may be written. */
    private static void combineFew(Crew crew, Call call, int ranks) {
        if (ranks > 0) {
            Object total = crew.scratch(0, call.type.countIn(Folding.BLOCK_BYTES));
            combine(crew, total, ranks, 0, call.count);
            crew.copy(total, 0, call.receive, call.receiveOffset, call.count);
        }
    }

    private static void foldShare(Crew crew, Call call, int firstTarget, int lastTarget) {
        int longest = call.type.countIn(Folding.BLOCK_BYTES);
        Object total = crew.scratch(0, longest);
        int end = crew.shareStart(crew.index() + 1, call.count);
        for (int first = crew.shareStart(crew.index(), call.count); first < end; ) {
            int length = Math.min(longest, end - first);
            combine(crew, total, crew.size(), first, length);
            for (int target = firstTarget; target <= lastTarget; target++) {
                crew.copy(total, 0, crew.elements(target), crew.offset(target) + first, length);
            }
            first += length;
        }
    }

    private static void scanShare(Crew crew, Call call) {
        boolean inclusive = call.operation == Operation.SCAN;
        int longest = call.type.countIn(Folding.BLOCK_BYTES);
        Object total = crew.scratch(0, longest);
        Object part = crew.scratch(1, longest);
        int end = crew.shareStart(crew.index() + 1, call.count);
        for (int first = crew.shareStart(crew.index(), call.count); first < end; ) {
            int length = Math.min(longest, end - first);
            crew.copy(crew.elements(0), crew.offset(0) + first, total, 0, length);
            for (int target = 1; target < crew.size(); target++) {
                int at = crew.offset(target) + first;
                crew.copy(crew.elements(target), at, part, 0, length);
                if (!inclusive) {
                    crew.copy(total, 0, crew.elements(target), at, length);
                }
                if (inclusive || target < crew.size() - 1) {
                    crew.fold(total, 0, part, 0, length);
                }
                if (inclusive) {
                    crew.copy(total, 0, crew.elements(target), at, length);
                }
            }
            first += length;
        }
    }

    /** Folds the same stretch of the first ranks' elements. */
    static void combine(Crew crew, Object total, int ranks, int first, int length) {
        crew.copy(crew.elements(0), crew.offset(0) + first, total, 0, length);
        for (int source = 1; source < ranks; source++) {
            crew.fold(total, 0, crew.elements(source), crew.offset(source) + first, length);
        }
    }
}
